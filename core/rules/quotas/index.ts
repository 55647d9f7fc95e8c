import type { Rule } from "../rule.ts";
import { codesKnown, requestAdjustable, requestDirection, serviceCode } from "./codes.ts";
import { aboveCurrent, aboveDefault, crossZoneTargets, otherFamilies } from "./needs.ts";

export const quotasRules: readonly Rule[] = [
  aboveCurrent,
  aboveDefault,
  crossZoneTargets,
  otherFamilies,
  serviceCode,
  codesKnown,
  requestDirection,
  requestAdjustable,
];
