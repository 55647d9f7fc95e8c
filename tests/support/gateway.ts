import type { ClusterModel, JsonObject, KubernetesObject } from "../../core/model/index.ts";
import { cilium, eniValues, network } from "./model.ts";

/** Objects of the Gateway API that no rule has anything to say about; a test changes what it is about. */

const LB = "service.beta.kubernetes.io/aws-load-balancer-";

/** Annotations by the part of their name behind `aws-load-balancer-`. */
export const nlb = (parts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).map(([key, value]) => [`${LB}${key}`, value]));

/** Path of an annotation of Gateway "edge". */
export const nlbPath = (name: string, kind = "Gateway"): string =>
  kind === "Gateway"
    ? `objects.Gateway.edge.spec.infrastructure.annotations.${LB}${name}`
    : `objects.Service.web.metadata.annotations.${LB}${name}`;

const API = "gateway.networking.k8s.io/v1";

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  parts: Readonly<Record<string, unknown>> = {},
  namespace: string | undefined = "gateway",
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...parts,
});

export const http: JsonObject = {
  name: "http",
  port: 80,
  protocol: "HTTP",
  allowedRoutes: { namespaces: { from: "Same" } },
};
export const https: JsonObject = {
  name: "https",
  port: 443,
  protocol: "HTTPS",
  hostname: "shop.example.com",
  tls: { mode: "Terminate", certificateRefs: [{ name: "shop-tls" }] },
  allowedRoutes: { namespaces: { from: "Same" } },
};

/** The listener with other parts. */
export const listener = (base: JsonObject, parts: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries({ ...base, ...parts }).filter(([, value]) => value !== undefined)) as JsonObject;

export const gateway = (
  spec: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): KubernetesObject => ({
  apiVersion: API,
  kind: "Gateway",
  metadata: { name: "edge", namespace: "gateway", ...metadata },
  spec: {
    gatewayClassName: "edge",
    listeners: [http, https],
    infrastructure: { annotations: nlb({ scheme: "internet-facing", "nlb-target-type": "instance" }) },
    ...spec,
  },
});

/** The same with these annotations for its load balancer and nothing else of the kind. */
export const balanced = (
  annotations: Readonly<Record<string, unknown>>,
  spec: Readonly<Record<string, unknown>> = {},
) => gateway({ infrastructure: { annotations: nlb(annotations) }, ...spec });

export const gatewayClass = object(
  API,
  "GatewayClass",
  "edge",
  {
    spec: {
      controllerName: "io.cilium/gateway-controller",
      parametersRef: { group: "cilium.io", kind: "CiliumGatewayClassConfig", name: "edge", namespace: "gateway" },
    },
  },
  undefined,
);

export const classConfig = (service: Readonly<Record<string, unknown>> = {}): KubernetesObject =>
  object("cilium.io/v2alpha1", "CiliumGatewayClassConfig", "edge", {
    spec: { service: { loadBalancerClass: "service.k8s.aws/nlb", ...service } },
  });

export const secret = (name = "shop-tls", namespace = "gateway"): KubernetesObject =>
  object("v1", "Secret", name, { type: "kubernetes.io/tls" }, namespace);

export const service = (
  spec: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "gateway", ...metadata },
  spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

export const loadBalancer = (
  annotations: Readonly<Record<string, unknown>>,
  spec: Readonly<Record<string, unknown>> = {},
): KubernetesObject =>
  service(
    { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ...spec },
    { annotations: nlb(annotations) },
  );

export const route = (
  spec: Readonly<Record<string, unknown>> = {},
  { kind = "HTTPRoute", namespace = "gateway", version = "v1" } = {},
): KubernetesObject =>
  object(
    `gateway.networking.k8s.io/${version}`,
    kind,
    "shop",
    {
      spec: {
        parentRefs: [{ name: "edge", namespace: "gateway" }],
        rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
        ...spec,
      },
    },
    namespace,
  );

/** A rule of a route with one backend. */
export const ruleOf = (parts: Readonly<Record<string, unknown>> = {}) => ({
  backendRefs: [{ name: "web", port: 80 }],
  ...parts,
});

export const values = (more: JsonObject = {}): JsonObject =>
  eniValues({ gatewayAPI: { enabled: true, gatewayClass: { create: "false" } }, ...more });

/** A cluster with these objects beside the class, and a network with public subnets in both zones. */
export const withObjects = (objects: readonly KubernetesObject[], parts: Partial<ClusterModel> = {}): ClusterModel => ({
  cilium: cilium({ values: values() }),
  gatewayApi: { bundle: "v1.4.1", channel: "standard" },
  network: network({
    subnets: [
      ...network().subnets,
      ...["a", "b"].map((letter, at) => ({
        name: `public-${letter}`,
        role: "public" as const,
        zone: `eu-central-1${letter}`,
        cidr: `10.0.${String(128 + at * 16)}.0/20`,
        egress: "internet-gateway" as const,
        reservations: [],
        tags: {},
      })),
    ],
  }),
  releases: [],
  nodeGroups: [],
  ...parts,
  objects: [
    gatewayClass,
    ...(objects.some(({ kind }) => kind === "CiliumGatewayClassConfig") ? [] : [classConfig()]),
    ...objects,
  ],
});
