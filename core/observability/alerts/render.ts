import { stringify } from "yaml";
import type { KubernetesObject } from "../../model/index.ts";
import type { RuleGroup } from "./types.ts";

/** Where the object stands, and the labels that the Prometheus operator selects rules by (`release: kube-prometheus-stack`). */
export interface RuleObjectOptions {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The groups as an object for the Prometheus operator. */
export const toPrometheusRule = (
  groups: readonly RuleGroup[],
  { name, namespace, labels = {} }: RuleObjectOptions,
): KubernetesObject => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name, namespace, labels },
  spec: { groups },
});

/** The groups as a Prometheus rule file, which an AMP rule namespace takes too. */
export const toRuleFile = (groups: readonly RuleGroup[]): string => stringify({ groups }, { lineWidth: 0 });
