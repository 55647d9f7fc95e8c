import { changedVariables } from "../facts/vpc-cni.ts";
import { compareVersions } from "../facts/version.ts";
import { CILIUM_TUPLES, DEFAULT_CILIUM_VERSION } from "../facts/versions.ts";
import type { ExistingClusterModel, ExistingGroupModel, MigrationModel } from "../model/index.ts";
import type { CiliumSettings, NetworkSettings, NodeGroupSettings, Settings, TaintEffect } from "../settings/index.ts";

/** What a stack on a cluster is made of. */
export interface MigrationSource {
  readonly existing: ExistingClusterModel;
  readonly vpcCni: MigrationModel["vpcCni"];
  readonly eniConfigs: MigrationModel["eniConfigs"];
  /** Instance types of the nodes that run, by group: for groups whose launch template names them. */
  readonly typesByGroup: Readonly<Record<string, readonly string[]>>;
}

/** For a group of which nobody knows the machines; a choice to look at. */
const FALLBACK_TYPES = ["m6i.xlarge"];

/** The settings of the first run: Cilium on new nodes, beside the old ones, sized and set as those are. */
export function planMigrationStack(source: MigrationSource): Settings {
  const { existing } = source;
  const cilium = ciliumOf(source);
  return {
    region: existing.region,
    cluster: {
      name: existing.name,
      kubernetesVersion: existing.kubernetesVersion,
      serviceCidr: existing.serviceCidr,
      existing: {
        strategy: "split",
        endpoint: existing.endpoint,
        certificateAuthority: existing.certificateAuthority,
        clusterSecurityGroupId: existing.clusterSecurityGroupId,
        ...(existing.oidcProviderArn === undefined ? {} : { oidcProviderArn: existing.oidcProviderArn }),
      },
    },
    network: networkOf(source),
    nodeGroups: groupsOf(source),
    ...(Object.keys(cilium).length === 0 ? {} : { cilium }),
    waivers: { "control-plane-existing-fresh-nodes": "old nodes are drained in the phase move of cilium-eks migrate" },
  };
}

/** Nodes stay in the subnets that they are in; pods in those of custom networking. */
function networkOf({ existing: { vpc, groups }, eniConfigs }: MigrationSource): NetworkSettings {
  const used = new Set(groups.flatMap(({ subnets }) => subnets));
  const forPods = new Set(eniConfigs.map(({ subnet }) => subnet));
  const all = [...vpc.private, ...vpc.public];
  const nodes = all.filter(({ id }) => used.has(id) && !forPods.has(id));
  const pods = all.filter(({ id }) => forPods.has(id));
  const open = vpc.public.filter(({ id }) => !nodes.some((node) => node.id === id));
  return {
    vpc: {
      id: vpc.id,
      cidrs: vpc.cidrs,
      subnets: {
        private: nodes.length > 0 ? nodes : vpc.private.filter(({ id }) => !forPods.has(id)),
        ...(open.length === 0 ? {} : { public: open }),
      },
    },
    ...(pods.length === 0 ? {} : { podSubnets: { existing: pods } }),
  };
}

function groupsOf({ existing: { groups }, typesByGroup }: MigrationSource): Settings["nodeGroups"] {
  if (groups.length === 0)
    return {
      general: { instanceTypes: Object.values(typesByGroup)[0] ?? FALLBACK_TYPES, scaling: { min: 3, max: 6 } },
    };
  return Object.fromEntries(groups.map((group) => [group.name, groupOf(group, typesByGroup[group.name] ?? [])]));
}

/** A group as its old one is: the same labels and taints, so that what selects or tolerates those fits. */
function groupOf(group: ExistingGroupModel, running: readonly string[]): NodeGroupSettings {
  const types = group.instanceTypes.length > 0 ? group.instanceTypes : running;
  const labels = Object.fromEntries(Object.entries(group.labels).filter(([key]) => !isReserved(key)));
  const taints = group.taints.filter(({ key }) => !isReserved(key));
  return {
    instanceTypes: types.length > 0 ? types : FALLBACK_TYPES,
    scaling: group.scaling,
    ...(group.spot ? { capacityType: "SPOT" } : {}),
    ...(group.bottlerocket ? { ami: { family: "Bottlerocket" } } : {}),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(taints.length === 0
      ? {}
      : { taints: taints.map(({ effect, ...taint }) => ({ ...taint, effect: effect as TaintEffect })) }),
  };
}

/** Domains of labels that EKS, eksctl, Karpenter, Kubernetes and Cilium set themselves. */
const isReserved = (key: string): boolean =>
  /(?:^|\.)(?:amazonaws\.com|k8s\.aws|k8s\.io|kubernetes\.io|karpenter\.sh|eksctl\.io|cilium\.io)\//.test(key);

/** The oldest minor whose window the cluster is in: the smaller step. */
function versionFor(kubernetes: string): string {
  const tuple = CILIUM_TUPLES.find(
    ({ kubernetes: { min, max } }) => compareVersions(kubernetes, min) >= 0 && compareVersions(kubernetes, max) <= 0,
  );
  return tuple?.checked ?? DEFAULT_CILIUM_VERSION;
}

function ciliumOf({ existing, vpcCni }: MigrationSource): CiliumSettings {
  const set = new Map(changedVariables(vpcCni?.env ?? {}).map(({ name, value }) => [name, value]));
  const number = (name: string): number | undefined => {
    const value = Number(set.get(name));
    return Number.isInteger(value) ? value : undefined;
  };
  const [preAllocate, minAllocate] = [number("WARM_IP_TARGET"), number("MINIMUM_IP_TARGET")];
  const tags = tagsOf(set.get("ADDITIONAL_ENI_TAGS"));
  const mtu = number("AWS_VPC_ENI_MTU") ?? number("POD_MTU");
  const values = {
    ...(mtu === undefined ? {} : { MTU: mtu }),
    ...(set.get("NETWORK_POLICY_ENFORCING_MODE") === "strict" ? { policyEnforcementMode: "always" } : {}),
  };
  return {
    version: versionFor(existing.kubernetesVersion),
    ...(set.get("ENABLE_PREFIX_DELEGATION") === "true" ? { prefixDelegation: true } : {}),
    ...(preAllocate === undefined && minAllocate === undefined
      ? {}
      : {
          allocation: {
            ...(preAllocate === undefined ? {} : { preAllocate }),
            ...(minAllocate === undefined ? {} : { minAllocate }),
          },
        }),
    ...(tags === undefined ? {} : { eni: { tags } }),
    ...masqueradeOf(set),
    ...(set.get("ENABLE_BANDWIDTH_PLUGIN") === "true" ? { bandwidthManager: { enabled: true } } : {}),
    ...(Object.keys(values).length === 0 ? {} : { helmValues: values }),
  };
}

/** What the VPC CNI does unless it is told otherwise: pods leave the VPC with their node's address. */
function masqueradeOf(set: ReadonlyMap<string, string>): Pick<CiliumSettings, "masquerade"> {
  if (set.get("AWS_VPC_K8S_CNI_EXTERNALSNAT") === "true") return {};
  const kept = (set.get("AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS") ?? "").split(",").filter((cidr) => cidr !== "");
  return { masquerade: { mode: "bpf", ...(kept.length === 0 ? {} : { nonMasqueradeCidrs: kept }) } };
}

function tagsOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, string>>;
  } catch {
    return undefined;
  }
}
