import type { QuotaModel } from "../../model/index.ts";
import { type Subject, subjectOf } from "../subject.ts";

/** Quotas that the plan counts or a program asks for; the code is the next part of the path. */
export const quotas: Subject<QuotaModel, "quotas"> = subjectOf({
  needs: ["quotas"],
  of: (model) => model.quotas,
  read: (quota) => quota,
  place: ({ serviceCode, quotaCode }) => ({ subject: `quota ${serviceCode}/${quotaCode}`, path: "quotas" }),
});
