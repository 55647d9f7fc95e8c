import { assert, jsonValue, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesOf, pathText } from "../../../../core/model/differences.ts";
import { type OwnedMeta, toolOf, writerOf } from "../../../../core/model/managers.ts";
import {
  KEPT_KINDS,
  type ServedObject,
  boundIn,
  cleaned,
  inOrder,
  isKept,
  movedTo,
  phaseOf,
  referencesOf,
  replaced,
  strangeIn,
  veleroObjects,
  veleroPriorities,
} from "../../../../core/recovery/index.ts";

const NAMES = { namespace: "kube-system", ipsec: "keys" };
const object = (kind: string, spec: object, over: object = {}): ServedObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind,
  metadata: { name: "one", namespace: "shop", ...over },
  spec,
});

describe("what is kept", () => {
  it.each<[what: string, kept: boolean, object: ServedObject]>([
    ["what somebody wrote", true, object("HTTPRoute", {})],
    [
      "what a controller made",
      false,
      object("HTTPRoute", {}, { ownerReferences: [{ kind: "Gateway", name: "edge" }] }),
    ],
    ["what is being deleted", false, object("HTTPRoute", {}, { deletionTimestamp: "2026-12-01T00:00:00Z" })],
    ["Envoy's configuration of a Gateway", false, object("CiliumEnvoyConfig", {}, { name: "cilium-gateway-edge" })],
    ["Envoy's configuration of an Ingress", false, object("CiliumEnvoyConfig", {}, { name: "cilium-ingress" })],
    ["Envoy's configuration of somebody", true, object("CiliumEnvoyConfig", {}, { name: "rate-limit" })],
    ["a Gateway that is called so", true, object("Gateway", {}, { name: "cilium-gateway-edge" })],
  ])("%s: %s", (_, kept, one) => {
    expect(isKept(one)).toBe(kept);
  });

  it("is written as its owner wrote it", () => {
    const metadata = {
      uid: "1",
      resourceVersion: "2",
      generation: 3,
      managedFields: [],
      finalizers: ["x"],
      labels: { a: "b" },
    };
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
    expect(
      cleaned({ ...object("HTTPRoute", { a: 1 }, { ...metadata, annotations }), status: { parents: [] } }),
    ).toEqual({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "one", namespace: "shop", labels: { a: "b" } },
      spec: { a: 1 },
    });
  });

  it.each<[tool: string | undefined, meta: OwnedMeta]>([
    ["Helm", { annotations: { "meta.helm.sh/release-name": "x" } }],
    ["Argo CD", { labels: { "argocd.argoproj.io/instance": "x" }, annotations: { "meta.helm.sh/release-name": "x" } }],
    ["Flux", { labels: { "kustomize.toolkit.fluxcd.io/name": "x" } }],
    ["Pulumi", { managedFields: [{ manager: "pulumi-kubernetes-1a2b3c4d" }] }],
    ["Pulumi", { labels: { "app.kubernetes.io/managed-by": "pulumi" } }],
    [undefined, { managedFields: [{ manager: "kubectl-client-side-apply" }] }],
  ])("is made again by %s", (tool, meta) => {
    expect(toolOf(meta)).toBe(tool);
  });

  it("comes with what it names", () => {
    const ref = (name: string, over: object = {}) => ({ name, ...over });
    const found = referencesOf(
      [
        object("Gateway", {
          listeners: [
            {
              tls: {
                certificateRefs: [ref("a"), ref("b", { namespace: "certs" })],
                frontendValidation: { caCertificateRefs: [ref("c", { kind: "ConfigMap" })] },
              },
            },
            { name: "plain" },
          ],
        }),
        object("BackendTLSPolicy", {
          validation: { caCertificateRefs: [ref("d", { kind: "ConfigMap" }), ref("a", { kind: "Secret" })] },
        }),
        object("CiliumBGPPeerConfig", { authSecretRef: "e" }),
        object("CiliumNetworkPolicy", {
          egress: [{ toPorts: [{ originatingTLS: { secret: { namespace: "tls", name: "f" } } }] }],
        }),
      ],
      NAMES,
    );
    expect(found.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual([
      "Secret kube-system/cilium-ca",
      "Secret kube-system/keys",
      "Secret shop/a",
      "Secret certs/b",
      "ConfigMap shop/c",
      "ConfigMap shop/d",
      "Secret kube-system/e",
      "Secret tls/f",
    ]);
  });
});

describe("the order", () => {
  it("has a phase for every kind, and Cilium's own keys come first of secrets", () => {
    for (const { kind, group } of KEPT_KINDS)
      expect(
        phaseOf({ kind, apiVersion: group === "" ? "v1" : `${group}/v1`, metadata: { name: "x" } }, NAMES),
      ).toBeDefined();
    const secret = (name: string) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: "kube-system" },
    });
    expect([
      phaseOf(secret("cilium-ca"), NAMES),
      phaseOf(secret("keys"), NAMES),
      phaseOf(secret("tls"), NAMES),
    ]).toEqual(["keys", "keys", "certificates"]);
  });

  it("lets names and the API server through before anything is closed", () => {
    const policy = (name: string, egress: readonly object[]) => ({
      object: {
        apiVersion: "cilium.io/v2",
        kind: "CiliumNetworkPolicy",
        metadata: { name, namespace: "a" },
        spec: { egress },
      },
    });
    const all = [
      policy("a", [{}]),
      policy("dns", [{ toPorts: [{ ports: [{ port: "53" }] }] }]),
      policy("z", [{ toEntities: ["kube-apiserver"] }]),
      policy("b", [{ toEntities: ["world"] }]),
    ];
    expect(inOrder(all, NAMES).map(({ object: { metadata } }) => metadata.name)).toEqual(["dns", "z", "a", "b"]);
  });
});

