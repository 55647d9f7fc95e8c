import type { CapacityModel, SubnetBudgetModel } from "../../core/model/index.ts";
import type { ClusterPicture, GroupPicture, QuotaPicture, SubnetPicture } from "../../core/plan/picture.ts";
import type { Money } from "../../core/plan/money.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import type { PlanDocument } from "./types.ts";
import { thousands } from "../shared/numbers.ts";

/** A stack on one screen: the cluster in a picture of text, how full it gets, what it costs, what to look at next. */
export const overview = (document: PlanDocument, style: Style): string =>
  document.pictures.map((picture) => cluster(document, picture, style)).join("\n\n");

function cluster({ capacity, pictures }: PlanDocument, picture: ClusterPicture, style: Style): string {
  const budgets = budgetsOf(capacity, pictures.length > 1 ? `${picture.name}/` : "");
  return [
    head(picture, style),
    ...picture.ways.slice(0, 2).map(({ steps }) => `  ${wrap(steps.map(({ at }) => at).join(" → "), style, 4)}`),
    ...picture.groups.map((group) => groupLine(group, style)),
    ...fullness(picture, budgets, style),
    ...quotas(picture, style),
    `  ${wrap(moneyLine(picture.money), style, 4)}`,
  ].join("\n");
}

function head({ name, region, vpcCidrs, subnets }: ClusterPicture, style: Style): string {
  const zones = [...new Set(subnets.map(({ zone }) => zone))];
  const place =
    zones.length === 0 ? region : `${region}, ${String(zones.length)} ${zones.length === 1 ? "zone" : "zones"}`;
  const where = `${place}${vpcCidrs.length === 0 ? "" : `, VPC ${vpcCidrs.join(" and ")}`}`;
  return `${paint(style).bold(name)} ${paint(style).dim(wrap(where, { ...style, width: style.width - name.length }, 2))}`;
}

/** "ENI slots bind", "the kubelet binds". */
const bindsText = (what: string): string =>
  what === "kubelet" ? "the kubelet binds" : `${what} ${what.endsWith("s") ? "bind" : "binds"}`;

function groupLine({ name, instanceTypes, scaling, maxPods, node }: GroupPicture, style: Style): string {
  const { min, desired, max } = scaling;
  const sizes = min === max ? String(max) : `${String(desired)} (${String(min)} to ${String(max)})`;
  const pods = maxPods === undefined ? "" : `, ${String(maxPods)} pods each`;
  const binds = node === undefined ? "" : `, ${bindsText(node.bindsFirst)} first`;
  return `  ${wrap(`${name}: ${sizes} × ${instanceTypes.join(" or ")}${pods}${binds}`, style, 4)}`;
}

/** Share in use at every size, by the name of the subnet. */
function budgetsOf(capacity: CapacityModel | null, prefix: string): ReadonlyMap<string, readonly SubnetBudgetModel[]> {
  const map = new Map<string, SubnetBudgetModel[]>();
  for (const budget of capacity?.subnets ?? []) {
    if (!budget.subnet.startsWith(prefix)) continue;
    const name = budget.subnet.slice(prefix.length);
    map.set(name, [...(map.get(name) ?? []), budget]);
  }
  return map;
}

/** The share of a subnet that is in use, of what binds first. */
export const shareAt = (budgets: readonly SubnetBudgetModel[], scenario: SubnetBudgetModel["scenario"]): number =>
  Math.max(
    0,
    ...budgets
      .filter((budget) => budget.scenario === scenario)
      .map(({ needed, available }) => (available === 0 ? (needed === 0 ? 0 : Infinity) : needed / available)),
  );

/** Subnets that are alike share a row. */
function fullness(
  { subnets }: ClusterPicture,
  budgets: ReadonlyMap<string, readonly SubnetBudgetModel[]>,
  style: Style,
): string[] {
  const rows = new Map<
    string,
    { readonly first: SubnetPicture; count: number; readonly share: number; readonly worst: string }
  >();
  for (const subnet of subnets) {
    const of = budgets.get(subnet.name);
    if (of === undefined) continue;
    const [share, worst] = worstOf(of);
    const key = `${subnet.role} ${String(subnet.size)} ${share.toFixed(2)} ${worst}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { first: subnet, count: 1, share, worst });
    else row.count += 1;
  }
  return [...rows.values()].map(({ first, count, share, worst }) => {
    const what = count === 1 ? `${first.role} subnet ${first.name}` : `${String(count)} ${first.role} subnets`;
    const each = `/${String(32 - Math.log2(first.size))}${count === 1 ? "" : " each"}`;
    return bar(`${what}, ${each}`, share, worst, style);
  });
}

const SCENARIOS = {
  min: "at the minimum",
  desired: "at the start",
  max: "at the maximum",
  surge: "during an update at the maximum",
  "zone-loss": "with a zone lost",
} as const;

function worstOf(budgets: readonly SubnetBudgetModel[]): readonly [number, string] {
  const shares = (Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]).map(
    (scenario) => [scenario, shareAt(budgets, scenario)] as const,
  );
  const [scenario, share] = shares.reduce((worst, next) => (next[1] > worst[1] ? next : worst));
  return [share, SCENARIOS[scenario]];
}

const LABEL = 30;

/** `3 pod subnets, /18 each         ██████░░░░  58 %  with a zone lost`. */
function bar(label: string, share: number, worst: string, style: Style): string {
  const width = style.width < 80 ? 10 : 20;
  const filled = Math.min(width, Math.ceil(share * width));
  const { green, yellow, red, dim } = paint(style);
  const colour = share > 1 ? red : share > 0.8 ? yellow : green;
  const text = share === Infinity ? "over" : `${String(Math.round(share * 100))} %`;
  const drawn = `${colour("█".repeat(filled))}${dim("░".repeat(width - filled))}`;
  const start = `  ${label.padEnd(LABEL)} ${drawn} ${text.padStart(5)}`;
  const room = style.width - (LABEL + width + 10 + Math.max(0, label.length - LABEL));
  return worst.length <= room ? `${start}  ${dim(worst)}` : `${start}\n      ${dim(wrap(worst, style, 6))}`;
}

const quotaShare = ({ needed, limit }: QuotaPicture): number => (limit === 0 ? 1 : needed / limit);

/** The quotas that come closest to their limit, from half of it on. */
function quotas({ quotas: all }: ClusterPicture, style: Style): string[] {
  return all
    .filter((quota) => quotaShare(quota) >= 0.5)
    .toSorted((a, b) => quotaShare(b) - quotaShare(a))
    .slice(0, 3)
    .map((quota) =>
      bar(
        `quota ${quota.code}`,
        quotaShare(quota),
        `${quota.name}: ${String(quota.needed)} of ${String(quota.limit)}${quota.isDefault ? ", AWS's default" : ""}`,
        style,
      ),
    );
}

const usd = (amount: number): string => `${thousands(amount)} USD`;

/** `About 1,234 USD a month …`: never without the day and the Region of the prices. */
export function moneyLine({ total, region, date, elsewhere, rows }: Money): string {
  const unpriced = rows.filter(({ monthly, byVolume }) => monthly === undefined && byVolume === undefined);
  const growth = total.max === total.desired ? "" : `, ${usd(total.max)} at the maximum`;
  const of = `on-demand prices of ${region}, ${date}`;
  const other = elsewhere === undefined ? "" : ` (${elsewhere} has others: --prices)`;
  const missing = unpriced.length === 0 ? "" : ` Without a price: ${unpriced.map(({ item }) => item).join("; ")}.`;
  return `${usd(total.desired)} a month at the start${growth}, traffic and logs not counted; ${of}${other}.${missing}`;
}
