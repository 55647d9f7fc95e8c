import { cases } from "../../../../support/rule-cases.ts";
import { settings, unknown } from "../../../../support/model.ts";

const tagged = (key: string, value: string) => ({
  settings: settings({ cluster: { name: "test", extraTags: { [key]: value } } }),
});

export default cases({
  "control-plane-tags": {
    fails: [
      ["AWS's own prefix", tagged("aws:team", "a"), { path: "cluster.extraTags.aws:team" }],
      ["the same in capitals", tagged("AWS:team", "a"), { path: "cluster.extraTags.AWS:team" }],
      ["no key", tagged("", "a"), { path: "cluster.extraTags." }],
      ["a long key", tagged("k".repeat(129), "a"), { found: "129 characters" }],
      ["a long value", tagged("team", "v".repeat(257)), { found: "257 characters" }],
      ["a sign in the key", tagged("te!am", "a"), { path: "cluster.extraTags.te!am" }],
      ["a sign in the value", tagged("team", "a;b"), { path: "cluster.extraTags.team" }],
      [
        "a node group's",
        {
          settings: settings({
            nodeGroups: {
              a: { instanceTypes: ["m6i.large"], scaling: { min: 1, max: 2 }, extraTags: { "aws:x": "y" } },
            },
          }),
        },
        { path: "nodeGroups.a.extraTags.aws:x" },
      ],
      [
        "a pool's",
        {
          settings: settings({
            karpenter: { nodePools: { a: { limits: { cpu: 8 }, extraTags: { "aws:x": "y" } } } },
          }),
        },
        { path: "karpenter.nodePools.a.extraTags.aws:x" },
      ],
    ],
    passes: [
      ["none", { settings: settings() }],
      ["the largest", tagged("k".repeat(128), "v".repeat(256))],
      ["every sign that AWS takes", tagged("a_b.c:d/e=f+g-h@i", "Größe 2")],
    ],
    unknown: [["an unknown value", tagged("team", unknown)]],
  },
});
