import { rulesOn } from "../rule.ts";
import { ciliumValues, objects } from "../subjects.ts";
import { readHubbleMetric } from "../../observability/metrics.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { policiesOf, waysOf } from "../gateway/policy-objects.ts";
import { specOf } from "../gateway/objects.ts";
import { HUBBLE_METRICS, texts } from "./common.ts";

const SOURCE = "Cilium docs: observability/visibility (layer7.rst at v1.20.2)";

/** Kinds of requests that some policy of the program lets Envoy or the DNS proxy look into. */
function looksInto(model: ClusterModel, kind: "http" | "dns"): boolean {
  return policiesOf(model).some((policy) =>
    waysOf(policy).some(([, { toPorts = [] }]) => toPorts.some(({ rules }) => rules?.[kind] !== undefined)),
  );
}

const KINDS: Readonly<Record<string, "http" | "dns">> = { http: "http", httpV2: "http", dns: "dns" };

const ANNOTATION = "policy.cilium.io/proxy-visibility";

interface Template {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "observability-l7-visibility",
      severity: "warning",
      title: "Metrics of requests have a policy that shows requests",
      why: "Only a policy with rules.http or rules.dns, or a Gateway for HTTP, sends traffic through what can read it. Without one these metrics stay empty. Such a policy also closes what it does not allow.",
      source: SOURCE,
      also: ["objects"],
      fix: "Add the policy, remove the metric, or waive this where another tool applies the policies.",
      *check(values, model) {
        for (const [index, text] of texts(values.get(HUBBLE_METRICS)).entries()) {
          const { name } = readHubbleMetric(text);
          const kind = KINDS[name];
          if (kind === undefined || (kind === "http" && values.gateway) || looksInto(model, kind)) continue;
          yield {
            at: `${HUBBLE_METRICS}.${String(index)}`,
            found: `${name}, and no policy of this program has rules.${kind}`,
            expected: `a CiliumNetworkPolicy with rules.${kind}${kind === "http" ? ", or a Gateway" : ""}`,
          };
        }
      },
    },
  ]),
  ...rulesOn(
    objects((model) => model.objects),
    [
      {
        id: "observability-proxy-visibility",
        severity: "error",
        title: "L7 visibility is asked for by a policy, not by an annotation",
        why: `Cilium no longer reads ${ANNOTATION}: nothing becomes visible, and nothing says so.`,
        source: SOURCE,
        fix: "Remove it and write the policy; it also closes what it does not allow.",
        *check(object: KubernetesObject) {
          const { template } = specOf<{ template?: Template }>(object);
          const places: readonly [at: string, annotations: Readonly<Record<string, unknown>> | undefined][] = [
            ["metadata.annotations", object.metadata.annotations],
            ["spec.template.metadata.annotations", template?.metadata?.annotations],
          ];
          for (const [at, annotations] of places) {
            if (annotations === undefined || !(ANNOTATION in annotations)) continue;
            yield {
              at: `${at}.${ANNOTATION}`,
              found: "an annotation that nothing reads",
              expected: "a CiliumNetworkPolicy with rules.http or rules.dns",
            };
          }
        },
      },
    ],
  ),
];
