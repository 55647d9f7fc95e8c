import { type LiveCapacity, capacityOf } from "../../lens/live/capacity.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { gapOf, type Gap } from "../../readers/live/gaps.ts";
import { lookOf, rightsText } from "../shared/cluster.ts";
import type { ClusterFlags } from "../shared/cluster-flags.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { type Style, paint, table } from "../shared/style.ts";
import { besideOf } from "../verify/stack.ts";
import { gapsText } from "../verify/text.ts";

export interface LiveFlags extends ClusterFlags {
  readonly stack?: string;
  readonly stackFile?: string;
  readonly prometheus?: string;
}

/** Days within which a subnet that runs full is an error: a new CIDR of a VPC and a review take about as long. */
const SOON_DAYS = 14;

/** Where the cluster stands, beside the plan and its own past; gives the exit status. */
export async function runLiveCapacity(flags: LiveFlags, output: Output<"text" | "json">): Promise<number> {
  if (flags.printRights === true) {
    const rights = await rightsText("capacity", flags);
    await output.write(() => rights);
    return 0;
  }
  const beside = await besideOf(flags);
  const look = await lookOf("capacity", {
    ...(beside === undefined ? {} : { cluster: beside.cluster, region: beside.region }),
    ...flags,
  });
  const { live, gaps } = await look((what) => output.progress.show(`Reading ${what}`));
  const needed = { nodes: live.nodes, ciliumNodes: live.ciliumNodes, config: live.config, pods: live.pods };
  if (Object.values(needed).some((part) => (part as unknown) === UNKNOWN))
    throw new CallError(`There is nothing to count.\n${gaps.map(({ what, said }) => `${what}: ${said}`).join("\n")}`);
  const past = await historyOf(flags, live.at);
  const found = capacityOf(live, past.history, beside?.capacity);
  const all = [...gaps, ...past.gaps];
  await output.write((format, style) =>
    format === "json" ? `${JSON.stringify({ ...found, gaps: all }, null, 2)}\n` : liveText(found, all, style),
  );
  if (isShort(found)) return 1;
  return all.length > 0 ? 2 : 0;
}

async function historyOf(
  { prometheus: url, timeout }: LiveFlags,
  now: number,
): Promise<{ readonly history: Parameters<typeof capacityOf>[1]; readonly gaps: readonly Gap[] }> {
  if (url === undefined) return { history: {}, gaps: [] };
  const { readHistory } = await import("../../readers/live/prometheus.ts");
  try {
    return { history: await readHistory({ url, timeoutSeconds: timeout, now }), gaps: [] };
  } catch (error) {
    return { history: {}, gaps: [gapOf("history", "free addresses of late", error)] };
  }
}

const isShort = ({ subnets, groups }: LiveCapacity): boolean =>
  (subnets ?? []).some(({ left, daysLeft }) => left === 0 || (daysLeft !== null && daysLeft < SOON_DAYS)) ||
  groups.some(({ possible, used }) => possible !== null && possible > 0 && used >= possible);

function liveText({ groups, subnets, interfaces }: LiveCapacity, gaps: readonly Gap[], style: Style): string {
  const { bold, dim } = paint(style);
  const planned = groups.some(({ plannedMaxPods }) => plannedMaxPods !== null);
  const parts = [
    bold("Nodes"),
    table(
      [
        "group",
        "type",
        "nodes",
        "pods",
        "of",
        "addresses used",
        "held",
        "possible",
        "ENIs",
        "prefixes",
        ...(planned ? ["planned a node"] : []),
      ],
      groups.map((one) => [
        one.group,
        one.instanceType,
        String(one.nodes),
        String(one.pods),
        String(one.maxPods),
        String(one.used),
        String(one.held),
        one.possible === null ? "?" : String(one.possible),
        String(one.interfaces),
        String(one.prefixes),
        ...(planned ? [one.plannedMaxPods === null ? "-" : String(one.plannedMaxPods)] : []),
      ]),
      style,
    ),
    ...(subnets === null ? [] : [bold("Subnets"), subnetsText(subnets, style)]),
    ...(interfaces === null
      ? []
      : [`Interfaces in the Region: ${String(interfaces.inRegion)} of ${String(interfaces.quota)}.`]),
    ...(subnets !== null && subnets.every(({ daysLeft }) => daysLeft === null)
      ? [dim("Days until a subnet is full: give --prometheus URL; none shrinks, or nobody knows.")]
      : []),
    gapsText(gaps, style),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function subnetsText(subnets: NonNullable<LiveCapacity["subnets"]>, style: Style): string {
  const { red } = paint(style);
  return table(
    ["subnet", "zone", "CIDR", "for pods", "free", "free /28", "planned at most", "days left"],
    subnets.map(({ name, zone, cidr, forPods, free, freePrefixes, plannedAtMost, unit, daysLeft }) => [
      name,
      zone,
      cidr,
      forPods ? "yes" : "no",
      String(free),
      String(freePrefixes),
      plannedAtMost === null ? "-" : `${String(plannedAtMost)} ${unit}`,
      daysLeft === null ? "-" : daysLeft < SOON_DAYS ? red(String(daysLeft)) : String(daysLeft),
    ]),
    style,
  );
}
