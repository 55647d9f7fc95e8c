import { describe, expect, it } from "vitest";
import gatewayRules from "../../../core/rules/gateway/index.ts";
import { runRules } from "../../../core/rules/run.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { viewCluster } from "../../../lens/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { https, nlb } from "../../support/gateway.ts";

const resource = (type: string, name: string, props: Registered["props"]): Registered => ({
  urn: `urn:${name}`,
  type: `kubernetes:${type}`,
  name,
  props,
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
});

const chart = resource("helm.sh/v3:Release", "cilium", {
  chart: "cilium",
  version: "1.19.6",
  namespace: "kube-system",
  values: { kubeProxyReplacement: true, gatewayAPI: { enabled: true, gatewayClass: { create: "true" } } },
});
const gateway = (spec: object, metadata: object = {}) =>
  resource("gateway.networking.k8s.io/v1:Gateway", "edge", {
    metadata: { namespace: "web", ...metadata },
    spec: { gatewayClassName: "cilium", listeners: [https], ...spec },
  });
const secret = resource("core/v1:Secret", "tls", { metadata: { name: "shop-tls", namespace: "web" } });

const evaluate = (...resources: Registered[]) => {
  const { model, urnOf } = viewCluster([chart, secret, ...resources]);
  const { findings, undecided } = runRules(gatewayRules, model);
  return {
    findings: findings.map(({ rule, path }) => [rule, urnOf(path)]),
    undecided: undecided.map(({ rule }) => rule),
  };
};

describe("the Gateway of anybody's program", () => {
  it("is judged by what it registers, as guides write it", () => {
    const { findings, undecided } = evaluate(
      gateway({}, { annotations: nlb({ type: "nlb", "nlb-target-type": "ip", "eip-allocations": "eipalloc-1" }) }),
      resource("gateway.networking.k8s.io/v1:HTTPRoute", "shop", {
        metadata: { namespace: "apps" },
        spec: {
          parentRefs: [{ name: "edge", namespace: "web" }],
          hostnames: ["blog.example.com"],
          rules: [{ backendRefs: [{ name: "shop", namespace: "shops", port: 80 }] }],
        },
      }),
    );
    expect(findings).toEqual(
      expect.arrayContaining([
        ["gateway-annotation-place", "urn:edge"],
        ["gateway-load-balancer-class", "urn:edge"],
        ["gateway-load-balancer-scheme", "urn:edge"],
        ["gateway-route-namespace", "urn:shop"],
        ["gateway-route-backend-grant", "urn:shop"],
      ]),
    );
    expect(undecided).toEqual([]);
  });

  it("is left undecided where only a deployment knows the value, and decided in everything else", () => {
    const annotations = nlb({
      type: "external",
      "nlb-target-type": "ip",
      scheme: "internal",
      "eip-allocations": UNKNOWN,
    });
    const { findings, undecided } = evaluate(gateway({ infrastructure: { annotations } }));
    expect(undecided).toEqual(expect.arrayContaining(["gateway-address-count", "gateway-address-scheme"]));
    expect(findings).toContainEqual(["gateway-target-type", "urn:edge"]);
    expect(undecided).not.toContain("gateway-target-type");
  });

  it("may stand beside Gateways of other controllers", () => {
    expect(evaluate(gateway({ gatewayClassName: "istio", listeners: [{ ...https }] })).findings).toEqual([]);
  });
});
