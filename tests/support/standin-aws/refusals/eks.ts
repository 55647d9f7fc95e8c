import { overlaps } from "../../../../core/net/cidr.ts";
import { T } from "../types.ts";
import { type Held, numberAt, type Refusal, textAt, textsAt, valuesAt, type World } from "../world.ts";

const EKS = "EKS API reference";
const BOTH = ["create", "update"] as const;

const clusterOf = (world: World, name: string): Held | undefined =>
  world.all(T.Cluster).find(({ state }) => state["name"] === name);

const minor = (version: string): number => Number(version.split(".")[1]);

const zones: Refusal = {
  code: "InvalidParameterException",
  source: "EKS user guide: network-reqs, subnets in at least two Availability Zones",
  operations: BOTH,
  types: [T.Cluster],
  check({ inputs }, world) {
    const ids = textsAt(inputs, "vpcConfig.subnetIds");
    const held = world.all(T.Subnet).filter(({ id }) => ids.includes(id));
    const found = new Set(held.map(({ state }) => state["availabilityZone"]));
    return held.length === ids.length && found.size < 2 ? `${ids.join(", ")} lie in one zone` : undefined;
  },
};

const reachable: Refusal = {
  code: "InvalidParameterException",
  source: "EKS user guide: cluster-endpoint",
  operations: BOTH,
  types: [T.Cluster],
  check: ({ inputs }) =>
    valuesAt(inputs, "vpcConfig.endpointPrivateAccess")[0] !== true &&
    valuesAt(inputs, "vpcConfig.endpointPublicAccess")[0] === false
      ? "neither public nor private access"
      : undefined,
};

const services: Refusal = {
  code: "InvalidParameterException",
  source: `${EKS}: KubernetesNetworkConfigRequest, serviceIpv4Cidr`,
  operations: ["create"],
  types: [T.Cluster],
  check({ inputs }, world) {
    const cidr = textAt(inputs, "kubernetesNetworkConfig.serviceIpv4Cidr");
    if (cidr === "") return undefined;
    const prefix = Number(cidr.split("/")[1]);
    if (prefix < 12 || prefix > 24) return `${cidr}; /12 to /24 is allowed`;
    const ids = textsAt(inputs, "vpcConfig.subnetIds");
    const vpcs = new Set(world.all(T.Subnet).flatMap(({ id, state }) => (ids.includes(id) ? [state["vpcId"]] : [])));
    const taken = [
      ...world.all(T.Vpc).flatMap(({ id, state }) => (vpcs.has(id) ? textsAt(state, "cidrBlock") : [])),
      ...textsAt(inputs, "remoteNetworkConfig.remoteNodeNetworks.cidrs"),
      ...textsAt(inputs, "remoteNetworkConfig.remotePodNetworks.cidrs"),
    ].find((block) => overlaps(block, cidr));
    return taken === undefined ? undefined : `${cidr} overlaps ${taken}`;
  },
};

/** Kubernetes goes up by one minor version at a time, and never back. */
const versionStep: Refusal = {
  code: "InvalidParameterException",
  source: "EKS user guide: update-cluster; EKS API reference: UpdateClusterVersion",
  operations: ["update"],
  types: [T.Cluster],
  check({ inputs, held }) {
    const [from, to] = [textAt(held?.state, "version"), textAt(inputs, "version")];
    const step = minor(to) - minor(from);
    return from === "" || to === "" || step === 0 || step === 1 ? undefined : `from ${from} to ${to}`;
  },
};

const MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

const accessMode: Refusal = {
  code: "InvalidRequestException",
  source: "EKS user guide: setting-up-access-entries",
  operations: ["update"],
  types: [T.Cluster],
  check({ inputs, held }) {
    const [from, to] = [held?.state, inputs].map((one) => textAt(one, "accessConfig.authenticationMode"));
    return MODES.indexOf(to ?? "") < MODES.indexOf(from ?? "") ? `from ${String(from)} to ${String(to)}` : undefined;
  },
};

const keyStays: Refusal = {
  code: "InvalidParameterException",
  source: `${EKS}: AssociateEncryptionConfig; EKS user guide: enable-kms`,
  operations: ["update"],
  types: [T.Cluster],
  check({ inputs, held }) {
    const [from, to] = [held?.state, inputs].map((one) => textAt(one, "encryptionConfig.provider.keyArn"));
    return from === "" || from === to ? undefined : `from ${String(from)} to ${to === "" ? "none" : String(to)}`;
  },
};

const protectedCluster: Refusal = {
  code: "InvalidRequestException",
  source: `${EKS}: DeleteCluster, UpdateClusterConfig (deletionProtection)`,
  operations: ["delete"],
  types: [T.Cluster],
  check: ({ held }) => (held?.state["deletionProtection"] === true ? "deletion protection is enabled" : undefined),
};

const scaling: Refusal = {
  code: "InvalidParameterException",
  source: `${EKS}: NodegroupScalingConfig`,
  operations: BOTH,
  types: [T.NodeGroup],
  check({ inputs }) {
    const [min = 0, desired = min, max = 1] = ["minSize", "desiredSize", "maxSize"].map((key) =>
      numberAt(inputs, `scalingConfig.${key}`),
    );
    return min <= desired && desired <= max && max >= 1
      ? undefined
      : `min ${String(min)}, desired ${String(desired)}, max ${String(max)}`;
  },
};

