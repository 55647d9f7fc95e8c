import type { NodeGroupModel, TaintModel } from "../core/model/index.ts";
import { instanceTypes } from "../core/facts/instances.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { CLUSTER_COMPONENT } from "./cluster.ts";
import { type Registered, at, isKnown, items, named, ofType, read, record } from "./registered.ts";
import { present } from "../core/model/present.ts";

const EMPTY: Omit<NodeGroupModel, "name" | "kind" | "taints"> = {
  instanceTypes: [],
  capacityType: "ON_DEMAND",
  amiFamily: "AL2023",
  scaling: { min: 0, desired: 0, max: 0 },
  surge: 0,
  labels: {},
  subnets: [],
  publicSubnets: false,
  disk: { encrypted: true },
  metadata: {},
  access: { kind: "none", sourceCidrs: [] },
  rolePolicies: [],
  networkSetup: { xdpUdevRule: false },
  launchTemplateInterfaces: 0,
  userDataKind: "none",
};

/** Groups of `eks.NodeGroup` and `eks.NodeGroupV2`, whose defaults are those of @pulumi/eks 4.3.0 nodes/nodegroup.ts. */
export const selfManaged = ({ props, name }: Registered): NodeGroupModel => ({
  ...EMPTY,
  name,
  kind: "self-managed",
  instanceTypes: [read(props, "instanceType", "t3.medium")],
  amiFamily: familyOf(props),
  scaling: {
    min: read(props, "minSize", 1),
    desired: read(props, "desiredCapacity", 2),
    max: read(props, "maxSize", 2),
  },
  ...present("maxPods", maxPodsOf(props)),
  labels: record(props, "labels"),
  taints: taintsByKey(props),
  disk: {
    ...present("sizeGiB", read<number | undefined>(props, "nodeRootVolumeSize")),
    encrypted: read(props, "nodeRootVolumeEncrypted", read(props, "encryptRootBlockDevice", false)),
    ...present("type", read<string | undefined>(props, "nodeRootVolumeType")),
  },
  ...present("keyName", read<string | undefined>(props, "keyName")),
});

