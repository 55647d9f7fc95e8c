import { PRICED_REGION, PRICES_DATE } from "../../core/facts/prices.ts";
import { type Sizing, NODE_OVERHEAD } from "../../core/capacity/sizing.ts";
import { type OperatorTrial, type Recommendation, type Wanted, recommend } from "../../core/plan/recommend.ts";
import { CallError } from "../shared/errors.ts";
import { thousands } from "../shared/numbers.ts";
import type { Output } from "../shared/output.ts";
import { stackConfig, stackDocument, stackText } from "../shared/stack-document.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import type { CapacityFlags } from "./index.ts";

const MINUTE = 60;

/** Says what the smallest cluster for a load is, and why; 1 where none carries it or its pods would come too late. */
export async function runRecommend(flags: CapacityFlags, output: Output<"text" | "json">): Promise<number> {
  const wanted = wantedOf(flags);
  output.progress.show("Planning and playing candidates …");
  const found = recommend(wanted);
  if ("fix" in found) throw new CallError(`Nothing can be recommended: ${found.found}. Instead: ${found.fix}.`);
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify({ wanted, ...found, settings: stackConfig(found.settings) }, null, 2)}\n`
      : `${toText(wanted, found, style)}\n`,
  );
  return isInTime(wanted, found.operator) ? 0 : 1;
}

function wantedOf({
  pods,
  podCpu,
  podMemory,
  zones,
  arch,
  surviveZone,
  within,
  region = PRICED_REGION,
}: CapacityFlags): Wanted {
  if (pods === undefined)
    throw new CallError("Say what is to run: --recommend --pods 2000 --pod-cpu 250m --pod-memory 512Mi.");
  return {
    pods,
    podCpu,
    podMemoryGiB: podMemory,
    zones,
    survivesZone: surviveZone,
    ...(arch === undefined ? {} : { architecture: arch }),
    region,
    within,
  };
}

const isInTime = ({ within }: Wanted, trial: OperatorTrial | undefined): boolean =>
  trial?.seconds !== undefined && trial.seconds <= within;

function toText(wanted: Wanted, found: Recommendation, style: Style): string {
  const { bold, dim } = paint(style);
  const { sizing, others, settings } = found;
  const reasons = [
    nodesReason(wanted, sizing),
    addressReason(found),
    podCidrReason(found),
    operatorReason(wanted, found),
  ];
  return [
    bold(`${String(sizing.nodes)} × ${sizing.instanceType} for ${thousands(wanted.pods)} pods`),
    ...reasons.map((reason) => `  ${wrap(reason, style, 2)}`),
    "",
    table(
      ["type", "nodes", "pods each", "binds first", "USD a month"],
      [sizing, ...others].map((one) => [
        one.instanceType,
        String(one.nodes),
        String(one.podsPerNode),
        one.bindsFirst,
        thousands(Math.round(one.monthly)),
      ]),
      style,
    ),
    "",
    stackText(stackDocument(stackConfig(settings))).trimEnd(),
    "",
    dim(
      wrap(
        `Prices: ${PRICED_REGION}, ${PRICES_DATE}, on demand, nodes alone. Assumed: DaemonSets ask ${String(NODE_OVERHEAD.cpu)} CPU and ${String(NODE_OVERHEAD.memoryGiB)} GiB of each node; EC2's own limits of calls are UNVERIFIED. Candidates: c, m and r of generations 6 to 8.`,
        style,
        0,
      ),
    ),
  ].join("\n");
}

function nodesReason({ zones, survivesZone }: Wanted, { bindsFirst, podsPerNode, instanceType }: Sizing): string {
  const lost = survivesZone && zones > 1 ? `, in ${String(zones - 1)} of ${String(zones)} zones` : "";
  return `Nodes: ${instanceType} is the cheapest that holds them${lost}; ${String(podsPerNode)} pods a node, where ${bindsFirst} ${bindsFirst === "addresses" ? "bind" : "binds"} first.`;
}

const addressReason = ({ sizing }: Recommendation): string =>
  sizing.prefixDelegation
    ? "Addresses: prefixes, because single addresses would bind before CPU and memory do."
    : "Addresses: single ones are enough; prefixes would take blocks of 16 that nobody fills.";

const podCidrReason = ({ podCidr, share, sizing }: Recommendation): string =>
  `Pod block: ${podCidr} is the smallest in which every subnet holds the nodes at their most, with an update under way and with a zone lost; ${String(Math.round(share * 100))} % in use then.${sizing.prefixDelegation ? " Three quarters of each subnet are reserved for prefixes, so that single addresses do not break their blocks." : ""}`;

function operatorReason(wanted: Wanted, { trials, operator }: Recommendation): string {
  const told = trials.map(
    ({ qps, burst, seconds }) =>
      `${String(qps)} calls a second (${String(burst)} at once): ${seconds === undefined ? "never" : `${minutes(seconds)} min`}`,
  );
  const first = trials[0];
  const end = isInTime(wanted, operator)
    ? operator === first
      ? "the chart's limits are enough"
      : "the last of these is set"
    : operator === first
      ? "more calls do not help, the nodes themselves take that long"
      : "more calls help and are not enough: start fewer nodes at once, or give it more time";
  return `Operator: until 99 % of the pods have an address when all nodes come at once, ${told.join("; ")}. Wanted: ${minutes(wanted.within)} min; ${end}.`;
}

const minutes = (seconds: number): string => (seconds / MINUTE).toFixed(1).replace(/\.0$/, "");
