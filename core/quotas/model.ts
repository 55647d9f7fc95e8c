import type { QuotaModel } from "../model/index.ts";
import type { QuotasPlan } from "./plan.ts";

/** What the rules see of the planned quotas. */
export const quotasModel = ({ needs }: QuotasPlan): QuotaModel[] =>
  needs.map(({ serviceCode, quotaCode, name, needed, current, request }) => ({
    serviceCode,
    quotaCode,
    name,
    needed,
    ...(current === undefined ? {} : { current }),
    ...(request === undefined ? {} : { requested: request }),
  }));
