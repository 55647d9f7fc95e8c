import { Severity } from "../../../core/findings/finding.ts";
import { dayOf } from "../../shared/as-of.ts";
import type { Output } from "../../shared/output.ts";
import type { FleetPlanFlags, FleetPlanFormat } from "../index.ts";
import { readFleet } from "../read.ts";
import { draw } from "./draw.ts";
import { planFleet } from "./plan.ts";

/** Plans the fleet; 1 for errors, 2 where a cluster could not be planned by a fault of the planner itself. */
export async function runFleetPlan(flags: FleetPlanFlags, output: Output<FleetPlanFormat>): Promise<number> {
  const { file } = readFleet(flags);
  const { document, failures } = await planFleet(file, {
    asOf: dayOf(flags),
    strict: flags.strict ?? false,
    progress: (done, of, name) => {
      output.progress.show(`Planning ${String(done + 1)} of ${String(of)}: ${name}`);
    },
  });
  const detail = flags.explain === true ? "explained" : "short";
  await output.write((format, style) =>
    draw(document, format, { style, quiet: output.quiet, detail, full: flags.full ?? false }),
  );
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  return document.findings.some(({ severity }) => severity === Severity.Error) ? 1 : 0;
}
