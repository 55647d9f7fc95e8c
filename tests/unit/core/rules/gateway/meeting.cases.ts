import type { ClusterModel, JsonObject, KubernetesObject, SubnetModel } from "../../../../../core/model/index.ts";
import { type GatewayPartSettings, ExposureType } from "../../../../../core/settings/index.ts";
import {
  balanced,
  gateway,
  http,
  https,
  listener,
  loadBalancer,
  nlb,
  nlbPath,
  object,
  route,
  service,
  values,
  withObjects,
} from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { cilium, network, settings, unknown } from "../../../../support/model.ts";

const chart = (gatewayAPI: JsonObject): ClusterModel => ({
  cilium: cilium({ values: values({ gatewayAPI: { enabled: true, ...gatewayAPI } }) }),
});
const grpc = (parent: object = {}): KubernetesObject =>
  route({ parentRefs: [{ name: "edge", namespace: "gateway", ...parent }] }, { kind: "GRPCRoute" });
const h2c = (appProtocol: unknown = "kubernetes.io/h2c") => service({ ports: [{ port: 80, appProtocol }] });
const PARENT = { path: "objects.GRPCRoute.shop.spec.parentRefs.0" };
const BACKEND = { path: "objects.HTTPRoute.shop.spec.rules.0.backendRefs.0" };

const [first] = network().subnets as [SubnetModel];
const subnet = (name: string, zone: string, tags: Record<string, string> = {}, role: "public" | "node" = "public") => ({
  ...first,
  name,
  role,
  zone: `eu-central-1${zone}`,
  tags: role === "public" ? { "kubernetes.io/role/x": "", ...tags } : tags,
});
const within = (...subnets: ReturnType<typeof subnet>[]): ClusterModel => ({ network: network({ subnets }) });
const named = (subnets: unknown): KubernetesObject => balanced({ scheme: "internet-facing", subnets });
const two = within(subnet("one", "a"), subnet("two", "a"), subnet("three", "b", { Name: "third" }));
const tagged = { "kubernetes.io/role/elb": "1" };

const asked = (parts: Partial<GatewayPartSettings>, more: ClusterModel = {}): ClusterModel => ({
  gateway: { settings: { listeners: { http: { protocol: "HTTP" } }, ...parts } },
  ...more,
});
const existing = settings({
  network: {
    vpc: {
      id: "vpc-1",
      subnets: {
        private: [{ id: "subnet-p", zone: "eu-central-1a", cidr: "10.0.0.0/24" }],
        public: [
          { id: "subnet-1", zone: "eu-central-1a", cidr: "10.0.1.0/24" },
          { id: "subnet-2", zone: "eu-central-1a", cidr: "10.0.2.0/24" },
          { id: "subnet-3", zone: "eu-central-1b", cidr: "10.0.3.0/24" },
        ],
      },
    },
  },
});
const inSubnets = (...subnetIds: string[]): ClusterModel =>
  asked({ exposure: { type: ExposureType.InternetFacing, subnetIds } }, { settings: existing });
const many = (count: number, spec: object = {}) =>
  Array.from({ length: count }, (_, at) =>
    gateway({ listeners: [http], ...balancedSpec("internet-facing"), ...spec }, { name: `g${String(at)}` }),
  );
const balancedSpec = (scheme: string) => ({ infrastructure: { annotations: nlb({ scheme }) } });
const pool = (apiVersion: string, spec: object = { endpointPickerRef: { name: "epp" } }) =>
  object(apiVersion, "InferencePool", "llm", { spec });
const V1 = "inference.networking.k8s.io/v1";
const picker = service({}, { name: "epp" });

const overlay: ClusterModel = { cilium: cilium({ values: { ipam: { mode: "cluster-pool" }, routingMode: "tunnel" } }) };

