import { isPlanned } from "../nodes/plan.ts";
import { renderUserData } from "../nodes/render.ts";
import { type UserData, readUserData } from "../nodes/user-data.ts";
import type { JoinTarget, NodeGroupPlan } from "../nodes/types.ts";
import { NodeAccess } from "../settings/index.ts";
import type { PartialClusterPlan } from "../plan/cluster.ts";
import { type State, type StateResource, at, inState, namesEnd } from "./state.ts";

/** A running node group whose nodes a run replaces. */
export interface GroupChange {
  readonly name: string;
  /** Nodes that run now, as far as the state knows: what the group was last asked for. */
  readonly nodes: number;
  readonly what: string;
  readonly causes: readonly string[];
}

const REPLACED = "group replaced, new nodes before old ones";
const ROLLED = "nodes rolled one update at a time";
const REMOVED = "group removed";

/** Running groups of a stack whose nodes do not stay, sorted by name. */
export function groupChanges(state: State, plan: PartialClusterPlan): GroupChange[] {
  if (!plan.evaluatedNodeGroups.every(isPlanned)) return [];
  const running = inState(state, "aws:eks/nodeGroup:NodeGroup");
  const changed = plan.evaluatedNodeGroups.flatMap((group) => {
    const own = running.find((resource) => namesEnd(resource, `-nodes-${group.name}`));
    return own === undefined ? [] : changeOf(state, plan, group, own);
  });
  const kept = new Set(plan.evaluatedNodeGroups.map(({ name }) => name));
  const removed = running.flatMap((resource) => {
    const name = (resource.urn.split("::").at(-1) ?? "").split("-nodes-").at(-1) ?? "";
    return [...kept].some((one) => namesEnd(resource, `-nodes-${one}`))
      ? []
      : [{ name, nodes: nodesOf(resource), what: REMOVED, causes: ["the settings no longer name it"] }];
  });
  return [...changed, ...removed].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function changeOf(state: State, plan: PartialClusterPlan, group: NodeGroupPlan, own: StateResource): GroupChange[] {
  const base = { name: group.name, nodes: nodesOf(own) };
  const replacing = [
    // In their order: EKS prefers the first, and the provider compares lists.
    ...differs("instanceTypes", ordered(own.inputs?.["instanceTypes"]), ordered(group.instanceTypes)),
    ...differs("capacityType", own.inputs?.["capacityType"], group.capacityType),
    ...subnetCauses(state, plan, group, own),
  ];
  if (replacing.length > 0) return [{ ...base, what: REPLACED, causes: replacing }];
  const template = inState(state, "aws:ec2/launchTemplate:LaunchTemplate").find((one) =>
    namesEnd(one, `-nodes-${group.name}`),
  );
  const rolling = template === undefined ? [] : templateCauses(state, plan, group, template);
  return rolling.length === 0 ? [] : [{ ...base, what: ROLLED, causes: rolling }];
}

const ordered = (value: unknown): string | undefined =>
  Array.isArray(value) ? value.map(String).join(", ") : undefined;

const list = (value: unknown): string | undefined =>
  Array.isArray(value) ? ordered(value.map(String).toSorted()) : undefined;

const differs = (what: string, before: unknown, now: unknown): string[] =>
  typeof before !== "string" || typeof now !== "string" || before === now ? [] : [`${what} ${before} -> ${now}`];

/** Subnets of a group: by zone where the stack made them, by id where they exist. */
function subnetCauses(
  state: State,
  { network }: PartialClusterPlan,
  { zones }: NodeGroupPlan,
  own: StateResource,
): string[] {
  if (network === undefined) return [];
  const used = network.subnets.filter(({ role, zone }) => role === "node" && (zones?.includes(zone) ?? true));
  const ids = used.map(({ id }) => id);
  return network.vpc.kind === "new"
    ? differs("zones", zonesOf(state, own), list([...new Set(used.map(({ zone }) => zone))]))
    : ids.every((id) => typeof id === "string")
      ? differs("subnets", list(own.inputs?.["subnetIds"]), list(ids))
      : [];
}

/** Zones of the subnets that a group is in; undefined where the stack did not make them. */
function zonesOf(state: State, group: StateResource): string | undefined {
  const ids = group.inputs?.["subnetIds"];
  if (!Array.isArray(ids)) return undefined;
  const zones = inState(state, "aws:ec2/subnet:Subnet").flatMap(({ id, outputs }) =>
    ids.includes(id) ? [String(outputs?.["availabilityZone"])] : [],
  );
  return zones.length === ids.length ? list([...new Set(zones)]) : undefined;
}

const nodesOf = ({ inputs, outputs }: StateResource): number => {
  const desired = at(outputs, "scalingConfig", "desiredSize") ?? at(inputs, "scalingConfig", "desiredSize");
  return typeof desired === "number" ? desired : 0;
};

/** What makes a new version of the launch template, in words of the settings. */
function templateCauses(
  state: State,
  plan: PartialClusterPlan,
  group: NodeGroupPlan,
  { inputs }: StateResource,
): string[] {
  const { image } = group;
  const description = `${image.family} ${image.release} for Kubernetes ${image.kubernetes}`;
  return [
    ...differs("image", inputs?.["description"], description),
    ...differs(
      "metadataHopLimit",
      number(at(inputs, "metadataOptions", "httpPutResponseHopLimit")),
      number(group.metadata.httpPutResponseHopLimit),
    ),
    ...accessCauses(group, inputs),
    ...diskCauses(group, inputs),
    ...tagCauses(plan, group, inputs),
    ...userDataCauses(state, plan, group, inputs?.["userData"]),
  ];
}

/** A key pair, and the group that opens the port: the template names groups of its own with SSH only. */
function accessCauses({ access }: NodeGroupPlan, inputs: StateResource["inputs"]): string[] {
  if (inputs === undefined) return [];
  const groups = inputs["vpcSecurityGroupIds"] ?? [];
  // Encrypted, the list is none.
  if (!Array.isArray(groups)) return [];
  const before = groups.length > 0;
  const now = access.kind === NodeAccess.Ssh;
  return [
    ...(before === now ? [] : [`access ${before ? "no longer" : "now"} by SSH`]),
    ...differs("access.keyName", inputs["keyName"] ?? NONE, access.keyName ?? NONE),
  ];
}

const NONE = "none";

function diskCauses({ volumes }: NodeGroupPlan, inputs: StateResource["inputs"]): string[] {
  const mappings = inputs?.["blockDeviceMappings"];
  if (!Array.isArray(mappings)) return [];
  return volumes.flatMap(({ device, sizeGiB, type, iops, throughput, kmsKeyArn }) => {
    const before: unknown = mappings.find((one: unknown) => at(one, "deviceName") === device);
    if (before === undefined) return [`disk ${device} added`];
    const size = at(before, "ebs", "volumeSize");
    return [
      ...differs(
        `disk ${device}`,
        typeof size === "number" ? `${String(size)} GiB` : undefined,
        sizeGiB === undefined ? undefined : `${String(sizeGiB)} GiB`,
      ),
      ...differs(`disk ${device}`, at(before, "ebs", "volumeType"), type),
      ...differs(`disk ${device} IOPS`, number(at(before, "ebs", "iops")) ?? NONE, number(iops) ?? NONE),
      ...differs(
        `disk ${device} throughput`,
        number(at(before, "ebs", "throughput")) ?? NONE,
        number(throughput) ?? NONE,
      ),
      ...differs(`disk ${device} key`, at(before, "ebs", "kmsKeyId") ?? NONE, kmsKeyArn ?? NONE),
    ];
  });
}

/** A launch template carries the tags of what its instances bring along, so a new tag is a new version. */
function tagCauses(
  { controlPlane }: PartialClusterPlan,
  { templateTags }: NodeGroupPlan,
  inputs: StateResource["inputs"],
): string[] {
  const specifications = inputs?.["tagSpecifications"];
  if (!Array.isArray(specifications)) return [];
  const causes = Object.entries(templateTags).flatMap(([resourceType, tags]) => {
    const before = at(
      specifications.find((one: unknown) => at(one, "resourceType") === resourceType),
      "tags",
    );
    return typeof before === "object" && before !== null
      ? mapCauses("tag", before as Strings, { ...controlPlane.tags, ...tags })
      : [];
  });
  return [...new Set(causes)];
}

type Strings = Readonly<Record<string, unknown>>;

function mapCauses(what: string, before: Strings, now: Strings): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return keys.flatMap((key) => {
    if (before[key] === now[key]) return [];
    if (now[key] === undefined) return [`${what} ${key} taken off`];
    return [before[key] === undefined ? `${what} ${key} added` : `${what} ${key} changed`];
  });
}

