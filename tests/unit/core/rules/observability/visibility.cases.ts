import { cases } from "../../../../support/rule-cases.ts";
import { object, metricList, undecidedValues, withValues } from "../../../../support/observability.ts";
import { unknown } from "../../../../support/model.ts";

const LIST = "cilium.values.hubble.metrics.enabled";
const policy = (rules: unknown) =>
  object("cilium.io/v2", "CiliumNetworkPolicy", {
    endpointSelector: {},
    ingress: [{ toPorts: [{ ports: [{ port: "80", protocol: "TCP" }], rules }] }],
  });
const annotations = { "policy.cilium.io/proxy-visibility": "<Ingress/80/TCP/HTTP>" };

export default cases({
  "observability-l7-visibility": {
    fails: [
      ["requests that no policy shows", withValues(metricList("drop", "httpV2")), { path: `${LIST}.1` }],
      [
        "DNS while only HTTP is shown",
        withValues(metricList("dns"), { objects: [policy({ http: [{}] })] }),
        { path: `${LIST}.0` },
      ],
    ],
    passes: [
      ["requests with a policy", withValues(metricList("httpV2"), { objects: [policy({ http: [{}] })] })],
      ["DNS with a policy", withValues(metricList("dns"), { objects: [policy({ dns: [{ matchPattern: "*" }] })] })],
      ["requests through a Gateway", withValues({ ...metricList("httpV2"), "gatewayAPI.enabled": true })],
      ["no metrics of requests", withValues(metricList("drop", "flow"))],
    ],
    unknown: [["a list that is not known", undecidedValues("hubble.metrics.enabled")]],
  },
  "observability-proxy-visibility": {
    fails: [
      [
        "an annotation on a pod",
        withValues({}, { objects: [object("v1", "Pod", {}, { annotations })] }),
        { path: "objects.Pod.it.metadata.annotations.policy.cilium.io/proxy-visibility" },
      ],
      [
        "an annotation on pods of a Deployment",
        withValues({}, { objects: [object("apps/v1", "Deployment", { template: { metadata: { annotations } } })] }),
        { path: "objects.Deployment.it.spec.template.metadata.annotations.policy.cilium.io/proxy-visibility" },
      ],
    ],
    passes: [
      ["other annotations", withValues({}, { objects: [object("v1", "Pod", {}, { annotations: { a: "b" } })] })],
    ],
    unknown: [
      [
        "annotations that are not known",
        withValues({}, { objects: [object("v1", "Pod", {}, { annotations: unknown })] }),
      ],
    ],
  },
});
