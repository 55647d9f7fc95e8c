import { addonsModel } from "../addons/model.ts";
import { type AddonsPlan, planAddons } from "../addons/plan.ts";
import { runsCilium } from "../settings/ipam.ts";
import { planCilium } from "../cilium/plan.ts";
import type { CiliumPlan } from "../cilium/types.ts";
import { meshValues } from "../clustermesh/values.ts";
import { type ControlPlanePlan, planControlPlane } from "../control-plane/plan.ts";
import type { Features } from "../contracts/features.ts";
import { type IdentityPlan, planIdentity } from "../identity/plan.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { type PoolShape, planShapes } from "../karpenter/pools.ts";
import { type NetworkPlan } from "../network/types.ts";
import { planNetwork } from "../network/plan.ts";
import { type AutoscalerPlan, planAutoscaler } from "../nodes/autoscaler.ts";
import { isPlanned, planNodes } from "../nodes/plan.ts";
import { planSourceDestCheck } from "../nodes/source-dest-check.ts";
import { type SourceDestCheckPlan } from "../controllers/source-dest-check.ts";
import type { NodeGroupPlan } from "../nodes/types.ts";
import { type SecurityGroupPlan, planSecurityGroups } from "../security-groups/plan.ts";
import type { Settings } from "../settings/index.ts";
import { type PodLimits, planPodLimits } from "../capacity/cluster.ts";
import { present } from "../model/present.ts";

/** The whole cluster as plain data. A part that the settings make impossible is missing; a finding says why. */
export interface PartialClusterPlan {
  readonly controlPlane: ControlPlanePlan;
  readonly addons: AddonsPlan;
  readonly network?: NetworkPlan;
  /** Missing also where EC2 nodes have the VPC CNI alone. */
  readonly cilium?: CiliumPlan;
  readonly podLimits?: PodLimits;
  /** Pools of Karpenter as far as addresses go. */
  readonly pools?: readonly PoolShape[];
  readonly identity?: IdentityPlan;
  readonly securityGroups?: SecurityGroupPlan;
  readonly nodeGroups?: readonly NodeGroupPlan[];
  /** The same as far as it is known, for rules: one fault must not silence others. */
  readonly evaluatedNodeGroups: readonly NodeGroupPlan[];
  readonly autoscaler?: AutoscalerPlan;
  readonly sourceDestCheck?: SourceDestCheckPlan;
}

/** A plan with every part that a cluster needs. */
export type ClusterPlan = Omit<PartialClusterPlan, RequiredPart> & Required<Pick<PartialClusterPlan, RequiredPart>>;
type RequiredPart = "network" | "podLimits" | "identity" | "securityGroups" | "nodeGroups";

/** Plans every part that can be planned, each from the settings and from the parts before it. */
export function planCluster(settings: Settings, features: Features = {}): PartialClusterPlan {
  const network = planNetwork(settings);
  const cilium = planCilium(settings, {
    features,
    podSubnetTags: network?.podSubnetTags,
    contributions: meshValues(settings),
  });
  const { remoteNetworks } = features.hybrid ?? {};
  const base = {
    controlPlane: planControlPlane(settings, present("remoteNetworks", remoteNetworks)),
    addons: planAddons(settings, features),
  };
  const sourceDestCheck = planSourceDestCheck(settings);
  const before = {
    ...base,
    ...present("network", network),
    ...present("sourceDestCheck", sourceDestCheck),
  };
  if (cilium === undefined && runsCilium(settings))
    return { ...before, evaluatedNodeGroups: withoutChart(settings, features) };
  const podLimits = planPodLimits(settings, cilium?.values, { addons: addonsModel(base.addons) });
  const evaluatedNodeGroups = planNodes(settings, {
    maxPods: podLimits.maxPods,
    firstInterfaceIndex: podLimits.choice.firstInterfaceIndex,
    prefixDelegation: podLimits.choice.prefixDelegation,
    features,
  });
  const nodeGroups = evaluatedNodeGroups.every(isPlanned) ? evaluatedNodeGroups : undefined;
  return {
    ...before,
    evaluatedNodeGroups,
    ...present("cilium", cilium),
    podLimits,
    ...present("pools", planPools(settings, podLimits)),
    identity: planIdentity(settings, cilium),
    securityGroups: planSecurityGroups(settings, {
      ...present("values", cilium?.values),
      features,
      ...present("remoteNetworks", remoteNetworks),
    }),
    ...present("nodeGroups", nodeGroups),
    ...present("autoscaler", nodeGroups === undefined ? undefined : planAutoscaler(settings, nodeGroups, features)),
  };
}

const planPools = ({ karpenter, cluster }: Settings, { source }: PodLimits): readonly PoolShape[] | undefined =>
  karpenter === undefined
    ? undefined
    : planShapes(karpenter, source, cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION);

/** Groups of a release that cannot be planned: what follows from its values is unknown. */
const withoutChart = (settings: Settings, features: Features): readonly NodeGroupPlan[] =>
  planNodes(settings, { maxPods: undefined, firstInterfaceIndex: 0, prefixDelegation: false, features });

/** Whether nothing is missing; with no finding of severity error this holds. */
export const isComplete = (plan: PartialClusterPlan): plan is ClusterPlan =>
  plan.network !== undefined && plan.identity !== undefined && plan.nodeGroups !== undefined;
