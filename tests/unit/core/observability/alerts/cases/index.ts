import type { AlertOptions } from "../../../../../../core/observability/alerts/index.ts";
import { addressCases } from "./addresses.ts";
import { agentCases } from "./agents.ts";
import { caseOptions, type AlertCase } from "./case.ts";
import { certificateCases } from "./certificates.ts";
import { datapathCases } from "./datapath.ts";
import { inferenceCases } from "./inference.ts";
import { linkCases } from "./links.ts";
import { targetCases } from "./targets.ts";
import { trafficCases } from "./traffic.ts";

export type { AlertCase, Fired, Series } from "./case.ts";

/** One case an alert, as these options render it. */
export function alertCases(given: AlertOptions): AlertCase[] {
  const options = caseOptions(given);
  return [
    ...targetCases(options),
    ...addressCases(),
    ...datapathCases(),
    ...agentCases(options),
    ...trafficCases(),
    ...inferenceCases(),
    ...certificateCases(options),
    ...linkCases(),
  ];
}
