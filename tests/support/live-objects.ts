import type { KubeObject } from "./kube-client.ts";

/*
 * The objects of a cluster that runs, as its kubelets, agents and controllers write them, for both minors of Cilium: 1.19 lists
 * every address of a node in its CiliumNode, 1.20 writes blocks and a demand. A sickness is a change of one of them.
 */

export type CiliumMinor = "1.19" | "1.20";

/** A time some seconds ago. */
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
const HOUR = 3600;

const VERSIONS: Readonly<Record<CiliumMinor, string>> = { "1.19": "1.19.6", "1.20": "1.20.2" };

/** A node whose kubelet and agent are well. */
export function node(index: number, over: Readonly<Record<string, unknown>> = {}): KubeObject {
  const name = nodeName(index);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "m6i.xlarge",
        "topology.kubernetes.io/zone": `eu-central-1${"abc"[index % 3] ?? "a"}`,
        "eks.amazonaws.com/nodegroup": "general",
      },
    },
    spec: { providerID: `aws:///eu-central-1a/${instanceId(index)}` },
    status: {
      addresses: [{ type: "InternalIP", address: nodeAddress(index) }],
      allocatable: { pods: "42", cpu: "4", memory: "16Gi" },
      capacity: { pods: "42", cpu: "4", memory: "16Gi" },
      nodeInfo: nodeInfo,
      conditions: [condition("Ready", "True", "KubeletReady"), condition("NetworkUnavailable", "False", "CiliumIsUp")],
      ...over,
    },
  };
}

const nodeName = (index: number): string =>
  `ip-10-0-${String(index >> 8)}-${String(index & 255)}.eu-central-1.compute.internal`;
const nodeAddress = (index: number): string => `10.0.${String(index >> 8)}.${String(index & 255)}`;
const instanceId = (index: number): string => `i-${index.toString(16).padStart(17, "0")}`;

const nodeInfo = {
  kubeletVersion: "v1.35.2-eks-1234567",
  machineID: "m",
  systemUUID: "s",
  bootID: "b",
  kernelVersion: "6.12.30",
  osImage: "Amazon Linux 2023",
  containerRuntimeVersion: "containerd://2.2.4",
  kubeProxyVersion: "",
  operatingSystem: "linux",
  architecture: "amd64",
};

export const condition = (type: string, status: string, reason: string, message = "") => ({
  type,
  status,
  reason,
  message,
  lastHeartbeatTime: ago(10),
  lastTransitionTime: ago(HOUR),
});

/** The same node for Cilium: two interfaces, prefixes or single addresses, twelve in use. */
export function ciliumNode(
  index: number,
  minor: CiliumMinor,
  { prefixes = false, held = 32, used = 12, preAllocate = 8 } = {},
): KubeObject {
  const first = index * 64;
  const pool = Array.from(
    { length: held },
    (_, at) => `100.64.${String((first + at) >> 8)}.${String((first + at) & 255)}`,
  );
  const blocks = Array.from(
    { length: held / 16 },
    (_, at) => `100.64.${String((first + at * 16) >> 8)}.${String((first + at * 16) & 255)}/28`,
  );
  const eni = {
    id: `eni-${index.toString(16).padStart(17, "0")}`,
    ip: `100.64.255.${String(index & 255)}`,
    mac: "02:00:00:00:00:01",
    number: 1,
    "availability-zone": "eu-central-1a",
    description: `Cilium-CNI (${instanceId(index)})`,
    subnet: { id: "subnet-pods-a", cidr: "100.64.0.0/18" },
    vpc: { id: "vpc-1", "primary-cidr": "10.0.0.0/16" },
    "security-groups": ["sg-nodes"],
    addresses: prefixes ? [] : pool,
    prefixes: prefixes ? blocks : [],
  };
  const allocated = prefixes ? blocks : pool.map((address) => `${address}/32`);
  const ipam =
    minor === "1.19"
      ? {
          "pre-allocate": preAllocate,
          pool: Object.fromEntries(pool.map((address) => [address, { resource: eni.id }])),
        }
      : {
          "pre-allocate": preAllocate,
          pools: {
            requested: [{ pool: "default", needed: { "ipv4-addrs": used + preAllocate } }],
            allocated: [{ pool: "default", cidrs: allocated }],
          },
        };
  return {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNode",
    metadata: { name: nodeName(index) },
    spec: {
      ...(minor === "1.19" ? { "instance-id": instanceId(index) } : {}),
      "instance-id": instanceId(index),
      eni: {
        "instance-type": "m6i.xlarge",
        "availability-zone": "eu-central-1a",
        "vpc-id": "vpc-1",
        "node-subnet-id": "subnet-nodes-a",
        "first-interface-index": 1,
        "subnet-tags": { "cilium-eks/pods": "true" },
      },
      ipam,
    },
    status: {
      eni: { enis: { [eni.id]: eni } },
      ipam: {
        "operator-status": {},
        ...(minor === "1.19"
          ? {
              used: Object.fromEntries(
                pool
                  .slice(0, used)
                  .map((address, at) => [address, { owner: `default/pod-${String(at)}`, resource: eni.id }]),
              ),
            }
          : {}),
      },
    },
  };
}

