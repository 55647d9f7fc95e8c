import { describe, expect, it } from "vitest";
import { runRule } from "../../../../core/rules/run.ts";
import { gateway, https, object, withObjects } from "../../../support/gateway.ts";
import { baseline } from "../../../support/model.ts";
import { ruleById as on } from "../../../support/rules.ts";
import { describeRules, type RuleCases } from "../../../support/rule-table.ts";

/** More cases that scripts/mutate-rules.ts asked for: meshes, Gateways and their certificates. */
const http01 = (kind: string, parentRefs: readonly object[]) =>
  object(
    "cert-manager.io/v1",
    kind,
    "letsencrypt",
    { spec: { acme: { solvers: [{ http01: { gatewayHTTPRoute: { parentRefs } } }] } } },
    kind === "ClusterIssuer" ? undefined : "gateway",
  );

const CASES: readonly RuleCases[] = [
  {
    rule: on("gateway-certificate-http01"),
    fails: [
      [
        "an issuer whose Gateway stands beside it",
        baseline({ objects: [gateway({ listeners: [https] }), http01("Issuer", [{ name: "edge" }])] }),
        "objects.Issuer.letsencrypt.spec.acme.solvers.0.http01.gatewayHTTPRoute.parentRefs.0",
      ],
    ],
    passes: [
      [
        "a cluster's issuer that does not say where its Gateway is",
        baseline({ objects: [gateway({ listeners: [https] }), http01("ClusterIssuer", [{ name: "edge" }])] }),
      ],
    ],
  },
  {
    rule: on("gateway-certificate-wildcard"),
    fails: [
      [
        "an issuer of the namespace that proves by HTTP only",
        baseline({
          objects: [
            object("cert-manager.io/v1", "Certificate", "shop", {
              spec: { dnsNames: ["*.example.com"], issuerRef: { name: "letsencrypt" } },
            }),
            http01("Issuer", [{ name: "edge" }]),
          ],
        }),
        "objects.Certificate.shop.spec.dnsNames.0",
      ],
    ],
    passes: [
      [
        "an issuer of the same name in another namespace",
        baseline({
          objects: [
            object(
              "cert-manager.io/v1",
              "Certificate",
              "shop",
              { spec: { dnsNames: ["*.example.com"], issuerRef: { name: "letsencrypt" } } },
              "apps",
            ),
            http01("Issuer", [{ name: "edge" }]),
          ],
        }),
      ],
    ],
  },
];

describeRules(CASES);

describe("a field of the wrong shape", () => {
  it.each([
    ["a map for a list", { listeners: { http: {} } }, "a list"],
    ["a list for a map", { infrastructure: [] }, "an object"],
  ])("is reported once, with what it should be: %s", (_, spec, expected) => {
    const { findings } = runRule(on("gateway-object-fields"), withObjects([gateway(spec)]));
    expect(findings.map((finding) => finding.expected)).toEqual([expected]);
  });

  it("is reported once in a list of lists", () => {
    const { findings } = runRule(on("gateway-object-fields"), withObjects([gateway({ listeners: [null] })]));
    expect(findings.map(({ path }) => path)).toEqual(["objects.Gateway.edge.spec.listeners.0"]);
  });
});