export default cases({
  "gateway-target-overlay": {
    fails: [
      [
        "pods of an overlay",
        withObjects([loadBalancer({ "nlb-target-type": "ip" })], overlay),
        { path: nlbPath("nlb-target-type", "Service"), example: true },
      ],
      [
        "the older word",
        withObjects([loadBalancer({ type: "nlb-ip" })], overlay),
        { path: nlbPath("type", "Service") },
      ],
    ],
    passes: [
      ["nodes", withObjects([loadBalancer({ "nlb-target-type": "instance", type: "external" })], overlay)],
      ["pods in ENI mode", withObjects([loadBalancer({ "nlb-target-type": "ip" })])],
      ["a Gateway, of which another rule tells", withObjects([balanced({ "nlb-target-type": "ip" })], overlay)],
    ],
    unknown: [["an unknown type", withObjects([loadBalancer({ "nlb-target-type": unknown })], overlay)]],
  },
  "gateway-grpc-alpn": {
    fails: [
      ["gRPC over TLS without ALPN", withObjects([gateway(), grpc()]), { ...PARENT, example: true }],
      [
        "the HTTPS listener by name",
        withObjects([gateway(), grpc({ sectionName: "https" })], chart({ enableAlpn: false })),
        PARENT,
      ],
    ],
    passes: [
      ["ALPN", withObjects([gateway(), grpc()], chart({ enableAlpn: true }))],
      ["the HTTP listener", withObjects([gateway(), grpc({ sectionName: "http" })])],
      ["no listener of HTTPS", withObjects([gateway({ listeners: [http] }), grpc()])],
      ["a Service", withObjects([gateway(), grpc({ kind: "Service", name: "web" })])],
      ["a Gateway of another controller", withObjects([gateway({ gatewayClassName: "envoy" }), grpc()])],
      ["a route of HTTP", withObjects([gateway(), route()])],
    ],
    unknown: [["an unknown switch", withObjects([gateway(), grpc()], chart({ enableAlpn: unknown }))]],
  },
  "gateway-backend-h2c": {
    fails: [["HTTP/2 that nobody reads of", withObjects([route(), h2c()]), { ...BACKEND, example: true }]],
    passes: [
      ["appProtocol read", withObjects([route(), h2c()], chart({ enableAppProtocol: true }))],
      ["ALPN", withObjects([route(), h2c()], chart({ enableAlpn: true }))],
      ["no protocol", withObjects([route(), service()])],
      ["HTTP", withObjects([route(), h2c("http")])],
      ["a Service that is not here", withObjects([route()])],
      ["another port", withObjects([route(), service({ ports: [{ port: 81, appProtocol: "kubernetes.io/h2c" }] })])],
    ],
    unknown: [["an unknown protocol", withObjects([route(), h2c(unknown)])]],
  },
  "gateway-subnet-zones": {
    fails: [
      ["two subnets of one zone", withObjects([named("one, two")], two), { path: nlbPath("subnets"), example: true }],
      [
        "two by their Name tags",
        withObjects(
          [named("third,four")],
          within(subnet("three", "b", { Name: "third" }), subnet("x", "b", { Name: "four" })),
        ),
        { path: nlbPath("subnets") },
      ],
      [
        "a Service's",
        withObjects([loadBalancer({ subnets: "one,two" })], two),
        { path: nlbPath("subnets", "Service") },
      ],
    ],
    passes: [
      ["a subnet a zone", withObjects([named("one,third")], two)],
      ["subnets of nobody's knowledge", withObjects([named("subnet-1,subnet-2")], two)],
      ["none", withObjects([gateway()], two)],
      [
        "subnets of unknown zones",
        withObjects([named("one,two")], within({ ...subnet("one", ""), zone: "" }, { ...subnet("two", ""), zone: "" })),
      ],
    ],
    unknown: [["unknown subnets", withObjects([named(unknown)], two)]],
  },
  "gateway-subnet-discovery": {
    fails: [
      ["public subnets without the tag", withObjects([gateway()], two), { path: nlbPath("subnets"), example: true }],
      [
        "node subnets without the tag",
        withObjects([balanced({ scheme: "internal" })], within(subnet("n", "a", {}, "node"))),
        { path: nlbPath("subnets") },
      ],
      ["a scheme that is left to the controller", withObjects([balanced({})], within(subnet("n", "a", {}, "node")))],
    ],
    passes: [
      ["subnets with the tag", withObjects([gateway()], within(subnet("one", "a", tagged), subnet("two", "b")))],
      ["subnets by name", withObjects([named("one")], two)],
      ["no subnet of the kind", withObjects([gateway()], within(subnet("n", "a", {}, "node")))],
      ["a stack, which names them while deploying", withObjects([gateway()], { ...two, settings: settings() })],
      ["a scheme that is none", withObjects([balanced({ scheme: "public" })], two)],
    ],
    unknown: [["unknown tags", withObjects([gateway()], within({ ...subnet("one", "a"), tags: unknown }))]],
  },
  "gateway-settings-subnet-zones": {
    fails: [
      [
        "two subnets of one zone",
        inSubnets("subnet-1", "subnet-2"),
        { path: "gateway.exposure.subnetIds", example: true },
      ],
    ],
    passes: [
      ["a subnet a zone", inSubnets("subnet-1", "subnet-3")],
      ["subnets of nobody's knowledge", inSubnets("subnet-8", "subnet-9")],
      ["none", asked({}, { settings: settings() })],
    ],
    unknown: [
      [
        "unknown ids",
        asked({ exposure: { type: ExposureType.InternetFacing, subnetIds: unknown } }, { settings: settings() }),
      ],
    ],
  },
  "gateway-count": {
    fails: [
      [
        "four Gateways with a listener each",
        withObjects([...many(3), ...many(1, { listeners: [http, https] })]),
        { path: "objects.Gateway.g0", found: "4 Gateways", example: true },
      ],
    ],
    passes: [
      ["three", withObjects(many(3))],
      [
        "one with many listeners",
        withObjects([...many(3), gateway({ listeners: [http, https, listener(http, { name: "x", port: 81 })] })]),
      ],
      ["two of each scheme", withObjects([...many(2), ...many(2, balancedSpec("internal"))])],
      ["Gateways of another controller", withObjects(many(5, { gatewayClassName: "envoy" }))],
    ],
    unknown: [["an unknown scheme", withObjects(many(4, balancedSpec(unknown)))]],
  },
  "gateway-inference-version": {
    fails: [
      [
        "a version that is gone",
        withObjects([pool("inference.networking.x-k8s.io/v1alpha2")]),
        { path: "objects.InferencePool.llm.apiVersion", example: true },
      ],
      [
        "a version that never was",
        withObjects([pool("inference.networking.k8s.io/v1alpha2")]),
        { path: "objects.InferencePool.llm.apiVersion" },
      ],
    ],
    passes: [
      ["v1", withObjects([pool(V1)])],
      ["pools of others", withObjects([pool("example.com/v1")])],
    ],
    unknown: [["an unknown version", withObjects([{ ...pool(V1), apiVersion: unknown }])]],
  },
  "gateway-inference-picker": {
    fails: [
      [
        "a picker that nobody makes",
        withObjects([pool(V1)]),
        { path: "objects.InferencePool.llm.spec.endpointPickerRef", example: true },
      ],
      ["none", withObjects([pool(V1, {})]), { path: "objects.InferencePool.llm.spec.endpointPickerRef" }],
      [
        "the older field",
        withObjects([pool(V1, { extensionRef: { name: "ep" } }), picker]),
        { path: "objects.InferencePool.llm.spec.extensionRef" },
      ],
    ],
    passes: [["a picker beside it", withObjects([pool(V1), picker])]],
    unknown: [["an unknown picker", withObjects([pool(V1, { endpointPickerRef: unknown })])]],
  },
  "gateway-host-network-balancer": {
    fails: [
      [
        "annotations of a load balancer",
        withObjects([gateway()], chart({ hostNetwork: { enabled: true } })),
        {
          path: "objects.Gateway.edge.spec.infrastructure.annotations",
          found: "aws-load-balancer-scheme",
          example: true,
        },
      ],
    ],
    passes: [
      ["none", withObjects([gateway({ infrastructure: undefined })], chart({ hostNetwork: { enabled: true } }))],
      ["a load balancer", withObjects([gateway()])],
    ],
    unknown: [["an unknown switch", withObjects([gateway()], chart({ hostNetwork: unknown }))]],
  },
  "gateway-settings-host-network": {
    fails: [
      [
        "a load balancer beside the Helm value",
        asked({}, chart({ hostNetwork: { enabled: true } })),
        { path: "gateway.exposure.type", example: true },
      ],
    ],
    passes: [
      [
        "the host network",
        asked({ exposure: { type: ExposureType.HostNetwork } }, chart({ hostNetwork: { enabled: true } })),
      ],
      ["a load balancer", asked({}, chart({}))],
      ["no listener", asked({ listeners: {} }, chart({ hostNetwork: { enabled: true } }))],
      ["nothing described", { gateway: { settings: {} }, ...chart({ hostNetwork: { enabled: true } }) }],
    ],
    unknown: [["an unknown switch", asked({}, chart({ hostNetwork: unknown }))]],
  },
});