describe("what is bound to a place", () => {
  const gateway = object("Gateway", {
    annotations: {
      subnets: "subnet-0aaaaaaaaaaaaaaaa, subnet-0bbbbbbbbbbbbbbbb",
      certificate: "arn:aws:acm:eu-central-1:123456789012:certificate/1a2b",
      role: "arn:aws:iam::123456789012:role/x",
      "service.beta.kubernetes.io/aws-load-balancer-name": "edge",
    },
    node: "ip-10-0-1-2.eu-central-1.compute.internal",
    zone: "eu-central-1a",
    text: "my-subnet-0abc is no id",
  });

  it("is found once each, with what stands in its place", () => {
    expect(boundIn([gateway]).map(({ what, value, scope }) => `${scope} ${what} ${value}`)).toEqual([
      "vpc subnet subnet-0aaaaaaaaaaaaaaaa",
      "vpc subnet subnet-0bbbbbbbbbbbbbbbb",
      "region certificate arn:aws:acm:eu-central-1:123456789012:certificate/1a2b",
      "account ARN arn:aws:iam::123456789012:role/x",
      "account load balancer's name edge",
      "vpc node ip-10-0-1-2.eu-central-1.compute.internal",
      "region zone eu-central-1a",
    ]);
  });

  const at = (vpc: string, region: string) => ({
    vpcs: vpc === "" ? [] : [vpc],
    regions: region === "" ? [] : [region],
  });
  const home = at("vpc-1", "eu-central-1");
  it.each<[what: string, to: ReturnType<typeof at>, strange: number]>([
    ["stays in its VPC", home, 0],
    ["loses what is the VPC's in another one", at("vpc-2", "eu-central-1"), 3],
    ["loses what is the Region's too in another one", at("vpc-2", "eu-west-1"), 5],
    ["loses both where nobody can tell", at("", ""), 5],
  ])("%s", (_, to, strange) => {
    expect(strangeIn(gateway, movedTo(home, to))).toHaveLength(strange);
  });

  it("is replaced as a whole, keys too, and nothing else is", () => {
    const value = object("Gateway", { a: "subnet-1,subnet-12", "subnet-1": ["x subnet-1"] });
    expect(replaced(value, new Map([["subnet-1", "subnet-2"]]))["spec"]).toEqual({
      a: "subnet-2,subnet-12",
      "subnet-2": ["x subnet-2"],
    });
    expect(replaced(value, new Map())).toBe(value);
  });
});

describe("differences", () => {
  it("are told at the innermost place", () => {
    const found = differencesOf({ a: [{ b: 1 }], c: [1], "x.y": 1 }, { a: [{ b: 2 }], c: [1, 2], d: null });
    expect(found.map(({ path, before, after }) => [pathText(path), before, after])).toEqual([
      ["a[0].b", 1, 2],
      ["c", [1], [1, 2]],
      ["d", undefined, null],
      ['["x.y"]', 1, undefined],
    ]);
  });

  it("are none between a value and itself", () => {
    const same = property(jsonValue(), (value) => {
      expect(differencesOf(value, structuredClone(value))).toEqual([]);
    });
    expect(() => assert(same)).not.toThrow();
  });

  it("have a writer: the last that the server noted for the field", () => {
    const spec = { ports: [{ name: "http", port: 80 }], replicas: 2, selector: { a: "b" } };
    const item = { 'k:{"name":"http"}': { ".": {}, "f:name": {}, "f:port": {} } };
    const managedFields = [
      {
        manager: "pulumi",
        time: "2026-01-01T00:00:00Z",
        fieldsV1: { "f:spec": { "f:replicas": {}, "f:selector": {}, "f:ports": item } },
      },
      { manager: "kubectl-edit", time: "2026-02-01T00:00:00Z", fieldsV1: { "f:spec": { "f:replicas": {} } } },
    ];
    const writer = (...path: readonly (string | number)[]) => writerOf({ managedFields }, { spec }, path)?.manager;
    expect([
      writer("spec", "replicas"),
      writer("spec", "selector", "a"),
      writer("spec", "ports", 0, "port"),
      writer("spec", "other"),
    ]).toEqual(["kubectl-edit", "pulumi", "pulumi", undefined]);
  });
});

describe("Velero", () => {
  it("brings policies back before pods, and never what is rebuilt", () => {
    const order = veleroPriorities().split(",");
    expect(order.indexOf("ciliumnetworkpolicies.cilium.io")).toBeLessThan(order.indexOf("pods"));
    expect(order.indexOf("secrets")).toBeLessThan(order.indexOf("ciliumnetworkpolicies.cilium.io"));
    const text = JSON.stringify(veleroObjects({ namespace: "velero", name: "x" }));
    expect(text).toContain("ciliumnodes.cilium.io");
    expect(text).not.toContain('"services"');
  });
});
