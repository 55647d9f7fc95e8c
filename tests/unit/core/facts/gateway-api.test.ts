import { describe, expect, it } from "vitest";
import {
  GATEWAY_API_BUNDLES,
  bundleUrl,
  gatewayApiBundle,
  servedVersions,
  unservedKinds,
  type GatewayApiBundle,
} from "../../../../core/facts/gateway-api.ts";
import { CILIUM_TUPLES } from "../../../../core/facts/versions.ts";

const bundle = (version: string) => gatewayApiBundle(version) as GatewayApiBundle;

describe("Gateway API bundles", () => {
  it("serve every required kind of the tuple that names them, in both channels", () => {
    for (const tuple of CILIUM_TUPLES) {
      for (const channel of ["standard", "experimental"] as const) {
        expect(unservedKinds(tuple.checked, bundle(tuple.gatewayApi), channel).filter((kind) => kind.required)).toEqual(
          [],
        );
      }
    }
  });

  it("are found with and without the v", () => {
    expect(gatewayApiBundle("1.4.1")).toBe(gatewayApiBundle("v1.4.1"));
    expect(gatewayApiBundle("v1.5.1")).toBeUndefined();
    expect(GATEWAY_API_BUNDLES).toHaveLength(2);
  });

  it("leave TLSRoute to the experimental channel in 1.4.1", () => {
    expect(unservedKinds("1.19.6", bundle("v1.4.1"), "standard")).toEqual([
      { kind: "TLSRoute", version: "v1alpha2", required: false },
    ]);
    expect(unservedKinds("1.19.6", bundle("v1.4.1"), "experimental")).toEqual([]);
  });

  it("of the other tuple lack what a minor needs", () => {
    expect(unservedKinds("1.20.2", bundle("v1.4.1"), "standard").filter(({ required }) => required)).toEqual([
      { kind: "ReferenceGrant", version: "v1", required: true },
      { kind: "TLSRoute", version: "v1", required: true },
    ]);
    expect(servedVersions(bundle("v1.6.1"), "standard", "TLSRoute")).toEqual(["v1"]);
    expect(servedVersions(bundle("v1.6.1"), "standard", "XMesh")).toEqual([]);
  });

  it("are published by channel", () => {
    expect(bundleUrl("v1.4.1", "experimental")).toBe(
      "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/experimental-install.yaml",
    );
  });
});
