import type { CapacityModel, SubnetBudgetModel } from "../../../core/model/index.ts";
import type { ClusterPicture, SubnetPicture } from "../../../core/plan/picture.ts";
import { shareAt } from "../overview.ts";
import { escape } from "../../shared/markup.ts";
import { percent, slug } from "./markup.ts";
import { thousands } from "../../shared/numbers.ts";

const SCENARIOS: readonly (readonly [SubnetBudgetModel["scenario"], string])[] = [
  ["min", "Minimum"],
  ["desired", "Start"],
  ["max", "Maximum"],
  ["surge", "Update at the maximum"],
  ["zone-loss", "A zone lost"],
];

/** The VPC: a column a zone, a box a subnet, filled by its share in use at each size of the node groups. */
export function networkPicture(picture: ClusterPicture, capacity: CapacityModel | null, prefix: string): string {
  if (picture.subnets.length === 0) return "";
  const zones = [...new Set(picture.subnets.map(({ zone }) => zone))];
  const id = slug(picture.name);
  const of = (name: string): readonly SubnetBudgetModel[] =>
    (capacity?.subnets ?? []).filter(({ subnet }) => subnet === `${prefix}${name}`);
  const radios = SCENARIOS.map(
    ([scenario, label]) =>
      `<input type="radio" name="size-${id}" id="${id}-${scenario}" class="pick ${scenario}"${scenario === "max" ? " checked" : ""}><label for="${id}-${scenario}">${label}</label>`,
  );
  const columns = zones.map(
    (zone) =>
      `<div class="zone"><h4>${escape(zone)}</h4>${picture.subnets
        .filter((subnet) => subnet.zone === zone)
        .map((subnet) => subnetBox(subnet, of(subnet.name)))
        .join("")}</div>`,
  );
  return `<h3>${escape(picture.name)}: VPC ${escape(picture.vpcCidrs.join(" and "))}</h3>
<fieldset class="sizes"><legend>Share of each subnet in use, by the size of the node groups</legend>${radios.join("")}<div class="zones">${columns.join("")}</div></fieldset>`;
}

function subnetBox(
  { name, role, cidr, size, egress, reserved }: SubnetPicture,
  budgets: readonly SubnetBudgetModel[],
): string {
  const fills = SCENARIOS.map(([scenario]) => {
    const share = shareAt(budgets, scenario);
    const level = share > 1 ? "over" : share > 0.8 ? "high" : "fine";
    const width = Math.min(100, Math.max(share > 0 ? 1 : 0, Math.round(share * 100)));
    const detail = budgets
      .filter((budget) => budget.scenario === scenario)
      .map(({ needed, available, unit }) => `${thousands(needed)} of ${thousands(available)} ${unit}`)
      .join(", ");
    return `<div class="fill ${scenario} ${level}"><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="back" width="100" height="6"/><rect class="front" width="${String(width)}" height="6"/></svg><span>${percent(share)}${detail === "" ? "" : ` <small>${escape(detail)}</small>`}</span></div>`;
  });
  const kept = reserved === 0 ? "" : `, ${percent(reserved / size)} reserved for prefixes`;
  return `<div class="subnet ${escape(role)}"><strong>${escape(name)}</strong> <code>${escape(cidr)}</code><small>${escape(role)}, way out: ${escape(egress)}${kept}</small>${budgets.length === 0 ? "" : fills.join("")}</div>`;
}
