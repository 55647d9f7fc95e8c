import { gzipSync } from "node:zlib";
import type { KubeObject } from "./kube-client.ts";

/* What people wrote into a cluster, what controllers made of it, and what tools make again: for backup and restore. */

const space = (name: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { team: name } },
});

const secret = (
  namespace: string,
  name: string,
  stringData: Readonly<Record<string, string>>,
  type = "Opaque",
): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace },
  type,
  stringData,
});

const policy = (name: string, spec: object): KubeObject => ({
  apiVersion: "cilium.io/v2",
  kind: "CiliumNetworkPolicy",
  metadata: { name, namespace: "shop" },
  spec: { endpointSelector: {}, ...spec },
});

const gatewayApi = (kind: string, name: string, spec: object, metadata: object = {}): KubeObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind,
  metadata: { name, namespace: "shop", ...metadata },
  spec,
});

const TLS = { "tls.crt": "certificate", "tls.key": "very-secret-key" };

/** What somebody wrote: all of it is kept. */
export const WRITTEN: readonly KubeObject[] = [
  space("shop"),
  secret("shop", "edge-tls", TLS, "kubernetes.io/tls"),
  secret("kube-system", "cilium-ca", { "ca.crt": "authority", "ca.key": "very-secret-authority" }),
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumCIDRGroup",
    metadata: { name: "partners" },
    spec: { externalCIDRs: ["203.0.113.0/24"] },
  },
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumClusterwideNetworkPolicy",
    metadata: { name: "a-rest" },
    spec: { endpointSelector: {}, ingress: [{ fromCIDRSet: [{ cidrGroupRef: "partners" }] }] },
  },
  policy("a-deny", { ingress: [{}] }),
  policy("names", {
    egress: [
      {
        toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system", "k8s-app": "kube-dns" } }],
        toPorts: [{ ports: [{ port: "53", protocol: "ANY" }] }],
      },
    ],
  }),
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "plain", namespace: "shop" },
    spec: { podSelector: {}, policyTypes: ["Ingress"] },
  },
  gatewayApi("Gateway", "edge", {
    gatewayClassName: "cilium",
    infrastructure: {
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-subnets": "subnet-0aaaaaaaaaaaaaaaa" },
    },
    listeners: [
      {
        name: "https",
        protocol: "HTTPS",
        port: 443,
        tls: { certificateRefs: [{ name: "edge-tls" }] },
        allowedRoutes: { namespaces: { from: "Same" } },
      },
    ],
  }),
  gatewayApi("HTTPRoute", "web", {
    parentRefs: [{ name: "edge" }],
    rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
  }),
];

const helm = {
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: { "meta.helm.sh/release-name": "cilium" },
};

/** What tools make again: kept, and left to them. */
export const MANAGED: readonly KubeObject[] = [
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "cilium", ...helm },
    spec: { controllerName: "io.cilium/gateway-controller" },
  },
  gatewayApi(
    "HTTPRoute",
    "synced",
    { parentRefs: [{ name: "edge" }], rules: [{ backendRefs: [{ name: "api", port: 80 }] }] },
    { annotations: { "argocd.argoproj.io/tracking-id": "shop:gateway.networking.k8s.io/HTTPRoute:shop/synced" } },
  ),
];

const RELEASE = {
  name: "cilium",
  config: { ipam: { mode: "eni" } },
  chart: { metadata: { name: "cilium", version: "1.19.6" } },
};

/** What controllers made, and Helm's record: none of it comes back as an object. */
export const REBUILT: readonly KubeObject[] = [
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumEnvoyConfig",
    metadata: { name: "cilium-gateway-edge", namespace: "shop" },
    spec: { resources: [] },
  },
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumIdentity",
    metadata: { name: "4242" },
    "security-labels": { "k8s:app": "web" },
  },
  secret("kube-system", "hubble-relay-client-certs", TLS),
  {
    ...secret(
      "kube-system",
      "sh.helm.release.v1.cilium.v3",
      {
        release: gzipSync(JSON.stringify(RELEASE)).toString("base64"),
      },
      "helm.sh/release.v1",
    ),
    metadata: {
      name: "sh.helm.release.v1.cilium.v3",
      namespace: "kube-system",
      labels: { owner: "helm", status: "deployed", name: "cilium" },
    },
  },
];
