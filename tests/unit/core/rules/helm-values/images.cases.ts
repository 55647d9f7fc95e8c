import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({
  cilium: cilium({ version: "1.19.6", values: eniValues(more) }),
});
const v = (path: string): string => `cilium.values.${path}`;
const DIGEST = `sha256:${"0".repeat(64)}`;

export default cases({
  "helm-values-image-minor": {
    fails: [
      ["the agent of the minor before", eni({ image: { tag: "v1.18.12" } }), { path: v("image.tag") }],
      ["the operator of the next", eni({ operator: { image: { tag: "v1.20.2" } } }), { path: v("operator.image.tag") }],
    ],
    passes: [
      ["the chart's own", eni({ image: { tag: "v1.19.6" } })],
      ["none", eni({ image: { tag: "" } })],
      ["another patch", eni({ image: { tag: "v1.19.9" } })],
      ["a build of one's own", eni({ image: { tag: "main-abc" } })],
      ["a whole name", eni({ image: { override: "example.com/cilium:v1.18.1", tag: "v1.18.1" } })],
    ],
    unknown: [["an unknown tag", eni({ image: { tag: unknown } })]],
  },
  "helm-values-image-digest": {
    fails: [
      ["a tag alone", eni({ image: { tag: "v1.19.9" } }), { path: v("image.tag") }],
      ["a build of one's own", eni({ image: { tag: "main-abc" } }), { path: v("image.tag") }],
    ],
    passes: [
      ["another minor, of which another rule tells", eni({ image: { tag: "v1.18.12" } })],
      ["a tag with its digest", eni({ image: { tag: "v1.19.9", digest: DIGEST } })],
      ["a tag without digest", eni({ image: { tag: "v1.19.9", useDigest: false } })],
      ["the operator's digest", eni({ operator: { image: { tag: "v1.19.9", awsDigest: DIGEST } } })],
      ["the chart's own tag", eni({ image: { tag: "v1.19.6" } })],
      ["another repository", eni({ image: { repository: "example.com/cilium/cilium" } })],
    ],
    unknown: [["an unknown tag", eni({ image: { tag: unknown } })]],
  },
  "helm-values-operator-image": {
    fails: [
      [
        "the cloud written by hand",
        eni({ operator: { image: { repository: "example.com/cilium/operator-aws" } } }),
        { path: v("operator.image.repository") },
      ],
      [
        "the generic one",
        eni({ operator: { image: { repository: "quay.io/cilium/operator-generic" } } }),
        { path: v("operator.image.repository") },
      ],
    ],
    passes: [
      ["a mirror", eni({ operator: { image: { repository: "example.com/cilium/operator" } } })],
      ["the default", eni()],
      [
        "a whole name",
        eni({
          operator: { image: { repository: "example.com/operator-aws", override: "example.com/operator-aws:1" } },
        }),
      ],
    ],
    unknown: [["an unknown repository", eni({ operator: { image: { repository: unknown } } })]],
  },
  "helm-values-image-repository": {
    fails: [
      ["a letter left out", eni({ image: { repository: "quay.io/cilum/cilium" } }), { path: v("image.repository") }],
      [
        "Relay's",
        eni({ hubble: { relay: { image: { repository: "quay.io/cilium/hubble-rely" } } } }),
        { path: v("hubble.relay.image.repository") },
      ],
    ],
    passes: [
      ["the chart's own", eni({ image: { repository: "quay.io/cilium/cilium" } })],
      ["builds of a branch", eni({ image: { repository: "quay.io/cilium/cilium-ci" } })],
      ["a mirror", eni({ image: { repository: "example.com/cilum/cilium" } })],
      ["another project's", eni({ image: { repository: "quay.io/example/networking" } })],
    ],
    unknown: [["an unknown repository", eni({ image: { repository: unknown } })]],
  },
});
