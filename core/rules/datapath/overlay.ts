import { rulesOn } from "../rule.ts";
import { ciliumValues, objects } from "../subjects.ts";
import { valueAt } from "../../helm/values.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { Values } from "../common.ts";

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

const callers = objects((model) => model.objects);

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "datapath-overlay-webhooks",
      severity: "error",
      title: "In an overlay, what the API server calls uses the host network",
      why: "The control plane has no route to pods of an overlay: webhooks and aggregated APIs time out, and with them every request they guard.",
      symptom: "Requests that a webhook guards end with: failed calling webhook, context deadline exceeded.",
      source: "cilium/cilium#17033, #16253; EKS user guide: hybrid-nodes-webhooks",
      also: ["releases"],
      fix: "Put what the API server calls on the host network, or use ENI mode.",
      *check(values, { releases = [] }) {
        if (!values.overlay) return;
        const called: Readonly<Record<string, string>> = {
          "aws-load-balancer-controller": "hostNetwork",
          "cert-manager": "webhook.hostNetwork",
          "metrics-server": "hostNetwork.enabled",
        };
        for (const { name, chart, values: own } of releases) {
          const path = called[chart.slice(chart.lastIndexOf("/") + 1)];
          if (path === undefined) continue;
          if (valueAt(own, path) !== true)
            yield {
              at: "ipam.mode",
              found: `${values.text("ipam.mode") ?? "cluster-pool"} with release "${name}" off the host network`,
              expected: `${path}: true in its values`,
              fix: `Set ${path} of "${name}", or use ENI mode.`,
            };
        }
      },
    },
  ]),
  ...rulesOn(callers, [
    {
      id: "datapath-overlay-callbacks",
      severity: "warning",
      title: "In an overlay, Services that the API server calls lead to pods on the host network",
      why: "The control plane has no route to other pods of an overlay: a webhook that fails closed stops every change it guards.",
      symptom: "Requests that the webhook guards end with: failed calling webhook, context deadline exceeded.",
      source: "cilium/cilium#17033, #16253; Kubernetes docs: extensible-admission-controllers, service references",
      fix: "Set hostNetwork on these pods and waive this, or use ENI mode.",
      also: ["cilium"],
      *check(object, { cilium }) {
        if (cilium === undefined || !new Values(cilium).overlay) return;
        for (const service of calledServices(object))
          yield { found: `a call to Service ${service}`, expected: "pods on the host network behind it" };
      },
    },
  ]),
];
