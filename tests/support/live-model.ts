import type {
  ClusterModel,
  LiveCiliumNode,
  LiveGateway,
  LiveLoadBalancer,
  LiveModel,
  LiveNode,
  LiveRoute,
  LiveService,
  LiveSubnet,
  LiveWorkload,
  PlannedModel,
} from "../../core/model/index.ts";

/** A cluster of one node that runs as it should; a case changes what it is about. */
export const live = (over: Partial<LiveModel> = {}): ClusterModel => ({ live: { ...HEALTHY, ...over } });

/** The same beside a plan. */
export const beside = (over: Partial<LiveModel>, planned: Partial<PlannedModel>): ClusterModel => ({
  ...live(over),
  planned: { nodeGroups: [], gateways: [], ...planned },
});

export const NODE: LiveNode = {
  name: "one",
  instanceType: "m6i.xlarge",
  group: "general",
  kind: "ec2",
  address: "10.0.0.1",
  ready: true,
  sinceSeconds: 3600,
  ageSeconds: 3600,
  networkUnavailable: false,
  agentTaint: false,
  taints: [],
  labels: {},
  kubelet: "v1.35.2",
  maxPods: 42,
  pods: 10,
  podAddresses: 7,
};

export const CILIUM_NODE: LiveCiliumNode = {
  name: "one",
  instanceType: "m6i.xlarge",
  subnetIds: ["subnet-pods"],
  subnetTags: {},
  securityGroups: [],
  firstInterfaceIndex: 1,
  prefixDelegationOff: false,
  allocator: "crd",
  preAllocate: 8,
  held: 28,
  used: 12,
  releasing: 0,
  interfaces: [{ id: "eni-1", number: 1, subnet: "subnet-pods", addresses: 14, prefixes: 0, securityGroups: [] }],
};

export const workload = (part: LiveWorkload["part"], name: string, over: Partial<LiveWorkload> = {}): LiveWorkload => ({
  kind:
    part === "agent" || part === "envoy" || part === "aws-node" || part === "kube-proxy" ? "DaemonSet" : "Deployment",
  namespace: "kube-system",
  name,
  part,
  desired: 1,
  updated: 1,
  ready: 1,
  observed: true,
  images: [],
  version: "1.20.2",
  ...over,
});

export const AGENT = workload("agent", "cilium");
export const OPERATOR = workload("operator", "cilium-operator");
export const DNS = workload("dns", "coredns");

const condition = (type: string) => ({ type, status: "True", reason: type, message: "", current: true });

export const CLASS = {
  name: "cilium",
  controller: "io.cilium/gateway-controller",
  conditions: [condition("Accepted")],
};

export const GATEWAY: LiveGateway = {
  namespace: "edge",
  name: "edge",
  className: "cilium",
  ageSeconds: 3600,
  conditions: [condition("Accepted"), condition("Programmed")],
  addresses: ["lb.example.net"],
  listeners: [
    {
      name: "http",
      protocol: "HTTP",
      port: 80,
      attachedRoutes: 1,
      conditions: [condition("Accepted"), condition("Programmed"), condition("ResolvedRefs")],
    },
  ],
};

export const ROUTE: LiveRoute = {
  kind: "HTTPRoute",
  namespace: "edge",
  name: "shop",
  gateways: ["edge/edge"],
  parents: [{ gateway: "edge/edge", conditions: [condition("Accepted"), condition("ResolvedRefs")] }],
  backends: ["edge/shop"],
};

export const SERVICE: LiveService = {
  namespace: "edge",
  name: "cilium-gateway-edge",
  type: "LoadBalancer",
  loadBalancerClass: "service.k8s.aws/nlb",
  gateway: "edge",
  addresses: ["lb.example.net"],
  ageSeconds: 3600,
};

export const SUBNET: LiveSubnet = {
  id: "subnet-pods",
  name: "pods-a",
  zone: "eu-central-1a",
  cidr: "100.64.0.0/18",
  free: 16_000,
  forPods: true,
  freePrefixes: 900,
  largestFree: 19,
  reservations: [],
};

export const BALANCER: LiveLoadBalancer = {
  name: "edge",
  hostname: "lb.example.net",
  state: "active",
  targets: [{ port: 80, healthy: 1, unhealthy: 0, reasons: [] }],
};

export const CONFIG = {
  found: true,
  data: {
    ipam: "eni",
    "routing-mode": "native",
    "auto-create-cilium-node-resource": "true",
    "enable-hubble": "true",
    "kube-proxy-replacement": "true",
  },
  errors: [],
} as const;

/** The configuration with other keys; undefined takes one away. */
export const config = (over: Readonly<Record<string, string | undefined>>): LiveModel["config"] => ({
  ...CONFIG,
  data: Object.fromEntries(
    Object.entries({ ...CONFIG.data, ...over }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ),
});

const HEALTHY: LiveModel = {
  at: 1_800_000_000,
  server: { version: "1.35", clockSkewSeconds: 0 },
  nodes: [NODE],
  workloads: [AGENT, workload("envoy", "cilium-envoy"), OPERATOR, DNS],
  config: CONFIG,
  ciliumNodes: [CILIUM_NODE],
  pods: { total: 10, odd: [], oddCount: 0, unmanaged: [], unmanagedCount: 0 },
  endpoints: { total: 7, states: { ready: 7 }, odd: [], withoutAddress: 0 },
  classes: [CLASS],
  gateways: [GATEWAY],
  routes: [ROUTE],
  services: [SERVICE],
  backends: { "edge/shop": 2 },
  policies: [],
  certificates: [],
  events: [],
  operatorLog: {
    throttled: 0,
    denied: 0,
    "no-addresses": 0,
    "no-prefixes": 0,
    "interface-limit": 0,
    "out-of-interfaces": 0,
  },
  drops: [],
  definitions: [],
  apiUse: [],
  budgets: [],
  singleReplicas: [],
  cluster: { name: "prod", region: "eu-central-1", status: "ACTIVE", version: "1.35", vpcId: "vpc-1" },
  nodeGroups: [],
  addons: [],
  subnets: [SUBNET],
  interfaces: { inRegion: 40, quota: 5000, leaked: [] },
  loadBalancers: [BALANCER],
};
