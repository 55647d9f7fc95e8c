import { Severity } from "../../core/findings/finding.ts";
import { isBroken } from "../../readers/live/gaps.ts";
import type { UpgradeDocument } from "./types.ts";

/** What stands in the way counts more than what is not known; a reading that broke off says nothing for sure. */
export function statusOf({ findings, steps, gaps }: Omit<UpgradeDocument, "status">): 0 | 1 | 2 {
  if (gaps.some(isBroken)) return 2;
  const all = [...findings, ...steps.flatMap((step) => step.findings)];
  const stops = steps.some(({ keys }) =>
    keys.some(({ effect, edited }) => !edited && (effect === "stops" || effect === "refused")),
  );
  if (stops || all.some(({ severity }) => severity === Severity.Error)) return 1;
  return gaps.length > 0 ? 2 : 0;
}
