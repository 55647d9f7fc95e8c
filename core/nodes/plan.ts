import { runsCilium } from "../settings/ipam.ts";
import type { FeatureNodeGroup, Features } from "../contracts/features.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { amiParameter, amiReleases } from "../facts/amis.ts";
import { Architecture, architectureOf } from "../facts/instances.ts";
import { needsNvidiaImage } from "../facts/gpus.ts";
import { NodeImage } from "../facts/kernels.ts";
import { SPLIT_NODE_LABEL, AGENT_NOT_READY_TAINT, NODE_GROUP_LABEL } from "../facts/node-labels.ts";
import { clusterTag } from "../settings/tags.ts";
import { AdoptionStrategy, type NodeGroupSettings, type Settings, type TaintSettings } from "../settings/index.ts";
import {
  DEFAULT_ACCESS,
  DEFAULT_CAPACITY_TYPE,
  DEFAULT_MAX_UNAVAILABLE,
  DEFAULT_METADATA_HOP_LIMIT,
  DEFAULT_REPAIR,
  DEFAULT_UPDATE_STRATEGY,
} from "./defaults.ts";
import { DEFAULT_AMI_FAMILY } from "../settings/defaults.ts";
import { UNKNOWN, isUnknown } from "../model/unknown.ts";
import { planHost } from "./host.ts";
import { planPodLimit } from "./pod-limit.ts";
import type { HostPlan, NodeGroupPlan, NodeImagePlan, NodeUpdatePlan, PodLimitPlan } from "./types.ts";
import { planVolumes } from "./volumes.ts";

/** What nobody knows, in the place of any value; rules that read it say so and judge the rest. */
const unknown = UNKNOWN as never;

/** What the node planner takes from the capacity and Cilium planners. */
export interface NodeContext {
  /** Pods a node takes, by group: the user's number or the recommendation. A group may be missing where a type is not known; undefined where no chart tells. */
  readonly maxPods: Readonly<Record<string, number>> | undefined;
  readonly firstInterfaceIndex: number;
  readonly prefixDelegation: boolean;
  /** What else stands on the nodes. */
  readonly features?: Features;
}

/**
 * Plans every node group, sorted by name. What cannot be named is unknown: the image where no release is known for the Kubernetes
 * version and none is given, the architecture where a group has types of none or of several; rules on the settings say which.
 * Such a group can be judged, and not be made: see {@link isPlanned}.
 */
export function planNodes(settings: Settings, context: NodeContext): NodeGroupPlan[] {
  const host = planHost(settings);
  return Object.entries(settings.nodeGroups)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => planGroup(settings, host, name, group, context));
}

/** Whether everything of a group is known that it is made of. */
export const isPlanned = ({ image, architecture, pods }: NodeGroupPlan): boolean =>
  ![image.release, architecture, pods.max].some(isUnknown);

function planGroup(
  settings: Settings,
  host: HostPlan,
  name: string,
  group: NodeGroupSettings,
  context: NodeContext,
): NodeGroupPlan {
  const architecture = architectureOfGroup(group.instanceTypes);
  const image = planImage(settings, group, architecture);
  const { min, desired = min, max } = group.scaling;
  const feature = featureOf(name, context);
  const tags = { ...settings.cluster.extraTags, ...group.extraTags };
  const template = { ...tags, Name: `${settings.cluster.name}-${name}`, ...clusterTag(settings.cluster.name) };
  return {
    name,
    instanceTypes: group.instanceTypes,
    architecture: architecture ?? unknown,
    capacityType: group.capacityType ?? DEFAULT_CAPACITY_TYPE,
    scaling: { min, desired, max },
    image,
    ...(group.zones === undefined ? {} : { zones: group.zones }),
    pods: planPods(group.maxPods, name, context),
    labels: { ...planLabels(settings, name, group), ...feature.labels },
    taints: planTaints(settings, group, feature),
    volumes: planVolumes(image.family, group.disk),
    metadata: {
      httpTokens: "required",
      httpPutResponseHopLimit: group.metadataHopLimit ?? DEFAULT_METADATA_HOP_LIMIT,
    },
    access: {
      kind: group.access?.kind ?? DEFAULT_ACCESS,
      ...(group.access?.keyName === undefined ? {} : { keyName: group.access.keyName }),
      sourceCidrs: [...new Set(group.access?.sourceCidrs)],
    },
    update: planUpdate(group),
    repair: group.repair ?? DEFAULT_REPAIR,
    templateTags: { instance: template, volume: template, "network-interface": template },
    tags,
    host,
    ...(group.pods?.subnetTags === undefined ? {} : { podSubnetTags: group.pods.subnetTags }),
    ...(group.pods?.securityGroupTags === undefined ? {} : { podSecurityGroupTags: group.pods.securityGroupTags }),
  };
}

