import type { AreaPart, BilledItem, Origins, PlanSection } from "../contracts/area-part.ts";
import { ADDRESSES_PER_PREFIX } from "../capacity/node.ts";
import { releaseModel } from "../helm/charts.ts";
import { statementsOf } from "../iam/documents.ts";
import type { KarpenterSettings } from "../settings/index.ts";
import type { KarpenterPlan, PoolPlan } from "./types.ts";

/** Calls a second that Cilium's operator makes to EC2, and how many it may make at once (chart: ipam.operator.externalAPILimitQPS, externalAPILimitBurstSize). */
const CALLS_PER_SECOND = 4;
const BURST = 20;

/** What Karpenter adds to the plan of a cluster. */
export const partOf = (plan: KarpenterPlan, settings: KarpenterSettings): AreaPart => ({
  karpenter: { settings, version: plan.version },
  releases: [releaseModel(plan.crds), releaseModel(plan.release)],
  objects: plan.pools.flatMap(({ nodeClass, nodePool }) => [nodeClass, nodePool]),
  identity: [
    {
      name: "karpenter",
      purpose: "controller",
      statements: Object.values(plan.policies).flatMap(statementsOf),
      managedPolicies: [],
      trust: [],
    },
  ],
  origins: originsOf(plan),
  billed: billedOf(plan),
  notes: notesOf(plan),
  sections: plan.pools.length === 0 ? [] : [poolTable(plan)],
});

const originsOf = ({ pools }: KarpenterPlan): Origins => ({
  "releases.karpenter": "karpenter",
  "releases.karpenter-crd": "karpenter",
  ...Object.fromEntries(
    pools.flatMap(({ name }) => {
      const setting = `karpenter.nodePools.${name}`;
      return [
        [`nodeGroups.${name}`, setting],
        [`objects.NodePool.${name}.*`, setting],
        [`objects.EC2NodeClass.${name}.*`, setting],
      ];
    }),
  ),
});

const billedOf = ({ pools, interruption }: KarpenterPlan): BilledItem[] => [
  ...(interruption === undefined ? [] : [{ item: "SQS queue of interruptions", count: 1, byVolume: "requests" }]),
  ...pools.flatMap(({ name, worst, types }) =>
    worst === undefined
      ? []
      : [
          {
            item: `node of Karpenter's pool "${name}", ${types.length === 1 ? (types[0] ?? "") : `one of ${String(types.length)} types`}, with its gp3 volume`,
            count: 0,
            min: 0,
            max: worst.nodes,
            byVolume: "hours of the types that Karpenter takes",
          },
        ],
  ),
];

function notesOf({ pools }: KarpenterPlan): string[] {
  return [
    ...pools.flatMap(splitNote),
    ...pools.flatMap(burstNote),
    ...(pools.length === 0
      ? []
      : [
          "Karpenter puts nodes where capacity is cheap: the budget counts an even spread over the zones, and for the loss of a zone all nodes in one.",
        ]),
  ];
}

/** What one limit for several types costs, and which pools would not have it. */
function splitNote({ name, classes, maxPods, settings, largest }: PoolPlan): string[] {
  if (classes.length < 2 || maxPods === undefined || largest === undefined) return [];
  if (settings.maxPods !== undefined && settings.maxPods <= (classes[0]?.maxPods ?? 0)) return [];
  const split = classes.map((each) => `${String(each.maxPods)} pods: ${shortened(each.types)}`).join("; ");
  return [
    `Pool "${name}" mixes types: every node takes ${String(maxPods)} pods, and ${largest.instanceType} could take ${String(largest.recommendedMaxPods)}. Pools of their own would waste none: ${split}.`,
  ];
}

const MOST_NAMED = 4;

const shortened = (types: readonly string[]): string =>
  types.length <= MOST_NAMED
    ? types.join(", ")
    : `${types.slice(0, MOST_NAMED).join(", ")} and ${String(types.length - MOST_NAMED)} more`;

/** Only where it is long enough to be seen. */
const WORTH_TELLING_SECONDS = 60;

function burstNote({ name, worst }: PoolPlan): string[] {
  if (worst === undefined) return [];
  const seconds = Math.ceil(Math.max(0, worst.calls - BURST) / CALLS_PER_SECOND);
  if (seconds < WORTH_TELLING_SECONDS) return [];
  return [
    `Pool "${name}" from nothing to its limit at once: ${String(worst.calls)} calls to EC2 for the first ENIs, at ${String(CALLS_PER_SECOND)} a second about ${String(seconds)} seconds; raise ipam.operator.externalAPILimitQPS where that is too long, within the account's own limits on the EC2 API.`,
  ];
}

const poolTable = ({ pools }: KarpenterPlan): PlanSection => ({
  title: "Karpenter",
  columns: ["pool", "types", "pods a node", "by", "at its limit", "ENIs", "addresses"],
  rows: pools.map(({ name, types, maxPods, smallest, worst }) => [
    name,
    types.length === 0 ? "none known" : types.length === 1 ? (types[0] ?? "") : String(types.length),
    maxPods === undefined ? "?" : String(maxPods),
    smallest === undefined ? "?" : smallest.instanceType,
    worst === undefined ? "no limit" : `${String(worst.nodes)} nodes`,
    worst === undefined ? "?" : String(worst.interfaces),
    worst === undefined ? "?" : addressesText(worst.addresses),
  ]),
});

function addressesText({ nodes, demand }: NonNullable<PoolPlan["worst"]>["addresses"]): string {
  if (demand.prefixes > 0) {
    const prefixes = nodes * demand.prefixes;
    return `${String(prefixes)} prefixes (${String(prefixes * ADDRESSES_PER_PREFIX)})`;
  }
  return String(nodes * (1 + demand.interfaces + demand.addresses));
}
