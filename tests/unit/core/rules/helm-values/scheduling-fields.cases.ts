import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const values = (own: JsonObject): ClusterModel => ({ cilium: cilium({ values: own }) });
const affinity = (parts: JsonObject): ClusterModel => values({ operator: { affinity: parts } });
const required = (terms: JsonObject[]): ClusterModel =>
  affinity({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } });
const expression = (one: JsonObject): ClusterModel => required([{ matchExpressions: [one] }]);
const apart = (term: JsonObject): ClusterModel =>
  affinity({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } });
const together = (term: JsonObject): ClusterModel =>
  affinity({ podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term] } });
const rather = (term: JsonObject): ClusterModel =>
  affinity({ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term] } });
const spread = (constraint: JsonObject): ClusterModel =>
  values({ operator: { topologySpreadConstraints: [constraint] } });

const NODES = "cilium.values.operator.affinity.nodeAffinity.";
const EXPRESSION = `${NODES}requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.0.matchExpressions.0`;
const HOST = "kubernetes.io/hostname";
const EXISTS = { key: "a", operator: "Exists" };

export default cases({
  "helm-values-affinity-valid": {
    fails: [
      [
        "an operator that there is not",
        expression({ key: "a", operator: "Is", values: ["b"] }),
        { path: `${EXPRESSION}.operator`, found: '"Is"', example: true },
      ],
      ["no operator", expression({ key: "a", values: ["b"] }), { path: `${EXPRESSION}.operator`, found: "nothing" }],
      ["no key", expression({ operator: "Exists" }), { path: `${EXPRESSION}.key`, found: "nothing" }],
      ["a key with a space", expression({ key: "a b", operator: "Exists" }), { path: `${EXPRESSION}.key` }],
      ["In without values", expression({ key: "a", operator: "In" }), { path: `${EXPRESSION}.values` }],
      ["NotIn with none", expression({ key: "a", operator: "NotIn", values: [] }), { path: `${EXPRESSION}.values` }],
      ["Exists with values", expression({ ...EXISTS, values: ["b"] }), { found: '["b"]' }],
      ["DoesNotExist with values", expression({ key: "a", operator: "DoesNotExist", values: ["b"] })],
      ["Gt with two", expression({ key: "a", operator: "Gt", values: ["1", "2"] }), { found: '["1","2"]' }],
      ["Lt with none", expression({ key: "a", operator: "Lt" })],
      [
        "a value with a space",
        expression({ key: "a", operator: "In", values: ["b", "b c"] }),
        { path: `${EXPRESSION}.values.1`, found: '"b c"' },
      ],
      ["a number for a value", expression({ key: "a", operator: "In", values: [1] }), { found: "1" }],
      ["no term", required([]), { found: "no term" }],
      [
        "a weight of nothing",
        rather({ weight: 0, preference: { matchExpressions: [EXISTS] } }),
        { path: `${NODES}preferredDuringSchedulingIgnoredDuringExecution.0.weight`, found: "0" },
      ],
      ["no weight", rather({ preference: {} }), { found: "nothing" }],
      [
        "an expression of a preference",
        rather({ weight: 1, preference: { matchExpressions: [{ key: "a", operator: "=" }] } }),
        {
          path: `${NODES}preferredDuringSchedulingIgnoredDuringExecution.0.preference.matchExpressions.0.operator`,
        },
      ],
      ["a weight of 101", together({ weight: 101, podAffinityTerm: { topologyKey: HOST } }), { found: "101" }],
      [
        "no topology key",
        apart({ labelSelector: { matchLabels: { a: "b" } } }),
        {
          path: "cilium.values.operator.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.topologyKey",
        },
      ],
      ["a topology key with a space", apart({ topologyKey: "a b" })],
      [
        "none in a preference",
        together({ weight: 1, podAffinityTerm: {} }),
        {
          path: "cilium.values.operator.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.podAffinityTerm.topologyKey",
        },
      ],
      [
        "an operator of nodes for pods",
        apart({
          topologyKey: HOST,
          labelSelector: { matchExpressions: [{ key: "a", operator: "Gt", values: ["1"] }] },
        }),
        {
          path: "cilium.values.operator.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.0.labelSelector.matchExpressions.0.operator",
        },
      ],
    ],
    passes: [
      [
        "good expressions",
        required([
          {
            matchExpressions: [
              { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              EXISTS,
              { key: "a", operator: "NotIn", values: [""] },
              { key: "a", operator: "DoesNotExist", values: [] },
              { key: "a", operator: "Gt", values: ["1"] },
              { key: "a", operator: "Lt", values: ["9"] },
            ],
          },
          {},
        ]),
      ],
      ["good weights", rather({ weight: 1, preference: {} })],
      ["the highest weight", together({ weight: 100, podAffinityTerm: { topologyKey: HOST } })],
      [
        "good terms",
        apart({ topologyKey: HOST, labelSelector: { matchLabels: { a: "b" }, matchExpressions: [EXISTS] } }),
      ],
      ["the chart's own taken out", affinity({ podAntiAffinity: null, nodeAffinity: null })],
      ["something of that name that is none", values({ nodeAffinity: "soft", podAffinity: true })],
    ],
    unknown: [["an unknown term", affinity({ nodeAffinity: unknown })]],
  },
  "helm-values-spread-valid": {
    fails: [
      [
        "a way that there is not",
        spread({ maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: "Maybe" }),
        {
          path: "cilium.values.operator.topologySpreadConstraints.0.whenUnsatisfiable",
          found: '"Maybe"',
          example: true,
        },
      ],
      ["no way", spread({ maxSkew: 1, topologyKey: HOST }), { found: "nothing" }],
      [
        "no skew",
        spread({ topologyKey: HOST, whenUnsatisfiable: "ScheduleAnyway" }),
        { path: "cilium.values.operator.topologySpreadConstraints.0.maxSkew" },
      ],
      ["a skew of 0", spread({ maxSkew: 0, topologyKey: HOST, whenUnsatisfiable: "ScheduleAnyway" }), { found: "0" }],
      [
        "no key",
        spread({ maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" }),
        { path: "cilium.values.operator.topologySpreadConstraints.0.topologyKey" },
      ],
    ],
    passes: [
      ["a good one", spread({ maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: "ScheduleAnyway" })],
      ["another", spread({ maxSkew: 2, topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: {} })],
      ["none", values({ topologySpreadConstraints: null, spread: [{ maxSkew: 0 }] })],
    ],
    unknown: [["an unknown list", values({ topologySpreadConstraints: unknown })]],
  },
});
