import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { QuotaNeed, QuotasPlan } from "../../core/quotas/plan.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

export interface QuotaResources {
  readonly requests: readonly aws.servicequotas.ServiceQuota[];
  /** What the account has, by quota code; empty where nothing is looked up. */
  readonly current: Readonly<Record<string, pulumi.Output<number>>>;
}

/**
 * Reads the account's quotas, says where they do not suffice, and requests increases where the stack allows it. Nothing
 * waits for an answer: AWS takes minutes to days. A request never asks for less than the account has, which AWS refuses;
 * asking for just that is no request at all.
 */
export function createQuotas(scope: Scope, { needs, check }: QuotasPlan): QuotaResources {
  const wanted = needs
    .filter(({ lookup, request }) => (check && lookup) || request !== undefined)
    .map((need) => ({ need, current: lookUp(scope, need) }));
  return {
    requests: wanted.flatMap(({ need, current }) =>
      need.request === undefined ? [] : [request(scope, need, need.request, current)],
    ),
    current: Object.fromEntries(wanted.map(({ need, current }) => [need.quotaCode, current])),
  };
}

function lookUp(scope: Scope, need: QuotaNeed): pulumi.Output<number> {
  const { serviceCode, quotaCode } = need;
  return aws.servicequotas
    .getServiceQuotaOutput({ serviceCode, quotaCode }, childOptions(scope))
    .value.apply((value) => {
      if (value < need.needed) {
        void pulumi.log.warn(
          `Quota ${serviceCode}/${quotaCode} (${need.name}) is ${String(value)}; the plan at its largest needs ${String(need.needed)}.`,
          scope.parent,
        );
      }
      return value;
    });
}

/** Named by the value, so that a larger need is a request of its own. An earlier one is dropped from the stack; AWS keeps what it granted. */
const request = (
  scope: Scope,
  { serviceCode, quotaCode }: QuotaNeed,
  value: number,
  current: pulumi.Output<number>,
): aws.servicequotas.ServiceQuota =>
  new aws.servicequotas.ServiceQuota(
    childName(scope, "quota", quotaCode, String(value)),
    { serviceCode, quotaCode, value: current.apply((has) => Math.max(has, value)) },
    // While a request is open AWS reports the old value; without this every update would ask again.
    childOptions(scope, { ignoreChanges: ["value"] }),
  );
