import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../core/model/index.ts";
import { keyChanges, meaningChanges } from "../../../../core/upgrade/values.ts";

const V118 = "1.18.12";
const V119 = "1.19.6";
const V120 = "1.20.2";

/** `path effect target`. */
const told = (values: JsonObject, from: string, to: string): readonly string[] =>
  keyChanges(values, from, to).map(({ path, effect, to: places }) => [path, effect, ...places].join(" "));

describe("values between two charts", () => {
  it.each<[JsonObject, string, string, readonly string[]]>([
    [
      { encryption: { strictMode: { enabled: true, cidr: "10.0.0.0/8" } } },
      V119,
      V120,
      [
        "encryption.strictMode.cidr moved encryption.strictMode.egress.cidr",
        "encryption.strictMode.enabled moved encryption.strictMode.egress.enabled",
      ],
    ],
    [{ nodePort: { enabled: true } }, V118, V119, ["nodePort.enabled moved kubeProxyReplacement"]],
    [{ nodePort: { enabled: true } }, V119, V120, []],
    [{ customCalls: { enabled: true } }, V118, V119, ["customCalls.enabled dropped"]],
    [{ eni: { nodeSpec: { subnetTags: ["a=b"] } } }, V118, V119, ["eni.nodeSpec.subnetTags starts"]],
    [{ hubble: { redact: { kafka: { apiKey: true } } } }, V119, V120, ["hubble.redact.kafka.apiKey dropped"]],
    [{ hubble: { preferIpv6: true } }, V119, V120, ["hubble.preferIpv6 leaving preferIpv6"]],
    [
      { clustermesh: { apiserver: { tls: { client: { cert: "x" } } } } },
      V118,
      V119,
      ["clustermesh.apiserver.tls.client.cert moved clustermesh.apiserver.tls.remote"],
    ],
    [{ extraConfig: { "node-port-mode": "snat" } }, V119, V120, ["extraConfig.node-port-mode moved loadBalancer.mode"]],
    [
      { extraConfig: { "enable-recorder": "true", debug: "true" } },
      V118,
      V119,
      ["extraConfig.enable-recorder dropped"],
    ],
    [{ tunnel: "disabled" }, V118, V119, []],
    [{ eni: { enabled: true }, ipam: { mode: "eni" }, notOurs: 1 }, V118, V120, []],
    [{ encryption: { strictMode: { enabled: true } } }, V120, "1.20.3", []],
    [{ encryption: { strictMode: { enabled: true } } }, "1.17.1", V119, []],
  ])("%j, %s to %s", (values, from, to, expected) => {
    expect(told(values, from, to)).toEqual(expected);
  });

  it("name minor and source of each", () => {
    const [change] = keyChanges({ encryption: { strictMode: { cidr: "10.0.0.0/8" } } }, V119, V120);
    expect(change).toMatchObject({ since: "1.20", why: "Strict mode is set by direction." });
    expect(change?.source).toContain("https://docs.cilium.io/en/v1.20/operations/upgrade/");
  });
});

describe("the same values with another chart", () => {
  const meant = (values: JsonObject, from: string, to: string): readonly string[] =>
    meaningChanges(values, from, to).flatMap(({ meaning, key, value, since }) =>
      meaning === undefined ? [] : [key ?? value ?? since],
    );

  it.each<[string, JsonObject, string, string, readonly string[]]>([
    ["nothing in use", {}, V119, V120, ["envoy-xds-mode"]],
    ["the first minor kept", { upgradeCompatibility: "1.19" }, V119, V120, []],
    [
      "a Gateway",
      { upgradeCompatibility: "1.19", gatewayAPI: { enabled: true } },
      V119,
      V120,
      ["bpf-lb-sock-hostns-only", "bpf-lb-algorithm-annotation"],
    ],
    [
      "a Gateway, and sockets of the host only already",
      { upgradeCompatibility: "1.19", gatewayAPI: { enabled: true }, socketLB: { hostNamespaceOnly: true } },
      V119,
      V120,
      ["bpf-lb-algorithm-annotation"],
    ],
    [
      "sockets of the host only, without a Gateway",
      { upgradeCompatibility: "1.19", kubeProxyReplacement: true, socketLB: { hostNamespaceOnly: true } },
      V119,
      V120,
      ["1.20"],
    ],
    [
      "a mesh",
      { clustermesh: { useAPIServer: true } },
      V118,
      V119,
      [
        "policy-default-local-cluster",
        "clustermesh.apiserver.tls.authMode",
        "clustermesh-mcs-api-install-crds",
        "packetization-layer-pmtud-mode",
      ],
    ],
    [
      "a mesh that says how it means its policies",
      {
        clustermesh: {
          useAPIServer: true,
          policyDefaultLocalCluster: false,
          apiserver: { tls: { authMode: "legacy" } },
        },
      },
      V118,
      V119,
      ["clustermesh-mcs-api-install-crds", "packetization-layer-pmtud-mode"],
    ],
    [
      "ENI mode without a routing mode",
      { eni: { enabled: true } },
      V118,
      V119,
      ["routing-mode", "packetization-layer-pmtud-mode"],
    ],
    [
      "IPsec",
      { encryption: { enabled: true } },
      V118,
      V119,
      ["bpf.hostLegacyRouting", "packetization-layer-pmtud-mode"],
    ],
    [
      "SPIRE",
      { authentication: { mutual: { spire: { enabled: true } } } },
      V118,
      V119,
      ["mesh-auth-enabled", "packetization-layer-pmtud-mode"],
    ],
    ["a patch", { gatewayAPI: { enabled: true } }, V120, "1.20.3", []],
  ])("%s", (_, values, from, to, expected) => {
    expect(meant(values, from, to)).toEqual(expected);
  });
});
