import type { UpgradeModel } from "../../../../../core/model/index.ts";
import { unknown } from "../../../../support/model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const TO_119: UpgradeModel = { cilium: { from: "1.18.12", to: "1.19.6" } };
const TO_120: UpgradeModel = { cilium: { from: "1.19.6", to: "1.20.2" } };
const PATCH: UpgradeModel = { cilium: { from: "1.20.2", to: "1.20.3" } };
const KUBERNETES: UpgradeModel = { kubernetes: { from: "1.35", to: "1.36" } };

const policy = (body: object, upgrade: UpgradeModel, kind = "CiliumNetworkPolicy") => ({
  objects: [{ apiVersion: "cilium.io/v2", kind, metadata: { name: "one", namespace: "shop" }, ...body }],
  upgrade,
});
const rules = (kind: object) => ({ spec: { endpointSelector: {}, ingress: [{ toPorts: [{ rules: kind }] }] } });
const pattern = (matchPattern: unknown) => ({ spec: { egress: [{ toFQDNs: [{ matchPattern }] }] } });

export default cases({
  "upgrade-policy-parsers": {
    fails: [
      [
        "topics of Kafka",
        policy(rules({ kafka: [{ topic: "orders" }] }), TO_120),
        { path: "objects.CiliumNetworkPolicy.one.spec.ingress.0.toPorts.0.rules", found: "kafka", example: true },
      ],
      ["a parser", policy(rules({ l7proto: "cassandra", l7: [{}] }), TO_120), { found: "rules of l7, l7proto" }],
      [
        "one of several specs, cluster-wide",
        policy({ specs: [rules({ kafka: [] }).spec] }, TO_120, "CiliumClusterwideNetworkPolicy"),
      ],
      ["two minors at once", policy(rules({ kafka: [] }), { cilium: { from: "1.18.12", to: "1.20.2" } })],
    ],
    passes: [
      ["rules of HTTP", policy(rules({ http: [{ path: "/" }] }), TO_120)],
      ["a label of that name", policy({ spec: { endpointSelector: { matchLabels: { kafka: "yes" } } } }, TO_120)],
      ["the minor before", policy(rules({ kafka: [] }), TO_119)],
      ["a patch", policy(rules({ kafka: [] }), PATCH)],
      ["Kubernetes alone", policy(rules({ kafka: [] }), KUBERNETES)],
      ["policies of Kubernetes", policy(rules({ kafka: [] }), TO_120, "NetworkPolicy")],
    ],
    unknown: [["a spec that is not known", policy({ spec: unknown }, TO_120)]],
  },
  "upgrade-policy-requires": {
    fails: [
      [
        "a demand on peers",
        policy({ spec: { ingress: [{ fromRequires: [{ matchLabels: { team: "shop" } }] }] } }, TO_119),
        { path: "objects.CiliumNetworkPolicy.one.spec.ingress.0", found: "fromRequires", example: true },
      ],
      ["outwards", policy({ spec: { egress: [{ toRequires: [{}] }] } }, TO_119), { found: "toRequires" }],
    ],
    passes: [
      ["no demand", policy({ spec: { ingress: [{ fromRequires: [] }] } }, TO_119)],
      ["no list", policy({ spec: { ingress: [{ fromRequires: {} }] } }, TO_119)],
      ["peers", policy({ spec: { ingress: [{ fromEndpoints: [{}] }] } }, TO_119)],
      ["a cluster that is past it", policy({ spec: { ingress: [{ fromRequires: [{}] }] } }, TO_120)],
    ],
    unknown: [["a spec that is not known", policy({ spec: unknown }, TO_119)]],
  },
  "upgrade-policy-wildcards": {
    fails: [
      [
        "every level, from here on",
        policy(pattern("**.example.org"), TO_119),
        {
          path: "objects.CiliumNetworkPolicy.one.spec.egress.0.toFQDNs.0.matchPattern",
          found: "**.example.org",
          example: true,
        },
      ],
    ],
    passes: [
      ["one level", policy(pattern("*.example.org"), TO_119)],
      ["stars elsewhere", policy(pattern("a**.example.org"), TO_119)],
      ["no text", policy(pattern(7), TO_119)],
      ["a cluster that is past it", policy(pattern("**.example.org"), TO_120)],
    ],
    unknown: [["a pattern that is not known", policy(pattern(unknown), TO_119)]],
  },
  "upgrade-policy-empty": {
    fails: [["nothing in it", policy({}, TO_120), { found: "neither spec nor specs", example: true }]],
    passes: [
      ["a spec", policy({ spec: {} }, TO_120)],
      ["several", policy({ specs: [] }, TO_120)],
      ["the minor before", policy({}, TO_119)],
    ],
    unknown: [["a kind that is not known", policy({}, TO_120, unknown)]],
  },
});
