import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { seeGatewayApi } from "../../../lens/gateway-api.ts";
import { seeObjects } from "../../../lens/objects.ts";

const resource = (type: string, name: string, props: Registered["props"]): Registered => ({
  urn: `urn:${name}`,
  type,
  name,
  props,
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
});
const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";

describe("Kubernetes objects of a program", () => {
  it("are seen as they are sent, under the name of the resource where they have none", () => {
    const { part, origins } = seeObjects([
      resource(GATEWAY, "edge", { metadata: { namespace: "gateway" }, spec: { listeners: [] } }),
      resource("kubernetes:core/v1:Service", "web", { metadata: { name: "shop" } }),
    ]);
    expect(part).toEqual([
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: { namespace: "gateway", name: "edge" },
        spec: { listeners: [] },
      },
      { apiVersion: "v1", kind: "Service", metadata: { name: "shop" } },
    ]);
    expect(origins).toEqual({ "objects.Gateway.edge": "urn:edge", "objects.Service.shop": "urn:web" });
  });

  it("keep what is not known yet, and everything round it", () => {
    const { part, origins } = seeObjects([
      resource(GATEWAY, "a", { metadata: UNKNOWN, spec: { gatewayClassName: "cilium" } }),
      resource(GATEWAY, "b", { metadata: { name: UNKNOWN, namespace: "gateway" }, spec: UNKNOWN }),
    ]);
    expect(part?.[0]).toMatchObject({ metadata: UNKNOWN, spec: { gatewayClassName: "cilium" } });
    expect(part?.[1]).toMatchObject({ metadata: { name: UNKNOWN, namespace: "gateway" }, spec: UNKNOWN });
    expect(origins).toEqual({});
  });

  it("are not the patches of other objects", () => {
    const { part } = seeObjects([
      resource("kubernetes:core/v1:ServicePatch", "web", { kind: "Service", metadata: { name: "shop" } }),
    ]);
    expect(part?.[0]?.kind).toBe("ServicePatch");
  });
});

describe("the Gateway API bundle of a program", () => {
  it("is told by its file, or by the definitions themselves", () => {
    const file = "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml";
    expect(seeGatewayApi([resource("kubernetes:yaml/v2:ConfigFile", "crds", { file })]).part).toEqual({
      bundle: "v1.4.1",
      channel: "standard",
    });
    const annotations = {
      "gateway.networking.k8s.io/bundle-version": "v1.6.1",
      "gateway.networking.k8s.io/channel": "experimental",
    };
    const crd = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
    expect(seeGatewayApi([resource(crd, "gateways", { metadata: { annotations } })]).part).toEqual({
      bundle: "v1.6.1",
      channel: "experimental",
    });
    expect(seeGatewayApi([resource(crd, "others", { metadata: {} })]).part).toBeUndefined();
  });

  it("is not known where the engine sends no inputs of the file", () => {
    const { part } = seeGatewayApi([resource("kubernetes:yaml/v2:ConfigFile", "crds", {})]);
    expect(part).toEqual({ bundle: UNKNOWN, channel: UNKNOWN });
  });
});
