import { QUOTA_CODES, quotaByCode } from "../../facts/quotas.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

const SOURCE = "core/facts/quotas.ts; terraform-provider-aws internal/service/servicequotas/service_quota.go";

export const serviceCode = rule({
  id: "quotas-service-code",
  group: "quotas",
  severity: "error",
  title: "A quota is asked for under its own service",
  why: "Service Quotas answers NoSuchResourceException. Network interfaces per Region (L-DF5E4CA3) belong to vpc; guides name ec2.",
  source: SOURCE,
  needs: ["quotas"],
  *check({ quotas = [] }) {
    yield* each(quotas, function* ({ serviceCode: service, quotaCode }) {
      const quota = quotaByCode(quotaCode);
      if (quota === undefined || quota.serviceCode === service) return;
      yield {
        subject: `quota ${service}/${quotaCode}`,
        path: `quotas.${quotaCode}`,
        found: `the service code ${service}`,
        expected: `${quota.serviceCode} (${quota.name})`,
        fix: `Use the service code ${quota.serviceCode}.`,
      };
    });
  },
});

export const requestDirection = rule({
  id: "quotas-request-upwards",
  group: "quotas",
  severity: "error",
  title: "A request asks for more than the account has",
  why: "AWS refuses a value below the present one, and the update fails.",
  source: SOURCE,
  needs: ["quotas"],
  *check({ quotas = [] }) {
    yield* each(quotas, function* ({ serviceCode: service, quotaCode, requested, current }) {
      if (requested === undefined) return;
      const floor = current ?? quotaByCode(quotaCode)?.default;
      if (floor === undefined || requested >= floor) return;
      yield {
        subject: `quota ${service}/${quotaCode}`,
        path: `quotas.${quotaCode}`,
        found: `a request for ${String(requested)}, below the ${current === undefined ? "default" : "present"} ${String(floor)}`,
        expected: `more than ${String(floor)}`,
        fix: "Request more, or nothing.",
      };
    });
  },
});

export const requestAdjustable = rule({
  id: "quotas-request-adjustable",
  group: "quotas",
  severity: "error",
  title: "Only adjustable quotas are requested",
  why: "AWS refuses the request, and the update fails.",
  source: SOURCE,
  needs: ["quotas"],
  *check({ quotas = [], settings }) {
    const codes = new Set([
      ...quotas.filter(({ requested }) => requested !== undefined).map(({ quotaCode }) => quotaCode),
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
        fix: "Remove it from the requests.",
      };
    }
  },
});

export const codesKnown = rule({
  id: "quotas-code-known",
  group: "quotas",
  severity: "error",
  title: "Quota codes in the settings are ones that the plan counts",
  why: "A code that is misspelled is neither checked nor requested.",
  source: SOURCE,
  needs: ["settings"],
  *check({ settings }) {
    const named = [
      ...(settings?.quotas?.request ?? []).map((code) => ["quotas.request", code] as const),
      ...Object.keys(settings?.quotas?.current ?? {}).map((code) => [`quotas.current.${code}`, code] as const),
    ];
    for (const [path, code] of named) {
      if (quotaByCode(code) !== undefined) continue;
      yield {
        subject: `quota ${code}`,
        path,
        found: `"${code}"`,
        expected: `one of ${QUOTA_CODES.join(", ")}`,
        fix: didYouMean(suggest(code, QUOTA_CODES)) || "Use a code of the table, or raise this quota by hand.",
      };
    }
  },
});