const ownImage: Refusal = {
  code: "InvalidParameterException",
  source: "EKS user guide: launch-templates, specifying an AMI",
  operations: BOTH,
  types: [T.NodeGroup],
  check({ inputs }, world) {
    const template = world.all(T.LaunchTemplate).find(({ id }) => id === textAt(inputs, "launchTemplate.id"));
    if (template === undefined || textAt(template.state, "imageId") === "") return undefined;
    const named = ["version", "releaseVersion", "amiType"].filter(
      (key) => !["", "CUSTOM"].includes(textAt(inputs, key)),
    );
    return named.length === 0 ? undefined : `${named.join(", ")} beside an image of the launch template`;
  },
};

const eitherHere: Refusal = {
  code: "InvalidParameterException",
  source: "EKS user guide: launch-templates, comparison of settings",
  operations: BOTH,
  types: [T.NodeGroup],
  check({ inputs }, world) {
    if (textAt(inputs, "launchTemplate.id") === "") return undefined;
    const template = world.all(T.LaunchTemplate).find(({ id }) => id === textAt(inputs, "launchTemplate.id"));
    if (valuesAt(inputs, "diskSize").length > 0) return "diskSize beside a launch template";
    if (valuesAt(inputs, "remoteAccess").length > 0) return "remoteAccess beside a launch template";
    const both = textAt(template?.state, "instanceType") !== "" && valuesAt(inputs, "instanceTypes").length > 0;
    return both ? "instance types here and in the launch template" : undefined;
  },
};

const templateVersion: Refusal = {
  code: "InvalidParameterException",
  source: "EC2 API reference: errors-overview, InvalidLaunchTemplateId.VersionNotFound",
  operations: BOTH,
  types: [T.NodeGroup],
  check({ inputs }, world) {
    const template = world.all(T.LaunchTemplate).find(({ id }) => id === textAt(inputs, "launchTemplate.id"));
    const version = Number(textAt(inputs, "launchTemplate.version"));
    const latest = Number(template?.state["latestVersion"]);
    return version > latest ? `version ${String(version)} of ${String(latest)}` : undefined;
  },
};

/** Architectures of a group are one: its image is. */
const maxTypes: Refusal = {
  code: "InvalidParameterException",
  source: `${EKS}: CreateNodegroup, instanceTypes; NodegroupUpdateConfig; Taint`,
  operations: BOTH,
  types: [T.NodeGroup],
  check({ inputs }) {
    const types = textsAt(inputs, "instanceTypes");
    const twice = types.find((type, at) => types.indexOf(type) !== at);
    if (twice !== undefined) return `instanceTypes names ${twice} twice`;
    const both = ["maxUnavailable", "maxUnavailablePercentage"].filter(
      (key) => numberAt(inputs, `updateConfig.${key}`) !== undefined,
    );
    if (both.length > 1) return "maxUnavailable and maxUnavailablePercentage";
    const taints = valuesAt(inputs, "taints").map((taint) => `${textAt(taint, "key")}:${textAt(taint, "effect")}`);
    const doubled = taints.find((taint, at) => taints.indexOf(taint) !== at);
    return doubled === undefined ? undefined : `taint ${doubled} twice`;
  },
};

const entryFirst: Refusal = {
  code: "ResourceNotFoundException",
  source: `${EKS}: AssociateAccessPolicy`,
  operations: ["create"],
  types: [T.AccessPolicyAssociation],
  check({ inputs }, world) {
    const entry = world
      .all(T.AccessEntry)
      .find(
        ({ state }) =>
          state["clusterName"] === inputs["clusterName"] && state["principalArn"] === inputs["principalArn"],
      );
    return entry === undefined ? `no access entry of ${textAt(inputs, "principalArn")}` : undefined;
  },
};

const entryShape: Refusal = {
  code: "InvalidParameterException",
  source: `${EKS}: CreateAccessEntry; EKS user guide: creating-access-entries`,
  operations: BOTH,
  types: [T.AccessEntry],
  check({ inputs }) {
    const arn = textAt(inputs, "principalArn");
    if (!/^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/.+$/.test(arn)) return `principal ${arn} is no role and no user`;
    const groups = textsAt(inputs, "kubernetesGroups");
    if (textAt(inputs, "type") !== "STANDARD" && groups.length > 0) return "groups beside a type of nodes";
    const bad = groups.find((group) => /^(?:system:|eks:|aws:|amazon:|iam:)/.test(group));
    return bad === undefined ? undefined : `group ${bad} has a prefix that is reserved`;
  },
};

const entryMode: Refusal = {
  code: "InvalidRequestException",
  source: "EKS user guide: setting-up-access-entries",
  operations: ["create"],
  types: [T.AccessEntry],
  check({ inputs }, world) {
    const cluster = clusterOf(world, textAt(inputs, "clusterName"));
    return textAt(cluster?.state, "accessConfig.authenticationMode") === "CONFIG_MAP"
      ? "the cluster takes no access entries"
      : undefined;
  },
};

export const EKS_REFUSALS: readonly Refusal[] = [
  zones,
  reachable,
  services,
  versionStep,
  accessMode,
  keyStays,
  protectedCluster,
  scaling,
  ownImage,
  eitherHere,
  templateVersion,
  maxTypes,
  entryFirst,
  entryShape,
  entryMode,
];
