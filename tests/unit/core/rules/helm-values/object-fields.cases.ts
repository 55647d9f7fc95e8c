import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const values = (own: JsonObject): ClusterModel => ({ cilium: cilium({ values: own }) });
const other = (own: JsonObject): ClusterModel => ({
  ...values({}),
  releases: [{ name: "edge", chart: "aws-load-balancer-controller", values: own }],
});
const tolerations = (...list: JsonObject[]): ClusterModel => values({ operator: { tolerations: list } });
const resources = (parts: JsonObject): ClusterModel => values({ resources: parts });
const LONG = "a".repeat(64);

export default cases({
  "helm-values-labels-valid": {
    fails: [
      [
        "a key with a space",
        values({ podLabels: { "bad label!": "x" } }),
        { path: "cilium.values.podLabels.bad label!", found: 'the key "bad label!"', example: true },
      ],
      ["two slashes", values({ podLabels: { "a/b/c": "x" } }), { path: "cilium.values.podLabels.a/b/c" }],
      ["a domain in capitals", values({ podLabels: { "Example.com/a": "x" } })],
      ["no name behind the domain", values({ podLabels: { "example.com/": "x" } })],
      ["a key of 64 letters", values({ podLabels: { [LONG]: "x" } })],
      ["a domain of 254 characters", values({ podLabels: { [`${"a.".repeat(126)}aa/x`]: "x" } })],
      ["a value with a space", values({ operator: { podLabels: { team: "a b" } } }), { found: '"a b"' }],
      ["a value of 64 letters", values({ podLabels: { team: LONG } })],
      ["a number", values({ podLabels: { team: 1 } }), { found: "1" }],
      ["true in a node selector", values({ nodeSelector: { gpu: true } }), { path: "cilium.values.nodeSelector.gpu" }],
      ["labels of a monitor", values({ prometheus: { serviceMonitor: { labels: { release: "a b" } } } })],
      ["a group", values({ commonLabels: { team: { a: "b" } } }), { found: '{"a":"b"}' }],
      ["a list", values({ commonLabels: { team: ["b"] } }), { found: '["b"]' }],
      ["another chart", other({ podLabels: { team: "a b" } }), { path: "releases.edge.values.podLabels.team" }],
    ],
    passes: [
      [
        "good labels",
        values({ podLabels: { "example.com/team": "a_b.c-1", [LONG.slice(1)]: LONG.slice(1), empty: "" } }),
      ],
      ["a domain of 253 characters", values({ podLabels: { [`${"a.".repeat(126)}a/x`]: "x" } })],
      ["a secret, which nobody reads", values({ podLabels: { team: "[secret]" } })],
      ["a key taken out", values({ podLabels: { team: null } })],
      ["a switch whose name ends so", values({ nodeSelectorLabels: true, labels: "k8s:!a b" })],
      ["annotations, which may hold anything", values({ podAnnotations: { note: "a b" } })],
    ],
    unknown: [
      ["an unknown value", values({ podLabels: { team: unknown } })],
      ["unknown labels", values({ podLabels: unknown })],
    ],
  },
  "helm-values-annotations-valid": {
    fails: [
      ["a key with a space", values({ podAnnotations: { "a b": "x" } }), { path: "cilium.values.podAnnotations.a b" }],
      [
        "true without quotes",
        values({ podAnnotations: { "example.com/scrape": true } }),
        { path: "cilium.values.podAnnotations.example.com/scrape", found: "true", example: true },
      ],
      ["a number", values({ annotations: { port: 9962 } }), { found: "9962" }],
      ["another chart", other({ podAnnotations: { a: 1 } }), { path: "releases.edge.values.podAnnotations.a" }],
    ],
    passes: [
      ["text of any kind", values({ podAnnotations: { "example.com/note": "a b, c: {d}" } })],
      ["labels", values({ podLabels: { a: 1 } })],
    ],
    unknown: [["an unknown value", values({ podAnnotations: { note: unknown } })]],
  },
  "helm-values-tolerations-valid": {
    fails: [
      [
        "an operator that there is not",
        tolerations({ key: "a", operator: "In" }),
        { path: "cilium.values.operator.tolerations.0.operator", found: '"In"', example: true },
      ],
      ["an effect that there is not", tolerations({ key: "a", effect: "noSchedule" }), { found: '"noSchedule"' }],
      ["no key with Equal", tolerations({ operator: "Equal", value: "x" }), { found: "no key" }],
      ["an empty key", tolerations({ key: "", value: "x" }), { found: "no key" }],
      ["a key with a space", tolerations({ key: "a b" }), { found: '"a b"' }],
      ["a value with Exists", tolerations({ key: "a", operator: "Exists", value: "x" }), { found: '"x"' }],
      ["a value with a space", tolerations({ key: "a", value: "x y" }), { found: '"x y"' }],
      ["a number for a value", tolerations({ key: "a", value: 1 }), { found: "1" }],
      ["seconds without NoExecute", tolerations({ key: "a", tolerationSeconds: 60 }), { found: "60" }],
      [
        "the second of two",
        tolerations({ operator: "Exists" }, { key: "a b" }),
        { path: "cilium.values.operator.tolerations.1.key" },
      ],
    ],
    passes: [
      [
        "good ones",
        tolerations(
          { operator: "Exists" },
          { operator: "Exists", value: "" },
          { key: "", operator: "Exists" },
          { key: "example.com/a", operator: "Equal", value: "x", effect: "NoSchedule" },
          { key: "a", effect: "" },
          { key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 },
        ),
      ],
      ["none", values({ tolerations: null })],
    ],
    unknown: [["an unknown list", values({ tolerations: unknown })]],
  },
  "helm-values-resources-valid": {
    fails: [
      [
        "a unit that there is not",
        resources({ requests: { memory: "512MB" } }),
        { path: "cilium.values.resources.requests.memory", found: '"512MB"', example: true },
      ],
      [
        "of the containers before",
        values({ initResources: { requests: { cpu: "1 core" } } }),
        { path: "cilium.values.initResources.requests.cpu" },
      ],
      ["words", resources({ limits: { cpu: "one" } }), { found: '"one"' }],
      ["a negative one", resources({ requests: { cpu: "-1" } }), { found: '"-1"' }],
      ["true", resources({ requests: { cpu: true } }), { found: "true" }],
      [
        "a request above its limit",
        resources({ requests: { memory: "2Gi" }, limits: { memory: "1024Mi" } }),
        { path: "cilium.values.resources.requests.memory", found: "above the limit" },
      ],
      [
        "in another chart",
        other({ resources: { limits: { cpu: "1 core" } } }),
        { path: "releases.edge.values.resources.limits.cpu" },
      ],
    ],
    passes: [
      [
        "good ones",
        resources({
          requests: { cpu: "100m", memory: "0.5Gi" },
          limits: { cpu: 1, memory: "1e9", "hugepages-2Mi": "4Mi" },
        }),
      ],
      ["a request at its limit", resources({ requests: { memory: "1Gi", cpu: "0" }, limits: { memory: "1024Mi" } })],
      ["one taken out", resources({ limits: { cpu: null } })],
      ["neither", resources({ requests: null, limits: {} })],
      [
        "requests alone, and limits alone",
        values({ resources: { requests: { cpu: 2 } }, operator: { resources: { limits: { cpu: 1 } } } }),
      ],
      ["what has another name", values({ quota: { limits: { cpu: "one" } } })],
    ],
    unknown: [["unknown resources", values({ resources: unknown })]],
  },
  "helm-values-pod-names-valid": {
    fails: [
      [
        "a priority class in capitals",
        values({ priorityClassName: "System" }),
        { path: "cilium.values.priorityClassName", found: '"System"', example: true },
      ],
      [
        "a service account",
        values({ serviceAccounts: { cilium: { name: "Cilium_1" } } }),
        { path: "cilium.values.serviceAccounts.cilium.name" },
      ],
      [
        "one of another chart",
        other({ serviceAccount: { name: "a b" } }),
        { path: "releases.edge.values.serviceAccount.name" },
      ],
      ["no name of a variable", values({ extraEnv: [{ value: "x" }] }), { path: "cilium.values.extraEnv.0.name" }],
      ["a name with =", values({ extraEnv: [{ name: "A=B", value: "x" }] })],
      ["a number for its value", values({ operator: { extraEnv: [{ name: "A", value: 1 }] } }), { found: "1" }],
      [
        "value and valueFrom",
        values({ extraEnv: [{ name: "A", value: "x", valueFrom: {} }] }),
        { found: "value and valueFrom" },
      ],
    ],
    passes: [
      [
        "good ones",
        values({ priorityClassName: "system-node-critical", serviceAccounts: { cilium: { name: "cilium" } } }),
      ],
      ["none", values({ priorityClassName: "", serviceAccounts: { cilium: { name: "" }, envoy: null }, extraEnv: [] })],
      [
        "good variables",
        values({
          extraEnv: [
            { name: "A.b", value: "" },
            { name: "C", valueFrom: {} },
            { name: "D", value: null },
            { name: "E", value: "", valueFrom: {} },
          ],
        }),
      ],
      ["a name of something else", values({ cluster: { name: "Cilium_1" } })],
    ],
    unknown: [["an unknown class", values({ priorityClassName: unknown })]],
  },
});
