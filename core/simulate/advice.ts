import type { SimulationResult, SubnetResult } from "./result.ts";
import type { Scenario } from "./scenario.ts";

/** What a simulation means for the stack: what was seen, and what would change it. */
export interface Advice {
  /** Pods or nodes go without an address. */
  readonly fails: boolean;
  readonly says: string;
  readonly todo: string;
}

/** Waiting that is worth a word: as long as a node takes to boot. */
const WORTH_A_WORD = 60;

export function advise(scenario: Scenario, result: SimulationResult): readonly Advice[] {
  return [
    ...nodesRefused(result),
    ...podsWithout(result),
    ...result.subnets.flatMap((subnet) => prefixesGone(subnet, scenario)),
    ...ownLimit(scenario, result),
    ...throttled(result),
  ];
}

const count = (amount: number, one: string): string =>
  `${amount.toLocaleString("en")} ${one}${amount === 1 ? "" : "s"}`;

const nodesRefused = ({ nodesRefused: nodes }: SimulationResult): Advice[] =>
  nodes === 0
    ? []
    : [
        {
          fails: true,
          says: `${count(nodes, "node")} could not start: no address was left in the subnet of the zone.`,
          todo: "Give the node subnets more addresses, or pods subnets of their own.",
        },
      ];

const podsWithout = ({ waitingAtEnd }: SimulationResult): Advice[] =>
  waitingAtEnd === 0
    ? []
    : [
        {
          fails: true,
          says: `${count(waitingAtEnd, "pod")} had no address at the end and would stay in ContainerCreating.`,
          todo: "Look at the subnets below: more or larger ones, prefixes, or fewer pods a node.",
        },
      ];

function prefixesGone({ name, noPrefix }: SubnetResult, { operator }: Scenario): Advice[] {
  if (noPrefix === undefined || !operator.prefixDelegation) return [];
  const { free } = noPrefix;
  return [
    {
      fails: false,
      says: `${name} had no prefix left although ${count(free, "address")} were free: nodes got single addresses, as many as fit on their interfaces.`,
      todo: "Reserve blocks for prefixes in it (subnet CIDR reservation), or make it larger.",
    },
  ];
}

/** Whether the operator's own limit is what new nodes wait for. */
function ownLimit({ operator, constants }: Scenario, { waves, limiterWait, mostNodes }: SimulationResult): Advice[] {
  const slowest = Math.max(0, ...waves.map(({ until }) => until["99%"] ?? 0));
  const perNode = mostNodes === 0 ? 0 : limiterWait / mostNodes;
  if (slowest < constants.bootSeconds + WORTH_A_WORD || perNode < WORTH_A_WORD / 2) return [];
  return [
    {
      fails: false,
      says: `The operator holds itself to ${String(operator.qps)} calls a second; that is most of what new nodes waited for.`,
      todo: "Raise ipam.operator.externalAPILimitQPS and externalAPILimitBurstSize, below what EC2 takes for the account, or launch nodes more slowly.",
    },
  ];
}

const throttled = ({ throttled: calls }: SimulationResult): Advice[] =>
  calls === 0
    ? []
    : [
        {
          fails: false,
          says: `EC2 refused ${count(calls, "call")} (RequestLimitExceeded); everything else in the account and Region would feel it too.`,
          todo: "Lower ipam.operator.externalAPILimitQPS, or ask AWS for a higher limit of the EC2 API.",
        },
      ];