const template = (name: string, image: string) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: "main", image }] },
});

/** A DaemonSet that is rolled out on so many nodes. */
export const daemonSet = (name: string, image: string, nodes: number, status: object = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name, namespace: "kube-system" },
  spec: { selector: { matchLabels: { app: name } }, template: template(name, image) },
  status: {
    currentNumberScheduled: nodes,
    numberMisscheduled: 0,
    desiredNumberScheduled: nodes,
    updatedNumberScheduled: nodes,
    numberReady: nodes,
    numberAvailable: nodes,
    observedGeneration: 1,
    ...status,
  },
});

/** A Deployment whose replicas are ready. */
export const deployment = (name: string, image: string, replicas = 2, status: object = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "kube-system" },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: template(name, image) },
  status: {
    observedGeneration: 1,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    ...status,
  },
});

/** A pod that runs, with an address of its own unless it is on the host's network. */
export function pod(
  name: string,
  at: number,
  address: string,
  over: { readonly namespace?: string; readonly host?: boolean; readonly status?: object } = {},
): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: over.namespace ?? "default" },
    spec: {
      nodeName: nodeName(at),
      containers: [{ name: "main", image: "example.com/app:1" }],
      ...(over.host === true ? { hostNetwork: true } : {}),
    },
    status: over.status ?? {
      phase: "Running",
      podIP: address,
      podIPs: [{ ip: address }],
      startTime: ago(HOUR),
      conditions: [{ type: "Ready", status: "True" }],
      containerStatuses: [
        {
          name: "main",
          ready: true,
          started: true,
          restartCount: 0,
          image: "example.com/app:1",
          imageID: "",
          state: { running: { startedAt: ago(HOUR) } },
        },
      ],
    },
  };
}

export const endpoint = (name: string, address: string, state = "ready", namespace = "default"): KubeObject => ({
  apiVersion: "cilium.io/v2",
  kind: "CiliumEndpoint",
  metadata: { name, namespace },
  status: {
    id: 1,
    state,
    networking: { addressing: [{ ipv4: address }], node: "10.0.0.1" },
    identity: { id: 4242, labels: ["k8s:app=app"] },
  },
});

export const ciliumConfig = (minor: CiliumMinor, data: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "cilium-config", namespace: "kube-system" },
  data: {
    ipam: "eni",
    "routing-mode": "native",
    "auto-create-cilium-node-resource": "true",
    "enable-hubble": "true",
    "kube-proxy-replacement": "true",
    "enable-gateway-api": "true",
    "cluster-name": "prod",
    ...(minor === "1.19" ? {} : { "ipam-multi-pool-pre-allocation": "default=8" }),
    ...data,
  },
});

