import { addonsModel } from "../addons/model.ts";
import { runsCilium } from "../settings/ipam.ts";
import { ciliumModel } from "../cilium/model.ts";
import { controlPlaneModel } from "../control-plane/model.ts";
import { DEFAULT_MAX_TABLE_AGE_DAYS } from "../facts/dated.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { partitionOf } from "../facts/partition.ts";
import { identityModel } from "../identity/model.ts";
import type { AddonModel, ClusterModel, NetworkModel, NodeGroupModel } from "../model/index.ts";
import { networkModel } from "../network/model.ts";
import { fleetsOf } from "./karpenter.ts";
import { poolsModel } from "../karpenter/model.ts";
import { nodesModel } from "../nodes/model.ts";
import { quotasModel } from "../quotas/model.ts";
import { type QuotasPlan, planQuotas } from "../quotas/plan.ts";
import { securityGroupsModel } from "../security-groups/model.ts";
import type { Settings } from "../settings/index.ts";
import type { QuotaUse } from "../contracts/area-part.ts";
import { planCapacity } from "../capacity/cluster.ts";
import { type PartialClusterPlan } from "./cluster.ts";
import { present } from "../model/present.ts";

interface ModelOptions {
  readonly asOf?: string;
  readonly explicitAwsProvider?: boolean;
  /** Quotas that the areas use. */
  readonly quotaUses?: readonly QuotaUse[];
}

/** The settings lens: what is asked for, before a resource exists. */
export function toModel(
  settings: Settings,
  plan: PartialClusterPlan,
  { asOf, explicitAwsProvider, quotaUses = [] }: ModelOptions = {},
): { model: ClusterModel; quotas: QuotasPlan } {
  const network = plan.network === undefined ? undefined : networkModel(plan.network);
  const managed = nodesModel(plan.evaluatedNodeGroups, nodeSubnets(network));
  const nodeGroups = [...managed, ...poolsOf(settings, plan, network)];
  const addons: AddonModel[] = addonsModel(plan.addons);
  const base: ClusterModel = {
    settings,
    account: { region: settings.region, partition: partitionOf(settings.region) },
    controlPlane: controlPlaneModel(plan.controlPlane),
    addons,
    deployment: {
      ...present("asOf", asOf ?? settings.cluster.asOf),
      maxTableAgeDays: settings.cluster.maxTableAgeDays ?? DEFAULT_MAX_TABLE_AGE_DAYS,
      waitsForRollout: false,
      ...present("explicitAwsProvider", explicitAwsProvider),
      autoscaler: settings.cluster.autoscaler ?? (settings.karpenter === undefined ? "none" : "karpenter"),
      ...(settings.cluster.proxy === undefined ? {} : { proxy: { noProxy: settings.cluster.proxy.noProxy ?? [] } }),
      ...present("registryMirrors", settings.cluster.registry?.mirrors),
    },
    ...present("network", network),
    ...present("nodeGroups", nodeGroups),
    ...(plan.cilium === undefined ? {} : ciliumModel(plan.cilium)),
    ...present(
      "identity",
      plan.identity === undefined
        ? undefined
        : identityModel(plan.identity, plan.controlPlane.existing === undefined ? plan.controlPlane.role : undefined),
    ),
    ...present(
      "securityGroups",
      plan.securityGroups === undefined ? undefined : securityGroupsModel(plan.securityGroups),
    ),
    ...present("capacity", capacityOf(settings, plan, network, nodeGroups)),
  };
  const values = runsCilium(settings) ? { values: plan.cilium?.values ?? {} } : {};
  const quotas = planQuotas(settings, { ...base, ...values, uses: quotaUses });
  return { model: { ...base, quotas: quotasModel(quotas) }, quotas };
}

const poolsOf = (
  settings: Settings,
  { pools = [] }: PartialClusterPlan,
  network: NetworkModel | undefined,
): NodeGroupModel[] =>
  poolsModel(pools, nodeSubnets(network), {
    kubernetes: settings.cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    runsCilium: runsCilium(settings),
  });

function capacityOf(
  settings: Settings,
  { podLimits, pools }: PartialClusterPlan,
  network: NetworkModel | undefined,
  nodeGroups: readonly NodeGroupModel[] | undefined,
) {
  if (podLimits === undefined || network === undefined || nodeGroups === undefined) return undefined;
  return planCapacity(
    settings,
    podLimits,
    network,
    Object.fromEntries(nodeGroups.map(({ name, surge }) => [name, surge])),
    fleetsOf(pools ?? []),
  );
}

const nodeSubnets = (network: NetworkModel | undefined) =>
  (network?.subnets ?? [])
    .filter(({ role }) => role === "node")
    .map(({ name, zone }) => ({ name, zone, public: false }));