/** A flag of the kubelet, or a part of its NodeConfig. */
function maxPodsOf(props: unknown): number | undefined {
  const flags = at(props, "kubeletExtraArgs", "");
  const options = items(props, "nodeadmExtraOptions").map((option) => at(option, "content", ""));
  if (![flags, ...options].every((text) => typeof text === "string")) return UNKNOWN as never;
  const [written] = [flags, ...options].flatMap((text) => /max-?pods["']?[=:\s]+(\d+)/i.exec(String(text))?.[1] ?? []);
  return written === undefined ? undefined : Number(written);
}

/** By the system, or by EKS's name of the image; RECOMMENDED is AL2023 since @pulumi/eks 3. */
function familyOf(props: unknown): NodeGroupModel["amiFamily"] {
  const system = at(props, "operatingSystem", at(props, "amiType", "AL2023"));
  if (typeof system !== "string") return UNKNOWN as never;
  if (/^bottlerocket/i.test(system)) return "BOTTLEROCKET";
  return /^AL2(?:$|_)/.test(system) ? "AL2" : "AL2023";
}

/** `{key: {value, effect}}`; the component writes them into the user data. */
function taintsByKey(props: unknown): TaintModel[] {
  const taints = record<unknown>(props, "taints");
  if (!isKnown(taints)) return [UNKNOWN as never];
  return Object.entries(taints).map(([key, taint]) => ({
    key,
    ...present("value", read<string | undefined>(taint, "value")),
    effect: read(taint, "effect", "NoSchedule"),
    place: "kubelet",
  }));
}

/** The group that `eks.Cluster` makes unless it is told to skip it: its inputs are the cluster's own. */
export function defaultGroup(resources: readonly Registered[]): (readonly [Registered, NodeGroupModel])[] {
  const [cluster] = ofType(resources, CLUSTER_COMPONENT).filter(({ props }) => Object.keys(props).length > 0);
  if (cluster === undefined || at(cluster.props, "fargate") !== undefined) return [];
  if (at(cluster.props, "skipDefaultNodeGroup") === true || at(cluster.props, "autoMode.enabled") === true) return [];
  const options = at(cluster.props, "nodeGroupOptions", cluster.props);
  const own = { ...cluster, name: "default", props: options as Registered["props"] };
  return [[cluster, { ...selfManaged(own), instanceTypes: [read(options, "instanceType", "t3.medium")] }]];
}

const FAMILIES: readonly (readonly [alias: RegExp, family: NodeGroupModel["amiFamily"]])[] = [
  [/^al2023@/, "AL2023"],
  [/^al2@/, "AL2"],
  [/^bottlerocket@/, "BOTTLEROCKET"],
  [/^windows/, "WINDOWS"],
];

/** By the alias (karpenter-provider-aws: EC2NodeClass, spec.amiSelectorTerms); of images by id or tags nobody can tell. */
function poolFamily(terms: readonly unknown[]): NodeGroupModel["amiFamily"] {
  const [alias] = terms.map((term) => at(term, "alias")).filter((one) => one !== undefined);
  if (alias === undefined) return terms.length === 0 ? "AL2023" : "CUSTOM";
  if (typeof alias !== "string") return UNKNOWN as never;
  return FAMILIES.find(([pattern]) => pattern.test(alias))?.[1] ?? "CUSTOM";
}

/** Labels of a type by which a pool names its types, with what of the type's name each is. */
const NAMING: Readonly<Record<string, (type: string) => string>> = {
  "node.kubernetes.io/instance-type": (type) => type,
  "karpenter.k8s.aws/instance-family": (type) => type.split(".")[0] ?? "",
  "karpenter.k8s.aws/instance-size": (type) => type.split(".")[1] ?? "",
};

/**
 * Types that a pool names by type, family or size. One that speaks of categories and generations alone takes whatever fits, and
 * nothing is said of its types.
 */
function poolTypes(requirements: readonly unknown[]): readonly string[] {
  const tests = requirements.flatMap((one) => {
    const part = NAMING[read<string>(one, "key", "")];
    const operator = at(one, "operator");
    if (part === undefined || (operator !== "In" && operator !== "NotIn")) return [];
    const values = items(one, "values");
    return [{ isIn: operator === "In", has: (type: string) => values.includes(part(type)) }];
  });
  if (requirements.includes(UNKNOWN)) return UNKNOWN as never;
  if (!requirements.some((one) => NARROW.includes(read<string>(one, "key", "")) && at(one, "operator") === "In"))
    return [];
  return instanceTypes().filter((type) => tests.every(({ isIn, has }) => has(type) === isIn));
}

const NARROW: readonly string[] = ["node.kubernetes.io/instance-type", "karpenter.k8s.aws/instance-family"];

/** Taints and labels are the pool's; metadata options and disks those of the class it names. */
export function karpenter({ props, name }: Registered, resources: readonly Registered[]): NodeGroupModel {
  const wanted = at(props, "spec.template.spec.nodeClassRef.name");
  const spec = ofType(resources, "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass").find(
    (other) => named(other.props, "metadata.name", other.name) === wanted,
  )?.props["spec"];
  return {
    ...EMPTY,
    name: named(props, "metadata.name", name),
    kind: "karpenter",
    instanceTypes: poolTypes(items(props, "spec.template.spec.requirements")),
    amiFamily: poolFamily(items(spec, "amiSelectorTerms")),
    ...present("maxPods", read<number | undefined>(spec, "kubelet.maxPods")),
    labels: record(props, "spec.template.metadata.labels"),
    taints: [
      ...karpenterTaints(items(props, "spec.template.spec.taints"), "kubelet"),
      ...karpenterTaints(items(props, "spec.template.spec.startupTaints"), "startup"),
    ],
    metadata: {
      ...present("httpTokens", read<string | undefined>(spec, "metadataOptions.httpTokens")),
      ...present("hopLimit", read<number | undefined>(spec, "metadataOptions.httpPutResponseHopLimit")),
    },
  };
}

const karpenterTaints = (taints: readonly unknown[], place: TaintModel["place"]): TaintModel[] =>
  taints.map((taint) =>
    taint === UNKNOWN
      ? (UNKNOWN as never)
      : {
          key: read(taint, "key", ""),
          ...present("value", read<string | undefined>(taint, "value")),
          effect: read(taint, "effect", "NoSchedule"),
          place,
        },
  );