function planPods(own: number | undefined, name: string, context: NodeContext): PodLimitPlan {
  if (own === undefined && context.maxPods === undefined)
    return { max: unknown, expression: unknown, reservedMemoryMiB: unknown };
  return planPodLimit({ ...context, maxPods: own ?? context.maxPods?.[name] });
}

/** The one architecture of a group's types; undefined for several, or where no type tells. */
function architectureOfGroup(instanceTypes: readonly string[]): Architecture | undefined {
  const found = new Set(instanceTypes.map(architectureOf));
  found.delete(undefined);
  return found.size === 1 ? [...found][0] : undefined;
}

/** A release that is named is taken as it is; rules judge it. */
function planImage(
  { cluster }: Settings,
  { ami = {}, instanceTypes }: Pick<NodeGroupSettings, "ami" | "instanceTypes">,
  architecture: Architecture = Architecture.X86,
): NodeImagePlan {
  const family = NodeImage[ami.family ?? DEFAULT_AMI_FAMILY];
  const kubernetes = ami.kubernetesVersion ?? cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const release = ami.release ?? amiReleases(family, kubernetes)?.pinned;
  const nvidia = instanceTypes.length > 0 && instanceTypes.every(needsNvidiaImage);
  if (release === undefined) return { family, kubernetes, release: unknown, parameter: unknown };
  return {
    family,
    kubernetes,
    release,
    parameter: amiParameter({ image: family, architecture, kubernetes, release, nvidia }),
  };
}

const planLabels = ({ cluster }: Settings, name: string, { labels }: NodeGroupSettings): Record<string, string> => ({
  ...labels,
  [NODE_GROUP_LABEL]: name,
  ...(cluster.existing?.strategy === AdoptionStrategy.Split ? { [SPLIT_NODE_LABEL.key]: SPLIT_NODE_LABEL.value } : {}),
});

/** Cilium's taint first. The VPC CNI needs none: without its configuration a node is not ready. */
const planTaints = (
  settings: Settings,
  { taints = [] }: NodeGroupSettings,
  feature: FeatureNodeGroup,
): TaintSettings[] => [
  ...(runsCilium(settings) ? [{ key: AGENT_NOT_READY_TAINT, value: "true", effect: "NoExecute" as const }] : []),
  ...taints,
  ...feature.taints.filter(({ key }) => !taints.some((own) => own.key === key)),
];

const NO_FEATURE: FeatureNodeGroup = { labels: {}, taints: [] };

/** Only nodes on premises ask for groups of their own: their gateway. */
const featureOf = (name: string, { features }: NodeContext): FeatureNodeGroup =>
  features?.hybrid?.nodeGroups?.[name] ?? NO_FEATURE;

const planUpdate = ({ update }: NodeGroupSettings): NodeUpdatePlan => ({
  ...(update?.maxUnavailable === undefined && update?.maxUnavailablePercentage === undefined
    ? { maxUnavailable: DEFAULT_MAX_UNAVAILABLE }
    : {}),
  ...(update?.maxUnavailable === undefined ? {} : { maxUnavailable: update.maxUnavailable }),
  ...(update?.maxUnavailablePercentage === undefined
    ? {}
    : { maxUnavailablePercentage: update.maxUnavailablePercentage }),
  strategy: update?.strategy ?? DEFAULT_UPDATE_STRATEGY,
});

/**
 * Nodes that an update may add for a while: EKS raises the group by the larger of twice its zones and its unavailable nodes
 * (EKS user guide: managed-node-update-behavior). The `MINIMAL` strategy takes nodes away first.
 */
export function surgeOf({ scaling, update }: Pick<NodeGroupPlan, "scaling" | "update">, zones: number): number {
  if (update.strategy === "MINIMAL") return 0;
  const percentage = update.maxUnavailablePercentage ?? 0;
  const unavailable = update.maxUnavailable ?? Math.ceil((scaling.max * percentage) / 100);
  return Math.max(2 * zones, Math.min(unavailable, 100));
}
