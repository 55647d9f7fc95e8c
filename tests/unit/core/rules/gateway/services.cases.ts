import type { KubernetesObject } from "../../../../../core/model/index.ts";
import { object, service, withObjects } from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { unknown } from "../../../../support/model.ts";

const pods = (labels: unknown, kind = "Deployment", namespace = "gateway"): KubernetesObject =>
  object("apps/v1", kind, "web", { spec: { template: { metadata: { labels } } } }, namespace);
const pod = (labels: object): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "gateway", labels: labels as Record<string, string> },
});
const PATH = { path: "objects.Service.web.spec.selector.app" };

export default cases({
  "gateway-service-selector": {
    fails: [
      [
        "a misspelt label",
        withObjects([service({ selector: { app: "wbe" } }), pods({ app: "web" })]),
        { ...PATH, example: true },
      ],
      ["a misspelt label of a pod", withObjects([service({ selector: { app: "wbe" } }), pod({ app: "web" })]), PATH],
      [
        "one of two",
        withObjects([
          service({ selector: { tier: "front", app: "wbe" } }),
          pods({ app: "web", tier: "front" }, "StatefulSet"),
        ]),
        PATH,
      ],
    ],
    passes: [
      ["labels of the pods", withObjects([service(), pods({ app: "web" })])],
      ["pods of another program", withObjects([service({ selector: { app: "payments" } }), pods({ app: "web" })])],
      [
        "pods of another namespace",
        withObjects([service({ selector: { app: "wbe" } }), pods({ app: "web" }, "Deployment", "apps")]),
      ],
      ["no workload", withObjects([service({ selector: { app: "wbe" } }), pods({ app: "web" }, "ConfigMap")])],
      ["no selector", withObjects([service({ selector: undefined }), pods({ app: "web" })])],
      ["an empty one", withObjects([service({ selector: {} }), pods({ app: "web" })])],
      [
        "another label of these pods",
        withObjects([service({ selector: { app: "web", tier: "back" } }), pods({ app: "web" })]),
      ],
      ["pods without labels", withObjects([service(), pods(undefined)])],
    ],
    unknown: [["unknown labels", withObjects([service({ selector: { app: "wbe" } }), pods(unknown)])]],
  },
});
