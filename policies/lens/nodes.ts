import type { NodeGroupModel, TaintModel } from "../../core/model.ts";
import { type UserData, readUserData } from "../../core/nodes/user-data.ts";
import { UNKNOWN } from "../../core/rules/unknown.ts";
import { type Origins, type Registered, type Seen, at, given, items, nothing, ofType, read } from "./registered.ts";

const MANAGED = "aws:eks/nodeGroup:NodeGroup";
const MANAGED_COMPONENT = "eks:index:ManagedNodeGroup";
const SELF_MANAGED = ["eks:index:NodeGroup", "eks:index:NodeGroupV2"] as const;
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Node groups of every kind: raw, by component, and Karpenter's pools. */
export function seeNodeGroups(resources: readonly Registered[]): Seen<readonly NodeGroupModel[]> {
  const templates = ofType(resources, TEMPLATE);
  const seen = [
    ...ofType(resources, MANAGED).map((group) => ({ group, model: managed(group, templateOf(group, templates)) })),
    ...ofType(resources, MANAGED_COMPONENT).map((group) => ({
      group,
      model: managed(group, templateOf(group, templates)),
    })),
    ...ofType(resources, ...SELF_MANAGED).map((group) => ({ group, model: selfManaged(group) })),
    ...ofType(resources, "kubernetes:karpenter.sh/v1:NodePool").map((group) => ({ group, model: karpenter(group) })),
  ];
  if (seen.length === 0) return nothing;
  const origins: Record<string, string> = {};
  for (const { group, model } of seen) origins[`nodeGroups.${model.name}`] = group.urn;
  return { part: seen.map(({ model }) => model), origins: origins satisfies Origins };
}

/** The template that the group names: by the resource its `launchTemplate` comes from, or by its plain id or name. */
function templateOf(
  { props, sources, urn, parent }: Registered,
  templates: readonly Registered[],
): Registered | undefined {
  const from = new Set(
    Object.entries(sources).flatMap(([key, urns]) => (key.startsWith("launchTemplate") ? urns : [])),
  );
  const name = at(props, "launchTemplate.name");
  return templates.find(
    (template) =>
      from.has(template.urn) ||
      (typeof name === "string" && at(template.props, "name") === name) ||
      template.parent === urn ||
      (parent !== undefined && template.parent === parent && template.name.startsWith(nameOfUrn(urn))),
  );
}

const nameOfUrn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

function managed({ props, name, type }: Registered, template: Registered | undefined): NodeGroupModel {
  const settings = template?.props;
  const data = userDataOf(settings);
  const customImage = template !== undefined && at(settings, "imageId") !== undefined;
  const amiType = read<string>(props, "amiType", "");
  return {
    name: read(props, "nodeGroupName", name),
    kind: "managed",
    instanceTypes: read(props, "instanceTypes", ["t3.medium"]),
    capacityType: read(props, "capacityType", "ON_DEMAND"),
    amiFamily: familyOf(amiType, data, type === MANAGED_COMPONENT ? read(props, "operatingSystem", "AL2023") : ""),
    ...given("amiRelease", read<string | undefined>(props, "releaseVersion")),
    ...given("amiKubernetesVersion", read<string | undefined>(props, "version")),
    scaling: {
      min: read(props, "scalingConfig.minSize", 1),
      desired: read(props, "scalingConfig.desiredSize", 2),
      max: read(props, "scalingConfig.maxSize", 2),
    },
    surge: 1,
    customImage,
    ...given("maxPods", data?.maxPods),
    labels: { ...read<Record<string, string>>(props, "labels", {}), ...data?.labels },
    taints: [...groupTaints(props), ...kubeletTaints(data)],
    subnets: read(props, "subnetIds", []),
    publicSubnets: false,
    disk: diskOf(settings, props),
    metadata: {
      ...given("httpTokens", read<string | undefined>(settings, "metadataOptions.httpTokens")),
      ...given("hopLimit", read<number | undefined>(settings, "metadataOptions.httpPutResponseHopLimit")),
    },
    access: accessOf(props),
    ...given("keyName", read<string | undefined>(settings, "keyName", read(props, "remoteAccess.ec2SshKey"))),
    rolePolicies: [],
    networkSetup: { xdpUdevRule: data?.xdpUdevRule ?? false, ...given("mtu", data?.mtu) },
    launchTemplateInterfaces: items(settings, "networkInterfaces").length,
    userDataKind: data?.kind ?? "none",
    update: {
      ...given("maxUnavailable", read<number | undefined>(props, "updateConfig.maxUnavailable")),
      ...given("maxUnavailablePercentage", read<number | undefined>(props, "updateConfig.maxUnavailablePercentage")),
    },
    maxPodsPlaces: { ...given("kubelet", data?.maxPods), ...given("expression", data?.maxPodsExpression) },
    joins: {
      ...given("clusterName", data?.clusterName),
      ...given("endpoint", data?.endpoint),
      ...given("serviceCidr", data?.serviceCidr),
    },
    templateTags: templateTags(settings),
  };
}

