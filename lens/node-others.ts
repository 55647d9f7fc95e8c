import type { NodeGroupModel, TaintModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { CLUSTER_COMPONENT } from "./cluster.ts";
import { type Registered, at, given, isKnown, items, named, ofType, read, record } from "./registered.ts";

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
  labels: record(props, "labels"),
  taints: taintsByKey(props),
  disk: {
    ...given("sizeGiB", read<number | undefined>(props, "nodeRootVolumeSize")),
    encrypted: read(props, "nodeRootVolumeEncrypted", read(props, "encryptRootBlockDevice", false)),
    ...given("type", read<string | undefined>(props, "nodeRootVolumeType")),
  },
  ...given("keyName", read<string | undefined>(props, "keyName")),
});

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
    ...given("value", read<string | undefined>(taint, "value")),
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
    labels: record(props, "spec.template.metadata.labels"),
    taints: [
      ...karpenterTaints(items(props, "spec.template.spec.taints"), "kubelet"),
      ...karpenterTaints(items(props, "spec.template.spec.startupTaints"), "startup"),
    ],
    metadata: {
      ...given("httpTokens", read<string | undefined>(spec, "metadataOptions.httpTokens")),
      ...given("hopLimit", read<number | undefined>(spec, "metadataOptions.httpPutResponseHopLimit")),
    },
  };
}

const karpenterTaints = (taints: readonly unknown[], place: TaintModel["place"]): TaintModel[] =>
  taints.map((taint) =>
    taint === UNKNOWN
      ? (UNKNOWN as never)
      : {
          key: read(taint, "key", ""),
          ...given("value", read<string | undefined>(taint, "value")),
          effect: read(taint, "effect", "NoSchedule"),
          place,
        },
  );