function userDataCauses(state: State, plan: PartialClusterPlan, group: NodeGroupPlan, before: unknown): string[] {
  const target = joinTarget(state, plan);
  if (typeof before !== "string" || target === undefined) return [];
  const now = renderUserData(target, group);
  if (now === before) return [];
  const [old, next] = [readUserData(before), readUserData(now)];
  const named = old === undefined || next === undefined ? [] : differencesOf(old, next);
  return named.length > 0 ? named : ["user data"];
}

const differencesOf = (old: UserData, next: UserData): string[] => [
  ...differs("maxPods", number(old.maxPods), number(next.maxPods)),
  ...mapCauses("label", old.labels, next.labels),
  ...mapCauses("taint", taintsOf(old), taintsOf(next)),
];

const number = (value: unknown): string | undefined => (typeof value === "number" ? String(value) : undefined);
const taintsOf = ({ taints }: UserData): Strings =>
  Object.fromEntries(taints.map(({ key, value = "", effect }) => [`${key}:${effect}`, value]));

/** What nodes join, from the cluster as it is; undefined where the state does not say. */
function joinTarget(state: State, { controlPlane }: PartialClusterPlan): JoinTarget | undefined {
  const outputs = inState(state, "aws:eks/cluster:Cluster")[0]?.outputs;
  const name = at(outputs, "name") ?? controlPlane.name;
  const endpoint = at(outputs, "endpoint") ?? controlPlane.existing?.endpoint;
  const certificateAuthority =
    at(outputs, "certificateAuthority", "data") ?? controlPlane.existing?.certificateAuthority;
  if (typeof name !== "string" || typeof endpoint !== "string" || typeof certificateAuthority !== "string")
    return undefined;
  return { name, endpoint, certificateAuthority, serviceCidr: controlPlane.serviceCidr };
}
