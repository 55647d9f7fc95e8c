import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { viewGatewayApi } from "../../../lens/gateway-api.ts";
import { viewObjects } from "../../../lens/objects.ts";

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
    const { part, origins } = viewObjects([
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
    const { part, origins } = viewObjects([
      resource(GATEWAY, "a", { metadata: UNKNOWN, spec: { gatewayClassName: "cilium" } }),
      resource(GATEWAY, "b", { metadata: { name: UNKNOWN, namespace: "gateway" }, spec: UNKNOWN }),
    ]);
    expect(part?.[0]).toMatchObject({ metadata: UNKNOWN, spec: { gatewayClassName: "cilium" } });
    expect(part?.[1]).toMatchObject({ metadata: { name: UNKNOWN, namespace: "gateway" }, spec: UNKNOWN });
    expect(origins).toEqual({});
  });

  it("are not the patches of other objects", () => {
    const { part } = viewObjects([
      resource("kubernetes:core/v1:ServicePatch", "web", { kind: "Service", metadata: { name: "shop" } }),
    ]);
    expect(part?.[0]?.kind).toBe("ServicePatch");
  });
});

describe("objects that a ConfigGroup is handed", () => {
  const GROUP = "kubernetes:yaml/v2:ConfigGroup";
  const kinds = (...resources: Registered[]) =>
    viewObjects(resources).part?.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  it("are read from text, lists and data, and told at the group", () => {
    const yaml =
      "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: db}\n";
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "key" } }],
    };
    const both = [
      resource(GROUP, "a", { yaml }),
      resource("kubernetes:yaml:ConfigGroup", "b", { yaml: [yaml], objs: [list] }),
    ];
    expect(kinds(...both)).toEqual(["Service web", "Service db", "Service web", "Service db", "Secret key"]);
    expect(viewObjects([resource(GROUP, "a", { objs: [{ ...list.items[0] }] })]).origins).toEqual({
      "objects.Secret.key": "urn:a",
    });
  });

  it("are left to the children that the engine shows, and to nobody where they are no YAML", () => {
    const yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    const child = { ...resource("kubernetes:core/v1:Service", "web", { metadata: { name: "web" } }), parent: "urn:a" };
    expect(kinds(resource(GROUP, "a", { yaml }), child)).toEqual(["Service web"]);
    expect(kinds(resource(GROUP, "a", { yaml: "a: [", objs: UNKNOWN }))).toBeUndefined();
  });

  it("name the subnets of a load balancer whose ids are not known yet", () => {
    const annotation = "service.beta.kubernetes.io/aws-load-balancer-subnets";
    const edge = {
      ...resource(GATEWAY, "edge", { spec: { infrastructure: { annotations: { [annotation]: UNKNOWN } } } }),
      sources: { spec: ["urn:a", "urn:b"] },
    };
    const subnets = ["a", "b"].map((name) => resource("aws:ec2/subnet:Subnet", name, {}));
    expect(viewObjects([edge, ...subnets]).part?.[0]).toMatchObject({
      spec: { infrastructure: { annotations: { [annotation]: "a,b" } } },
    });
  });
});

describe("the Gateway API bundle of a program", () => {
  it("is told by a folder of the repository", () => {
    const directory = "https://github.com/kubernetes-sigs/gateway-api/config/crd/experimental?ref=v1.2.0";
    expect(viewGatewayApi([resource("kubernetes:kustomize/v2:Directory", "crds", { directory })]).part).toEqual({
      bundle: "v1.2.0",
      channel: "experimental",
    });
  });

  it("comes before Cilium, after it, or in no order", () => {
    const file = "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml";
    const order = (bundle: Partial<Registered>, release: Partial<Registered>) =>
      viewGatewayApi([
        { ...resource("kubernetes:yaml/v2:ConfigFile", "crds", { file }), ...bundle },
        { ...resource("kubernetes:helm.sh/v3:Release", "cilium", { chart: "cilium" }), ...release },
      ]).part?.order;
    expect(order({}, { dependencies: ["urn:crds"] })).toBe("before");
    expect(order({ dependencies: ["urn:cilium"] }, {})).toBe("after");
    expect(order({}, {})).toBe("none");
  });

  it("is told by its file, or by the definitions themselves", () => {
    const file = "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml";
    expect(viewGatewayApi([resource("kubernetes:yaml/v2:ConfigFile", "crds", { file })]).part).toEqual({
      bundle: "v1.4.1",
      channel: "standard",
    });
    const annotations = {
      "gateway.networking.k8s.io/bundle-version": "v1.6.1",
      "gateway.networking.k8s.io/channel": "experimental",
    };
    const crd = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
    expect(viewGatewayApi([resource(crd, "gateways", { metadata: { annotations } })]).part).toEqual({
      bundle: "v1.6.1",
      channel: "experimental",
    });
    expect(viewGatewayApi([resource(crd, "others", { metadata: {} })]).part).toBeUndefined();
  });

  it("is not known where the engine sends no inputs of the file", () => {
    const { part } = viewGatewayApi([resource("kubernetes:yaml/v2:ConfigFile", "crds", {})]);
    expect(part).toEqual({ bundle: UNKNOWN, channel: UNKNOWN });
  });
});
