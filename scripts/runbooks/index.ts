import { ADDRESS_RUNBOOKS } from "./addresses.ts";
import { AGENT_RUNBOOKS } from "./agents.ts";
import { CERTIFICATE_RUNBOOKS } from "./certificates.ts";
import { DATAPATH_RUNBOOKS } from "./datapath.ts";
import { INFERENCE_RUNBOOKS } from "./inference.ts";
import type { Runbooks } from "./runbook.ts";
import { TARGET_RUNBOOKS } from "./targets.ts";
import { TRAFFIC_RUNBOOKS } from "./traffic.ts";

export type { Runbook } from "./runbook.ts";

/** By the name of the alert. */
export const RUNBOOKS: Runbooks = {
  ...TARGET_RUNBOOKS,
  ...ADDRESS_RUNBOOKS,
  ...DATAPATH_RUNBOOKS,
  ...AGENT_RUNBOOKS,
  ...TRAFFIC_RUNBOOKS,
  ...INFERENCE_RUNBOOKS,
  ...CERTIFICATE_RUNBOOKS,
};
