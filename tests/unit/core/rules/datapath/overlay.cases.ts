import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

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

export default cases({
  "datapath-overlay-webhooks": {
    fails: [["a webhook off the host network", chart({}), { path: "cilium.values.ipam.mode" }]],
    passes: [
      ["one on it", chart({ hostNetwork: true })],
      ["ENI mode", { ...eni, releases: [{ name: "lbc", chart: "aws-load-balancer-controller", values: {} }] }],
    ],
    unknown: [["unknown values", chart(unknown)]],
  },
  "datapath-overlay-callbacks": {
    fails: [
      ["a webhook", { ...pool, objects: [webhook] }, { path: "objects.ValidatingWebhookConfiguration.one" }],
      [
        "an aggregated API",
        { ...pool, objects: [object("APIService", { spec: { service: { name: "metrics" } } })] },
        { path: "objects.APIService.one" },
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
    unknown: [
      ["an unknown webhook", { ...pool, objects: [object("ValidatingWebhookConfiguration", { webhooks: unknown })] }],
    ],
  },
});
