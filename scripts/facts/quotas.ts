import { QUOTAS } from "../../core/facts/quotas.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

interface Answer {
  readonly Quotas?: readonly { readonly QuotaCode?: string; readonly Value?: number }[];
}

const CODES: ReadonlySet<string> = new Set(Object.values(QUOTAS).map(({ quotaCode }) => quotaCode));

/** The answer of `aws service-quotas list-aws-default-service-quotas --service-code …`. */
function read(text: string): Facts {
  const facts = new Map(
    ((JSON.parse(text) as Answer).Quotas ?? []).flatMap(({ QuotaCode: code = "", Value: value }) =>
      CODES.has(code) && value !== undefined ? [[code, String(value)] as const] : [],
    ),
  );
  if (facts.size === 0) throw new WrongFile("It has no quota that is counted here.");
  return facts;
}

const current = (): Facts =>
  new Map(Object.values(QUOTAS).map(({ quotaCode, default: value }) => [quotaCode, String(value)]));

function rewrite(source: string, code: string, value: string): string | undefined {
  const place = new RegExp(`("${code}",\\s*"[^"]+",\\s*)[\\d_]+`);
  if (!place.test(source)) return undefined;
  return source.replace(place, `$1${value.replace(/\B(?=(\d{3})+$)/g, "_")}`);
}

export default { read, current, rewrite, file: "core/facts/quotas.ts", partial: "file" } satisfies Refresher;