const yes = (type: string) => ({
  type,
  status: "True",
  reason: type,
  message: "",
  lastTransitionTime: ago(HOUR),
  observedGeneration: 1,
});
const GROUP = "gateway.networking.k8s.io/v1";
const HOSTNAME = "k8s-edge-0123456789.elb.eu-central-1.amazonaws.com";

/** A class, a Gateway with its Service, and a route to a Service with a pod. */
export const gatewayObjects = (): readonly KubeObject[] => [
  {
    apiVersion: GROUP,
    kind: "GatewayClass",
    metadata: { name: "cilium" },
    spec: { controllerName: "io.cilium/gateway-controller" },
    status: { conditions: [yes("Accepted")] },
  },
  {
    apiVersion: GROUP,
    kind: "Gateway",
    metadata: { name: "edge", namespace: "default" },
    spec: {
      gatewayClassName: "cilium",
      infrastructure: {
        annotations: {
          "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
          "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "instance",
        },
      },
      listeners: [{ name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } }],
    },
    status: {
      conditions: [yes("Accepted"), yes("Programmed")],
      addresses: [{ type: "Hostname", value: HOSTNAME }],
      listeners: [
        {
          name: "http",
          attachedRoutes: 1,
          supportedKinds: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute" }],
          conditions: [yes("Accepted"), yes("Programmed"), yes("ResolvedRefs")],
        },
      ],
    },
  },
  {
    apiVersion: GROUP,
    kind: "HTTPRoute",
    metadata: { name: "shop", namespace: "default" },
    spec: { parentRefs: [{ name: "edge" }], rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] },
    status: {
      parents: [
        {
          controllerName: "io.cilium/gateway-controller",
          parentRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: "edge" },
          conditions: [yes("Accepted"), yes("ResolvedRefs")],
        },
      ],
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "cilium-gateway-edge",
      namespace: "default",
      labels: { "gateway.networking.k8s.io/gateway-name": "edge" },
    },
    spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 80 }] },
    status: { loadBalancer: { ingress: [{ hostname: HOSTNAME }] } },
  },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "shop-1", namespace: "default", labels: { "kubernetes.io/service-name": "shop" } },
    addressType: "IPv4",
    ports: [{ port: 8080 }],
    endpoints: [{ addresses: ["100.64.0.10"], conditions: { ready: true } }],
  },
];

/** Three nodes with everything that Cilium runs there. */
export function healthy(minor: CiliumMinor): readonly KubeObject[] {
  const version = VERSIONS[minor];
  const nodes = [1, 2, 3];
  const image = (name: string): string => `quay.io/cilium/${name}:v${version}@sha256:${"0".repeat(64)}`;
  return [
    ...nodes.map((index) => node(index)),
    ...nodes.map((index) => ciliumNode(index, minor)),
    daemonSet("cilium", image("cilium"), nodes.length),
    daemonSet("cilium-envoy", "quay.io/cilium/cilium-envoy:v1.35.3-1", nodes.length),
    deployment("cilium-operator", image("operator-aws")),
    deployment("coredns", "602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/coredns:v1.14.2-eksbuild.1"),
    deployment("hubble-relay", image("hubble-relay"), 1),
    deployment("aws-load-balancer-controller", "public.ecr.aws/eks/aws-load-balancer-controller:v3.6.0"),
    ciliumConfig(minor),
    ...nodes.flatMap((index) => [
      pod(`cilium-${String(index)}`, index, nodeAddress(index), { namespace: "kube-system", host: true }),
      pod(`app-${String(index)}`, index, `100.64.0.${String(index)}`),
      endpoint(`app-${String(index)}`, `100.64.0.${String(index)}`),
    ]),
    pod("cilium-operator-abc", 1, nodeAddress(1), { namespace: "kube-system", host: true }),
    ...gatewayObjects(),
  ];
}
