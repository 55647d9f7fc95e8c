import type { Finding } from "../findings/finding.ts";
import { memberOf } from "../fleet/member.ts";
import { fleetModel } from "../fleet/model.ts";
import type { FleetMember } from "../model/index.ts";
import { fleetRules } from "../rules/index.ts";
import { type Report, runRules } from "../rules/run.ts";
import type { FleetSettings, Settings } from "../settings/index.ts";
import { evaluate } from "./index.ts";
import { type Money, moneyOf } from "./money.ts";
import { settingOf } from "./origins.ts";

/** What is kept of a planned cluster: of hundreds the plans themselves would fill the memory. */
export interface PlannedMember {
  readonly member?: FleetMember;
  readonly findings: readonly Finding[];
  readonly waived: Report["waived"];
  /** Nodes at the largest. */
  readonly nodes: number;
  /** USD a month, the part that is fixed, at on-demand prices. */
  readonly monthly: Money["total"];
}

interface PlanMemberOptions {
  readonly asOf?: string;
  readonly strict?: boolean;
}

/** Plans one cluster of a fleet. Paths of its findings are settings. */
export function planMember(
  fleet: FleetSettings,
  name: string,
  settings: Settings,
  options: PlanMemberOptions = {},
): PlannedMember {
  const { model, report, origins, billed } = evaluate(settings, options);
  const placed = <F extends Finding>(finding: F): F => ({ ...finding, path: settingOf(finding.path, origins) });
  const member = memberOf(fleet, name, { settings, model });
  return {
    ...(member === undefined ? {} : { member }),
    findings: report.findings.map(placed),
    waived: report.waived.map(placed),
    nodes: (model.nodeGroups ?? []).reduce((sum, { scaling }) => sum + scaling.max, 0),
    monthly: moneyOf(billed, settings.region).total,
  };
}

/** What only a fleet shows, over the clusters that could be planned. */
export const evaluateFleet = (
  fleet: FleetSettings,
  members: readonly FleetMember[],
  { strict = false }: Pick<PlanMemberOptions, "strict"> = {},
): Report => runRules(fleetRules, { fleet: fleetModel(fleet, members) }, { waivers: fleet.waivers ?? {}, strict });
