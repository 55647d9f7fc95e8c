import { type NodeChoice, PRE_ALLOCATE, ownAddresses } from "../capacity/node.ts";
import { findInstanceType } from "../facts/instances.ts";
import { valueAt } from "../helm/values.ts";
import { type JsonObject, type SubnetModel, SubnetRole } from "../model/index.ts";
import type { NodePool, OperatorChoice } from "../simulate/scenario.ts";
import type { SubnetSpec } from "../simulate/space.ts";
import type { Evaluation } from "./index.ts";
import { present } from "../model/present.ts";

/** The operator's own limit (cilium pkg/defaults: IPAMAPIQPSLimit, IPAMAPIBurst; chart ipam.operator). */
const API_QPS = 4;
const API_BURST = 20;

/** What of a planned stack a simulation starts from. */
export interface Simulated {
  readonly operator: OperatorChoice;
  readonly pools: readonly (NodePool & { readonly scaling: { readonly desired: number; readonly max: number } })[];
  readonly nodeSubnets: readonly SubnetSpec[];
  readonly podSubnets: readonly SubnetSpec[];
}

/** The same numbers that the address budget is made of; undefined where the operator gives no addresses from ENIs. */
export function simulated({ plan, model }: Evaluation): Simulated | undefined {
  const { podLimits } = plan;
  const values = plan.cilium?.values;
  if (podLimits === undefined || values === undefined || podLimits.source.addresses !== "cilium-eni") return undefined;
  const subnets = model.network?.subnets ?? [];
  const of = (role: SubnetRole) => subnets.filter((subnet) => subnet.role === role).map(specOf);
  const nodeSubnets = of(SubnetRole.Node);
  const zones = [...new Set(nodeSubnets.map(({ zone }) => zone))];
  const pools = (plan.nodeGroups ?? []).flatMap((group) => {
    const smallest = podLimits.smallest[group.name];
    const limits = smallest === undefined ? undefined : findInstanceType(smallest.instanceType);
    const maxPods = podLimits.maxPods[group.name];
    if (smallest === undefined || limits === undefined || maxPods === undefined) return [];
    const { desired, max } = group.scaling;
    return [
      {
        name: group.name,
        limits,
        zones: group.zones ?? zones,
        ...present("podSubnets", namesWith(group.podSubnetTags, subnets)),
        podsPerNode: Math.min(maxPods, smallest.podAddresses),
        scaling: { desired, max },
      },
    ];
  });
  const karpenter = (plan.pools ?? []).flatMap(({ name, settings, maxPods, smallest, worst }) => {
    const limits = worst === undefined ? undefined : findInstanceType(worst.addresses.type);
    if (smallest === undefined || limits === undefined || worst === undefined || maxPods === undefined) return [];
    return [
      {
        name,
        limits,
        zones: settings.zones ?? zones,
        podsPerNode: Math.min(maxPods, smallest.podAddresses),
        scaling: { desired: 0, max: worst.addresses.nodes },
      },
    ];
  });
  return {
    operator: operatorOf(values, podLimits.choice),
    pools: [...pools, ...karpenter],
    nodeSubnets,
    podSubnets: of(SubnetRole.Pod),
  };
}

const specOf = ({ name, zone, cidr, reservations }: SubnetModel): SubnetSpec => ({ name, zone, cidr, reservations });

/** Pod subnets that a group has to itself, by their tags. */
function namesWith(
  tags: Readonly<Record<string, string>> | undefined,
  subnets: readonly SubnetModel[],
): readonly string[] | undefined {
  if (tags === undefined) return undefined;
  const wanted = Object.entries(tags);
  return subnets
    .filter((subnet) => subnet.role === SubnetRole.Pod && wanted.every(([key, value]) => subnet.tags[key] === value))
    .map(({ name }) => name);
}

const numberAt = (values: JsonObject, path: string, otherwise: number): number => {
  const value = valueAt(values, path);
  return typeof value === "number" && value > 0 ? value : otherwise;
};

function operatorOf(values: JsonObject, choice: NodeChoice): OperatorChoice {
  return {
    prefixDelegation: choice.prefixDelegation,
    firstInterfaceIndex: choice.firstInterfaceIndex,
    ownAddresses: ownAddresses(choice),
    preAllocate: numberAt(values, "ipam.nodeSpec.ipamPreAllocate", PRE_ALLOCATE),
    minAllocate: numberAt(values, "ipam.nodeSpec.ipamMinAllocate", 0),
    // No key of the chart: only an agent's CNI configuration sets it.
    maxAboveWatermark: 0,
    ...(choice.maxAllocate === undefined ? {} : { maxAllocate: choice.maxAllocate }),
    releaseExcessIps: valueAt(values, "eni.awsReleaseExcessIPs") === true,
    qps: numberAt(values, "ipam.operator.externalAPILimitQPS", API_QPS),
    burst: numberAt(values, "ipam.operator.externalAPILimitBurstSize", API_BURST),
  };
}