/** Unknown user data stays unknown: every rule that reads it says that it could not decide. */
function userDataOf(template: unknown): UserData | undefined {
  const encoded = at(template, "userData");
  if (encoded === UNKNOWN) return unknownUserData;
  return typeof encoded === "string" ? readUserData(encoded) : undefined;
}

const unknownUserData = {
  kind: UNKNOWN,
  labels: {},
  taints: UNKNOWN,
  maxPods: UNKNOWN,
  nodeConfigs: UNKNOWN,
  xdpUdevRule: UNKNOWN,
} as unknown as UserData;

const kubeletTaints = (data: UserData | undefined): TaintModel[] => {
  if (data === undefined) return [];
  if ((data.taints as unknown) === UNKNOWN) return [UNKNOWN as never];
  return data.taints.map((taint) => ({ ...taint, place: "kubelet" }));
};

const EFFECTS: Readonly<Record<string, TaintModel["effect"]>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

const groupTaints = (props: unknown): TaintModel[] => {
  const taints = items(props, "taints");
  if ((taints as unknown) === UNKNOWN) return [UNKNOWN as never];
  return taints.map((taint) => ({
    key: read(taint, "key", ""),
    ...given("value", read<string | undefined>(taint, "value")),
    effect: EFFECTS[read(taint, "effect", "")] ?? read(taint, "effect", "NoSchedule"),
    place: "node-group",
  }));
};

function familyOf(amiType: string, data: UserData | undefined, operatingSystem: string): NodeGroupModel["amiFamily"] {
  if (typeof amiType !== "string") return UNKNOWN as never;
  if (amiType.startsWith("AL2023")) return "AL2023";
  if (amiType.startsWith("AL2_")) return "AL2";
  if (amiType.startsWith("BOTTLEROCKET")) return "BOTTLEROCKET";
  if (amiType.startsWith("WINDOWS")) return "WINDOWS";
  if (data?.kind === "bottlerocket" || operatingSystem === "Bottlerocket") return "BOTTLEROCKET";
  if (data?.kind === "nodeadm" || operatingSystem === "AL2023") return "AL2023";
  return data?.kind === "bootstrap-sh" || operatingSystem === "AL2" ? "AL2" : "CUSTOM";
}

function diskOf(template: unknown, props: unknown): NodeGroupModel["disk"] {
  const mappings = items(template, "blockDeviceMappings");
  if ((mappings as unknown) === UNKNOWN) return UNKNOWN as never;
  const [first] = mappings;
  return {
    ...given("sizeGiB", read<number | undefined>(first, "ebs.volumeSize", read(props, "diskSize"))),
    // The template takes "true" as text.
    encrypted:
      mappings.length > 0 && mappings.every((mapping) => String(at(mapping, "ebs.encrypted", false)) === "true"),
    ...given("type", read<string | undefined>(first, "ebs.volumeType")),
  };
}

function accessOf(props: unknown): NodeGroupModel["access"] {
  const remote = at(props, "remoteAccess");
  if (remote === undefined) return { kind: "none", sourceCidrs: [] };
  const groups = items(remote, "sourceSecurityGroupIds");
  // EKS opens port 22 to the world where no source group is given.
  return { kind: "ssh", sourceCidrs: groups.length === 0 ? ["0.0.0.0/0"] : [] };
}

function templateTags(template: unknown): NonNullable<NodeGroupModel["templateTags"]> {
  const specifications = items(template, "tagSpecifications");
  if ((specifications as unknown) === UNKNOWN) return UNKNOWN as never;
  return Object.fromEntries(
    specifications.map((specification) => [read(specification, "resourceType", ""), read(specification, "tags", {})]),
  );
}

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

const selfManaged = ({ props, name }: Registered): NodeGroupModel => ({
  ...EMPTY,
  name,
  kind: "self-managed",
  instanceTypes: [read(props, "instanceType", "t3.medium")],
  amiFamily: read<string>(props, "operatingSystem", "AL2023") === "Bottlerocket" ? "BOTTLEROCKET" : "AL2023",
  scaling: {
    min: read(props, "minSize", 1),
    desired: read(props, "desiredCapacity", 2),
    max: read(props, "maxSize", 2),
  },
  labels: read(props, "labels", {}),
  taints: Object.entries(read<Record<string, unknown>>(props, "taints", {})).map(([key, taint]) => ({
    key,
    value: read(taint, "value", ""),
    effect: read(taint, "effect", "NoSchedule"),
    place: "kubelet",
  })),
});

const karpenter = ({ props, name }: Registered): NodeGroupModel => ({
  ...EMPTY,
  name: read(props, "metadata.name", name),
  kind: "karpenter",
  labels: read(props, "spec.template.metadata.labels", {}),
  taints: [
    ...karpenterTaints(items(props, "spec.template.spec.taints"), "kubelet"),
    ...karpenterTaints(items(props, "spec.template.spec.startupTaints"), "startup"),
  ],
});

const karpenterTaints = (taints: readonly unknown[], place: TaintModel["place"]): TaintModel[] =>
  taints.map((taint) => ({
    key: read(taint, "key", ""),
    ...given("value", read<string | undefined>(taint, "value")),
    effect: read(taint, "effect", "NoSchedule"),
    place,
  }));
