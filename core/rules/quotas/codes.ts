import { QUOTA_CODES, quotaByCode } from "../../facts/quotas.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";
import { quotas } from "./common.ts";

const SOURCE = "core/facts/quotas.ts; terraform-provider-aws internal/service/servicequotas/service_quota.go";

export default [
  ...rulesOn(quotas, [
    {
      id: "quotas-service-code",
      severity: "error",
      title: "A quota is asked for under its own service",
      why: "Network interfaces per Region (L-DF5E4CA3) belong to vpc; guides name ec2.",
      symptom: "Service Quotas answers NoSuchResourceException.",
      source: SOURCE,
      fix: "Use the service code that the quota belongs to.",
      *check({ serviceCode: service, quotaCode }) {
        const quota = quotaByCode(quotaCode);
        if (quota === undefined || quota.serviceCode === service) return;
        yield {
          at: quotaCode,
          found: `the service code ${service}`,
          expected: `${quota.serviceCode} (${quota.name})`,
          fix: `Use the service code ${quota.serviceCode}.`,
        };
      },
    },
    {
      id: "quotas-request-upwards",
      severity: "error",
      title: "A request asks for more than the account has",
      why: "AWS refuses a value below the present one, and the update fails.",
      source: SOURCE,
      fix: "Request more, or nothing.",
      *check({ quotaCode, requested, current }) {
        if (requested === undefined) return;
        const floor = current ?? quotaByCode(quotaCode)?.default;
        if (floor === undefined || requested >= floor) return;
        yield {
          at: quotaCode,
          found: `a request for ${String(requested)}, below the ${current === undefined ? "default" : "present"} ${String(floor)}`,
          expected: `more than ${String(floor)}`,
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("quotas"), [
    {
      id: "quotas-request-adjustable",
      severity: "error",
      title: "Only adjustable quotas are requested",
      why: "AWS refuses the request, and the update fails.",
      source: SOURCE,
      fix: "Remove it from the requests.",
      *check({ quotas: all, settings }) {
        const codes = new Set([
          ...all.filter(({ requested }) => requested !== undefined).map(({ quotaCode }) => quotaCode),
          ...(settings?.quotas?.request ?? []),
        ]);
        for (const code of codes) {
          const quota = quotaByCode(code);
          if (quota === undefined || quota.adjustable) continue;
          yield {
            subject: `quota ${quota.serviceCode}/${code}`,
            path: settings === undefined ? `quotas.${code}` : "quotas.request",
            found: `a request for ${quota.name}`,
            expected: "a quota that can be raised",
          };
        }
      },
    },
  ]),
  ...rulesOn(wholeModel("settings"), [
    {
      id: "quotas-code-known",
      severity: "error",
      title: "Quota codes in the settings are ones that the plan counts",
      why: "A code that is misspelled is neither checked nor requested.",
      source: SOURCE,
      fix: "Use a code of the table, or raise this quota by hand.",
      *check({ settings }) {
        const named = [
          ...(settings.quotas?.request ?? []).map((code) => ["quotas.request", code] as const),
          ...Object.keys(settings.quotas?.current ?? {}).map((code) => [`quotas.current.${code}`, code] as const),
        ];
        for (const [path, code] of named) {
          if (quotaByCode(code) !== undefined) continue;
          const near = didYouMean(suggest(code, QUOTA_CODES));
          yield {
            subject: `quota ${code}`,
            path,
            found: `"${code}"`,
            expected: `one of ${QUOTA_CODES.join(", ")}`,
            ...(near === "" ? {} : { fix: near }),
          };
        }
      },
    },
  ]),
];
