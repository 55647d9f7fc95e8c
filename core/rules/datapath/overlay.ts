import type { KubernetesObject } from "../../model/index.ts";
import { Values } from "../common.ts";
import { rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";
import { valueRule } from "../value-rule.ts";

export const overlayWebhooks = valueRule({
  id: "datapath-overlay-webhooks",
  group: "datapath",
  severity: "error",
  title: "In an overlay, what the API server calls uses the host network",
  why: "The control plane has no route to pods of an overlay: webhooks and aggregated APIs time out, and with them every request they guard.",
  source: "cilium/cilium#17033, #16253; EKS user guide: hybrid-nodes-webhooks",
  also: ["releases"],
  *check(values, _cilium, { releases = [] }) {
    if (!values.overlay) return;
    const called: Readonly<Record<string, string>> = {
      "aws-load-balancer-controller": "hostNetwork",
      "cert-manager": "webhook.hostNetwork",
      "metrics-server": "hostNetwork.enabled",
    };
    for (const { name, chart, values: own } of releases) {
      const path = called[chart.slice(chart.lastIndexOf("/") + 1)];
      if (path === undefined) continue;
      const on = path
        .split(".")
        .reduce<unknown>(
          (value, key) =>
            typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined,
          own,
        );
      if (on !== true)
        yield {
          at: "ipam.mode",
          found: `${values.text("ipam.mode") ?? "cluster-pool"} with release "${name}" off the host network`,
          expected: `${path}: true in its values`,
          fix: `Set ${path} of "${name}", or use ENI mode.`,
        };
    }
  },
});

/** Kinds by which the API server calls a Service, and where they name it. */
function calledServices(object: KubernetesObject): string[] {
  const spec = object["spec"] as { service?: { name?: string } | null } | undefined;
  if (object.kind === "APIService") return named([spec?.service?.name]);
  if (!/^(Validating|Mutating)WebhookConfiguration$/.test(object.kind)) return [];
  const webhooks = (object["webhooks"] ?? []) as readonly { clientConfig?: { service?: { name?: string } } }[];
  return named(webhooks.map(({ clientConfig }) => clientConfig?.service?.name));
}

const named = (names: readonly (string | undefined)[]): string[] => [
  ...new Set(names.filter((name): name is string => name !== undefined)),
];

export const overlayCallbacks = rule({
  id: "datapath-overlay-callbacks",
  group: "datapath",
  severity: "warning",
  title: "In an overlay, Services that the API server calls lead to pods on the host network",
  why: "The control plane has no route to other pods of an overlay: a webhook that fails closed stops every change it guards.",
  source: "cilium/cilium#17033, #16253; Kubernetes docs: extensible-admission-controllers, service references",
  needs: ["cilium", "objects"],
  *check({ cilium, objects = [] }) {
    if (cilium === undefined || !new Values(cilium).overlay) return;
    yield* each(objects, function* (object) {
      for (const service of calledServices(object)) {
        yield {
          subject: `${object.kind} "${object.metadata.name}"`,
          path: `objects.${object.kind}.${object.metadata.name}`,
          found: `a call to Service ${service}`,
          expected: "pods on the host network behind it",
          fix: "Set hostNetwork on these pods and waive this, or use ENI mode.",
        };
      }
    });
  },
});
