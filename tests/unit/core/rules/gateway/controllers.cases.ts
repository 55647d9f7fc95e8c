import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { gateway, withObjects } from "../../../../support/gateway.ts";
import { nodeGroup, unknown } from "../../../../support/model.ts";

const release = (chart: string, values: JsonObject, version = "3.5.0"): ClusterModel =>
  withObjects([gateway({}, { annotations: { "cert-manager.io/cluster-issuer": "a" } })], {
    releases: [{ name: "one", chart, version, values }],
  });
const lbc = (values: JsonObject, version?: string) => release("eks/aws-load-balancer-controller", values, version);
const gates = { controllerConfig: { featureGates: { NLBGatewayAPI: false, ALBGatewayAPI: false } } };
const neighbour = { controllerConfig: { featureGates: { NLBGatewayAPI: false, ALBGatewayAPI: true } } };
/** The controller serves a class of its own; a class of somebody else's changes nothing. */
const besideAlb = (bundle: string | undefined): ClusterModel => ({
  ...lbc(neighbour),
  gatewayApi: { channel: "standard", ...(bundle === undefined ? {} : { bundle }) },
  objects: ["io.cilium/gateway-controller", "gateway.k8s.aws/alb"].map((controllerName, index) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: `class-${String(index)}` },
    spec: { controllerName },
  })),
});
const open = { ...nodeGroup(), metadata: { httpTokens: "required", hopLimit: 2 } };
const at = (path: string) => `releases.one.values.${path}`;
const other = release("metrics-server", {});

const listening = (hostname: string) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "edge", namespace: "infra" },
  spec: { gatewayClassName: "cilium", listeners: [{ name: "web", protocol: "HTTP", port: 80, hostname }] },
});
const routed = (...hostnames: string[]) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "shop", namespace: "shop" },
  spec: { hostnames },
});

export default cases({
  "gateway-controller-webhook": {
    fails: [["the default", lbc({}), { path: at("enableServiceMutatorWebhook") }]],
    passes: [
      ["a webhook that is off", lbc({ enableServiceMutatorWebhook: false })],
      ["another chart", other],
    ],
    unknown: [["unknown values", lbc(unknown)]],
  },
  "gateway-controller-gates": {
    fails: [
      ["the defaults", lbc({}), { path: at("controllerConfig.featureGates.NLBGatewayAPI") }],
      ["a gate that is on for no class", lbc(neighbour), { found: "not off" }],
      ["a class on an older bundle", besideAlb("v1.4.1"), { found: "on, with Gateway API v1.4.1" }],
      ["a class on a bundle that nobody names", besideAlb(undefined), { found: "of somebody else" }],
    ],
    passes: [
      ["both off", lbc(gates)],
      ["a class of its own beside Cilium's, on a bundle that both know", besideAlb("v1.6.1")],
      ["the very bundle that it is built for", besideAlb("v1.6.0")],
      ["a version without them", lbc({}, "1.13.0")],
    ],
    unknown: [["unknown values", lbc(unknown)]],
  },
  "gateway-controller-place": {
    fails: [
      ["nothing", lbc({}), { path: at("vpcId") }],
      ["an empty Region", lbc({ region: "", vpcId: "vpc-1" }), { path: at("region") }],
      ["tags that name no VPC", lbc({ region: "eu-central-1", vpcTags: {} }), { path: at("vpcId") }],
      [
        "a group whose hop limit is 1",
        { ...lbc({}), nodeGroups: [open, nodeGroup({ name: "closed" })] },
        { path: at("region") },
      ],
    ],
    passes: [
      ["both", lbc({ region: "eu-central-1", vpcId: "vpc-1" })],
      ["tags that find the VPC", lbc({ region: "eu-central-1", vpcTags: { Name: "main" } })],
      ["the host network, which reaches the metadata", lbc({ hostNetwork: true })],
      ["nodes whose pods reach the metadata", { ...lbc({}), nodeGroups: [open] }],
    ],
    unknown: [["an unknown VPC", lbc({ region: "eu-central-1", vpcId: unknown })]],
  },
  "gateway-cert-manager-switch": {
    fails: [["the default", release("jetstack/cert-manager", {}), { path: at("config.enableGatewayAPI") }]],
    passes: [
      ["the older switch", release("cert-manager", { config: { enableGatewayAPI: true } })],
      ["the newer switch", release("cert-manager", { config: { gatewayAPI: { enabled: true } } })],
      ["nobody who asks", withObjects([gateway()], { releases: [{ name: "one", chart: "cert-manager", values: {} }] })],
    ],
    unknown: [["unknown values", release("cert-manager", { config: unknown })]],
  },
  "gateway-external-dns-sources": {
    fails: [
      [
        "TLSRoutes",
        release("external-dns", { sources: ["gateway-httproute", "gateway-tlsroute"] }),
        { path: at("sources") },
      ],
    ],
    passes: [
      ["HTTPRoutes", release("external-dns", { sources: ["gateway-httproute"] })],
      ["no source", release("external-dns", {})],
    ],
    unknown: [["unknown sources", release("external-dns", { sources: unknown })]],
  },
  "gateway-external-dns-domains": {
    fails: [
      [
        "a listener outside",
        { ...release("external-dns", { domainFilters: ["example.org"] }), objects: [listening("*.apps.example.com")] },
        { path: at("domainFilters"), found: "not *.apps.example.com" },
      ],
      [
        "a name that only ends alike",
        { ...release("external-dns", { domainFilters: ["example.com"] }), objects: [listening("badexample.com")] },
        { path: at("domainFilters") },
      ],
      [
        "a route outside",
        { ...release("external-dns", { domainFilters: ["example.com"] }), objects: [routed("shop.example.org")] },
        { path: at("domainFilters") },
      ],
    ],
    passes: [
      [
        "inside",
        { ...release("external-dns", { domainFilters: ["example.com"] }), objects: [listening("*.apps.example.com")] },
      ],
      [
        "the domain itself, written with a dot",
        { ...release("external-dns", { domainFilters: [".example.com"] }), objects: [routed("example.com")] },
      ],
      ["no filter", { ...release("external-dns", {}), objects: [routed("shop.example.org")] }],
      ["no name", { ...release("external-dns", { domainFilters: ["example.com"] }), objects: [listening("")] }],
      ["filters that are no list", { ...release("external-dns", { domainFilters: "a" }), objects: [routed("b.c")] }],
    ],
    unknown: [
      [
        "unknown filters",
        { ...release("external-dns", { domainFilters: unknown }), objects: [routed("a.example.com")] },
      ],
    ],
  },
});
