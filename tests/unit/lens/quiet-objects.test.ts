import { describe, expect, it } from "vitest";
import { OFF_HYBRID, ON_HYBRID } from "../../../core/controllers/placement.ts";
import type { Registered } from "../../../lens/registered.ts";
import { cluster, eni, object, overlay, resource, told, vpc } from "../../support/programs.ts";

/* Right programs with objects and releases of what people run beside Cilium; each says nothing under the rules on its kind. */

const LB = "service.beta.kubernetes.io/aws-load-balancer-";
const policy = (spec: object, name = "one", namespace = "shop") =>
  object("cilium.io/v2", "CiliumNetworkPolicy", name, { spec }, namespace);
const clusterwide = (spec: object) => object("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "one", { spec }, "");
const port = (number: number, protocol = "TCP") => ({ toPorts: [{ ports: [{ port: String(number), protocol }] }] });
const dns = { toEndpoints: [{ matchLabels: { "k8s:k8s-app": "kube-dns" } }], ...port(53, "ANY") };
const release = (name: string, chart: string, values: object, version?: string): Registered =>
  resource("kubernetes:helm.sh/v3:Release", name, { name, chart, values, namespace: "kube-system", version });
const gatewayApi = { gatewayAPI: { enabled: true, gatewayClass: { create: "true" }, enableAlpn: true } };
const bundle = (more: Partial<Registered> = {}) =>
  resource(
    "kubernetes:yaml/v2:ConfigFile",
    "gateway-api",
    { file: "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml" },
    more,
  );
const edge = (listeners: readonly object[], name = "edge") =>
  object("gateway.networking.k8s.io/v1", "Gateway", name, {
    spec: {
      gatewayClassName: "cilium",
      listeners,
      infrastructure: {
        annotations: {
          [`${LB}scheme`]: "internet-facing",
          [`${LB}type`]: "external",
          [`${LB}nlb-target-type`]: "instance",
        },
      },
    },
  });
const all = { allowedRoutes: { namespaces: { from: "All" } } };
const plain = { name: "http", port: 80, protocol: "HTTP", ...all };
const secure = (hostname: string, name = "https") => ({
  name,
  port: 443,
  protocol: "HTTPS",
  hostname,
  tls: { mode: "Terminate", certificateRefs: [{ name: "cert" }] },
  ...all,
});
const secret = object("v1", "Secret", "cert", { type: "kubernetes.io/tls" });
const service = (spec: object = {}) =>
  object("v1", "Service", "web", {
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  });
const route = (kind: string, parts: object = {}) =>
  object("gateway.networking.k8s.io/v1", kind, "web", {
    spec: { parentRefs: [{ name: "edge" }], rules: [{ backendRefs: [{ name: "web", port: 80 }] }], ...parts },
  });
const afterBundle = (registered: Registered): Registered => ({ ...registered, dependencies: ["urn:gateway-api"] });
const remote = (podCidrs: readonly string[]) =>
  cluster({
    remoteNetworkConfig: {
      remoteNodeNetworks: { cidrs: ["192.168.10.0/24"] },
      remotePodNetworks: { cidrs: podCidrs },
    },
    kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
    vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
  });
const nodes = (labels: object) =>
  resource(
    "aws:eks/nodeGroup:NodeGroup",
    "general",
    { instanceTypes: ["m6i.large"], labels },
    { dependencies: ["urn:cilium"] },
  );
const egressOn = { egressGateway: { enabled: true }, bpf: { masquerade: true }, enableIPv4Masquerade: true };
const awsBuild = release(
  "cilium",
  "oci://public.ecr.aws/eks/cilium/cilium",
  {
    affinity: ON_HYBRID,
    operator: { affinity: ON_HYBRID },
    envoy: { enabled: false },
    ipam: {
      mode: "cluster-pool",
      operator: { clusterPoolIPv4PodCIDRList: ["192.168.64.0/20"], clusterPoolIPv4MaskSize: 25 },
    },
  },
  "1.18.8-1",
);

const RIGHT: readonly (readonly [what: string, rules: RegExp, ...resources: Registered[]])[] = [
  [
    "a namespace with DNS and its database",
    /^gateway-policy/,
    cluster(),
    eni(),
    policy({ endpointSelector: {}, egress: [dns, { toEndpoints: [{}] }] }),
  ],
  [
    "denial of the metadata service, and nothing else",
    /^gateway-policy/,
    cluster(),
    eni(),
    clusterwide({
      endpointSelector: {},
      enableDefaultDeny: { egress: false },
      egressDeny: [{ toCIDR: ["169.254.169.254/32"] }],
    }),
  ],
  [
    "a cluster closed but for system namespaces",
    /^gateway-policy/,
    cluster(),
    eni(),
    clusterwide({
      endpointSelector: {
        matchExpressions: [{ key: "k8s:io.kubernetes.pod.namespace", operator: "NotIn", values: ["kube-system"] }],
      },
      ingress: [{ fromEntities: ["cluster"] }],
    }),
  ],
  [
    "nodes behind the host firewall",
    /^gateway-policy/,
    cluster(),
    eni({ hostFirewall: { enabled: true } }),
    clusterwide({
      nodeSelector: {},
      ingress: [{ fromEntities: ["cluster"] }, { fromEntities: ["world"], ...port(22) }],
    }),
  ],
  [
    "a policy of Kubernetes with DNS",
    /^gateway-policy/,
    cluster(),
    eni(),
    object("networking.k8s.io/v1", "NetworkPolicy", "web", {
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [{ ports: [{ port: 53, protocol: "UDP" }] }, { to: [{ podSelector: {} }] }],
      },
    }),
  ],
  [
    "a backend that the Gateway may call",
    /^(?:gateway-policy|gateway-route|versions)/,
    cluster(),
    bundle(),
    afterBundle(eni(gatewayApi)),
    edge([plain]),
    route("HTTPRoute"),
    service(),
    policy({
      endpointSelector: { matchLabels: { app: "web" } },
      ingress: [{ fromEntities: ["ingress"], ...port(8080) }],
    }),
  ],
  [
    "two hostnames of one port",
    /^gateway-(?:listener|certificate)/,
    cluster(),
    eni(gatewayApi),
    edge([secure("shop.example.com"), secure("api.example.com", "api")]),
    secret,
  ],
  [
    "gRPC over TLS with ALPN",
    /^gateway-(?:grpc|route|backend)/,
    cluster(),
    eni(gatewayApi),
    edge([secure("api.example.com")]),
    route("GRPCRoute"),
    service(),
  ],
  [
    "three Gateways for three owners",
    /^gateway-(?:count|listener)/,
    cluster(),
    eni(gatewayApi),
    ...["a", "b", "c"].map((name) => edge([plain], name)),
  ],
  [
    "a bundle by kustomize before Cilium",
    /^versions-gateway/,
    cluster(),
    resource("kubernetes:kustomize/v2:Directory", "gateway-api", {
      directory: "https://github.com/kubernetes-sigs/gateway-api/config/crd?ref=v1.4.1",
    }),
    afterBundle(eni(gatewayApi)),
  ],
  [
    "a load balancer of the program with pods as targets in ENI mode",
    /^gateway-target/,
    cluster(),
    eni(),
    service({ type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" }),
  ],
  [
    "NodeLocal DNS by a local redirect",
    /^(?:datapath-local|versions-cilium-objects)/,
    cluster(),
    eni({ localRedirectPolicies: { enabled: true } }),
    object(
      "cilium.io/v2",
      "CiliumLocalRedirectPolicy",
      "nodelocaldns",
      {
        spec: {
          redirectFrontend: { serviceMatcher: { serviceName: "kube-dns", namespace: "kube-system" } },
          redirectBackend: {
            localEndpointSelector: { matchLabels: { "k8s-app": "node-local-dns" } },
            toPorts: [
              { port: "53", name: "dns", protocol: "UDP" },
              { port: "53", name: "dns-tcp", protocol: "TCP" },
            ],
          },
        },
      },
      "kube-system",
    ),
  ],
  [
    "a redirect of the metadata service",
    /^datapath-local/,
    cluster(),
    eni({ localRedirectPolicies: { enabled: true } }),
    object("cilium.io/v2", "CiliumLocalRedirectPolicy", "imds", {
      spec: {
        redirectFrontend: { addressMatcher: { ip: "169.254.169.254", toPorts: [{ port: "80", protocol: "TCP" }] } },
        redirectBackend: {
          localEndpointSelector: { matchLabels: { app: "proxy" } },
          toPorts: [{ port: "8181", protocol: "TCP" }],
        },
      },
    }),
  ],
  [
    "an egress gateway on nodes of its own",
    /^datapath-egress/,
    cluster(),
    vpc(),
    eni(egressOn),
    nodes({ role: "egress" }),
    object(
      "cilium.io/v2",
      "CiliumEgressGatewayPolicy",
      "out",
      {
        spec: {
          selectors: [{ podSelector: { matchLabels: { app: "billing" } } }],
          destinationCIDRs: ["0.0.0.0/0"],
          excludedCIDRs: ["10.0.0.0/8"],
          egressGateway: { nodeSelector: { matchLabels: { role: "egress" } }, interface: "ens5" },
        },
      },
      "",
    ),
  ],
  [
    "a node configuration for one group",
    /^datapath-node-config/,
    cluster(),
    eni(),
    nodes({ role: "edge" }),
    object(
      "cilium.io/v2",
      "CiliumNodeConfig",
      "edge",
      { spec: { nodeSelector: { matchLabels: { role: "edge" } }, defaults: { "bpf-lb-acceleration": "disabled" } } },
      "kube-system",
    ),
  ],
  ["AWS's build of Cilium on hybrid nodes", /^hybrid-/, remote(["192.168.64.0/20"]), awsBuild],
  ["ENI mode beside hybrid nodes that it keeps off", /^hybrid-eni/, remote([]), eni({ affinity: OFF_HYBRID })],
  [
    "webhooks kept off hybrid nodes",
    /^hybrid-webhook/,
    remote([]),
    awsBuild,
    release("cert-manager", "cert-manager", { affinity: OFF_HYBRID }),
  ],
  [
    "a VPC with its route to the premises",
    /^hybrid-(?:premises|network)/,
    remote([]),
    vpc(),
    awsBuild,
    resource("aws:ec2/route:Route", "premises", { destinationCidrBlock: "192.168.0.0/16", transitGatewayId: "tgw-1" }),
  ],
  [
    "a pool of addresses that BGP tells",
    /^hybrid-(?:pool|bgp)/,
    cluster(),
    vpc(),
    eni({ bgpControlPlane: { enabled: true } }),
    object("cilium.io/v2", "CiliumLoadBalancerIPPool", "blue", { spec: { blocks: [{ cidr: "192.168.40.0/24" }] } }, ""),
  ],
  [
    "Istio with its sidecars",
    /^datapath-(?:socket|istio)/,
    cluster(),
    eni({ socketLB: { hostNamespaceOnly: true } }),
    release("istiod", "istiod", {}),
  ],
  [
    "KubeVirt",
    /^datapath-socket/,
    cluster(),
    eni({ socketLB: { hostNamespaceOnly: true } }),
    object("kubevirt.io/v1", "KubeVirt", "kubevirt"),
  ],
  [
    "Multus beside Cilium",
    /^datapath-cni/,
    cluster(),
    eni({ cni: { exclusive: false } }),
    object("apps/v1", "DaemonSet", "kube-multus-ds"),
  ],
  [
    "alerts on metrics that exist",
    /^observability-alert/,
    cluster(),
    eni({ prometheus: { enabled: true } }),
    object("monitoring.coreos.com/v1", "PrometheusRule", "cilium", {
      spec: { groups: [{ rules: [{ expr: "rate(cilium_drop_count_total[5m]) > 1" }, { expr: "up == 0" }] }] },
    }),
  ],
  [
    "two VPCs that are peered and share no address",
    /^network-cidr/,
    cluster(),
    vpc(),
    resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }),
    resource(
      "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
      "peering",
      {},
      { sources: { vpcId: ["urn:net"], peerVpcId: ["urn:other"] } },
    ),
  ],
  ["a node group after Cilium", /^lifecycle-/, cluster(), eni(), nodes({})],
  [
    "an overlay with nodes as targets",
    /^gateway-target/,
    cluster(),
    overlay,
    service({ type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" }),
  ],
  [
    "an InferencePool with its picker",
    /^gateway-inference/,
    cluster(),
    eni(),
    object("inference.networking.k8s.io/v1", "InferencePool", "llm", {
      spec: {
        selector: { matchLabels: { app: "llm" } },
        targetPorts: [{ number: 8000 }],
        endpointPickerRef: { name: "web" },
      },
    }),
    service(),
  ],
  [
    "objects of the program in a ConfigGroup",
    /^(?:gateway-policy|versions-cilium)/,
    cluster(),
    eni(),
    resource("kubernetes:yaml/v2:ConfigGroup", "policies", {
      yaml: "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a, namespace: b}\nspec:\n  endpointSelector: {}\n  ingress: [{fromEntities: [cluster]}]\n",
    }),
  ],
];

describe("right programs with objects of their own", () => {
  it.each(RIGHT.map(([what, rules, ...resources]) => ({ what, rules, resources })))(
    "say nothing of $what",
    ({ rules, resources }) => {
      expect(told(rules, ...resources)).toEqual([]);
    },
  );
});
