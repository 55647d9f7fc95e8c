import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/datapath/overlay.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const POOL: JsonObject = {
  ipam: { mode: "cluster-pool", operator: { clusterPoolIPv4PodCIDRList: ["10.200.0.0/16"] } },
  routingMode: "tunnel",
};
const pool: ClusterModel = { cilium: cilium({ values: POOL }) };
const eni: ClusterModel = { cilium: cilium({ values: eniValues() }) };
const chart = (values: JsonObject): ClusterModel => ({
  ...pool,
  releases: [{ name: "lbc", chart: "eks/aws-load-balancer-controller", values }],
});
const object = (kind: string, parts: Record<string, unknown>): KubernetesObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "one" },
  ...parts,
});
const webhook = object("ValidatingWebhookConfiguration", {
  webhooks: [{ clientConfig: { service: { name: "guard", namespace: "default" } } }],
});

describeRules([
  {
    rule: rules.overlayWebhooks,
    fails: [["a webhook off the host network", chart({}), "cilium.values.ipam.mode"]],
    passes: [
      ["one on it", chart({ hostNetwork: true })],
      ["ENI mode", { ...eni, releases: [{ name: "lbc", chart: "aws-load-balancer-controller", values: {} }] }],
    ],
    undecided: [["unknown values", chart(unknown)]],
  },
  {
    rule: rules.overlayCallbacks,
    fails: [
      ["a webhook", { ...pool, objects: [webhook] }, "objects.ValidatingWebhookConfiguration.one"],
      [
        "an aggregated API",
        { ...pool, objects: [object("APIService", { spec: { service: { name: "metrics" } } })] },
        "objects.APIService.one",
      ],
    ],
    passes: [
      ["ENI mode", { ...eni, objects: [webhook] }],
      [
        "a webhook elsewhere",
        {
          ...pool,
          objects: [
            object("MutatingWebhookConfiguration", { webhooks: [{ clientConfig: { url: "https://example.com" } }] }),
          ],
        },
      ],
      ["an API of the server itself", { ...pool, objects: [object("APIService", { spec: { service: null } })] }],
    ],
    undecided: [
      ["an unknown webhook", { ...pool, objects: [object("ValidatingWebhookConfiguration", { webhooks: unknown })] }],
    ],
  },
]);
