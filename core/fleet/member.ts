import { exposedBy } from "./exposed.ts";
import { meshOf } from "./mesh.ts";
import { traitsOf } from "./traits.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { valueAt } from "../helm/values.ts";
import type { ClusterModel, FleetMember, QuotaModel } from "../model/index.ts";
import { type FleetSettings, type Settings, IpamMode } from "../settings/index.ts";
import { overlayBlocks } from "../settings/ipam.ts";
import { quotaByCode } from "../facts/quotas.ts";

/** Calls a second that the operator allows itself (values.yaml of the Cilium charts 1.19.6 and 1.20.2: ipam.operator.externalAPILimitQPS). */
const OPERATOR_QPS = 4;

interface Planned {
  readonly settings: Settings;
  readonly model: ClusterModel;
}

/** What others in the fleet need to know of a planned cluster. */
export function memberOf(fleet: FleetSettings, name: string, { settings, model }: Planned): FleetMember | undefined {
  const cluster = fleet.clusters[name];
  if (cluster === undefined) return undefined;
  const { account = "", template, stage, wave, twin, region } = cluster;
  const { vpc } = settings.network;
  return {
    name,
    cluster: settings.cluster.name,
    account: fleet.accounts?.[account]?.id ?? "",
    region,
    template,
    ...(stage === undefined ? {} : { stage }),
    wave,
    ...(twin === undefined ? {} : { twin }),
    kubernetesVersion: settings.cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    ...(model.cilium === undefined ? {} : { ciliumVersion: model.cilium.version }),
    ...(typeof vpc.id === "string" ? { vpcId: vpc.id } : {}),
    vpcCidrs: model.network?.vpcCidrs ?? [],
    overlayCidrs: overlayBlocks(settings),
    ...operatorOf(model),
    subnets: sharedSubnets(settings, model),
    quotas: (model.quotas ?? []).map((quota) => quotaOf(quota, fleet.accounts?.[account]?.quotas)),
    ...meshOf(settings, model),
    ...exposedBy(model),
    mirrors: settings.cluster.registry?.mirrors ?? {},
    traits: twin === undefined ? {} : traitsOf(settings),
  };
}

function operatorOf({ cilium }: ClusterModel): Pick<FleetMember, "gcTags" | "operatorQps"> {
  const values = cilium?.values;
  if (valueAt(values, "ipam.mode") !== IpamMode.Eni) return {};
  const tags = valueAt(values, "eni.gcTags");
  const qps = valueAt(values, "ipam.operator.externalAPILimitQPS");
  return {
    operatorQps: typeof qps === "number" ? qps : OPERATOR_QPS,
    ...(typeof tags === "object" && tags !== null ? { gcTags: tags as Readonly<Record<string, string>> } : {}),
  };
}

/** Subnets of a VPC that exists: others may be in them too. */
function sharedSubnets(
  { network: { vpc, podSubnets } }: Settings,
  { network, capacity }: ClusterModel,
): FleetMember["subnets"] {
  const existing = [...(vpc.subnets?.private ?? []), ...(podSubnets?.existing ?? [])];
  return existing.flatMap(({ id, cidr }) => {
    const name = network?.subnets.find((subnet) => subnet.cidr === cidr)?.name;
    const budgets = (capacity?.subnets ?? []).filter(({ subnet, scenario }) => subnet === name && scenario === "surge");
    if (typeof id !== "string") return [];
    return budgets.map(({ unit, needed, available }) => ({ id, cidr, unit, needed, available }));
  });
}

function quotaOf(
  { quotaCode, serviceCode, name, needed, current }: QuotaModel,
  ofAccount: Readonly<Record<string, number>> = {},
): FleetMember["quotas"][number] {
  const known = ofAccount[quotaCode] ?? current;
  return {
    quotaCode,
    serviceCode,
    name,
    needed,
    default: quotaByCode(quotaCode)?.default ?? 0,
    ...(known === undefined ? {} : { current: known }),
  };
}
