import { type AwsRead, CILIUM, type Command, GATEWAY, type KubeRead, core, custom, system } from "./read-kinds.ts";
import { MIGRATION_READS } from "./migration-reads.ts";
import { UPGRADE_READS } from "./upgrade-reads.ts";

export type { AwsRead, Command, KubeRead } from "./read-kinds.ts";

/**
 * Everything that is read of a running cluster: the one table from which the readers ask and the least rights are made, so that
 * neither can know more than the other.
 */

const BOTH: readonly Command[] = ["verify", "diagnose"];
const ALL: readonly Command[] = ["verify", "diagnose", "capacity"];
/** What says by itself whether it is what was planned. */
const AND_DRIFT: readonly Command[] = [...BOTH, "drift"];
/** What an upgrade looks at beside those that look at health. */
const BOTH_AND_UPGRADE: readonly Command[] = [...BOTH, "upgrade"];
/** What AWS says of the cluster. */
const EVERY: readonly Command[] = ["verify", "diagnose", "capacity", "upgrade", "migrate"];

/** Secrets whose certificates Hubble and the mesh run on (charts 1.19 and 1.20, templates/hubble and clustermesh). */
const CERTIFICATES = [
  "hubble-server-certs",
  "hubble-relay-client-certs",
  "hubble-relay-server-certs",
  "cilium-ca",
] as const;

export const KUBE_READS = {
  nodes: {
    ...core("nodes", "Node"),
    tells: "which nodes are Ready, and their taints",
    commands: EVERY,
  },
  pods: {
    ...core("pods", "Pod"),
    table: true,
    tells: "pods by node, and those that do not start",
    commands: ALL,
  },
  daemonSets: {
    ...system("apps", "daemonsets", "DaemonSet"),
    tells: "how far the roll-out of agents and Envoy is; whether aws-node and kube-proxy run",
    commands: [...BOTH_AND_UPGRADE, "drift"],
  },
  deployments: {
    ...system("apps", "deployments", "Deployment"),
    tells: "whether operator, relay, CoreDNS and the load balancer controller run",
    commands: AND_DRIFT,
  },
  config: {
    ...system("", "configmaps", "ConfigMap"),
    names: ["cilium-config"],
    tells: "what the agents are configured with",
    commands: [...EVERY, "drift"],
  },
  ciliumNodes: {
    ...custom(CILIUM, "v2", "ciliumnodes", "CiliumNode"),
    tells: "interfaces and addresses of each node",
    commands: ALL,
  },
  endpoints: {
    ...custom(CILIUM, "v2", "ciliumendpoints", "CiliumEndpoint"),
    table: true,
    tells: "which pods Cilium manages, and the state of their endpoints",
    commands: BOTH,
  },
  policies: {
    ...custom(CILIUM, "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy"),
    tells: "whether policies are valid",
    commands: BOTH_AND_UPGRADE,
  },
  clusterPolicies: {
    ...custom(CILIUM, "v2", "ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy"),
    tells: "whether cluster-wide policies are valid",
    commands: BOTH_AND_UPGRADE,
  },
  classes: {
    ...custom(GATEWAY, "v1", "gatewayclasses", "GatewayClass"),
    tells: "whether the class of Gateways is accepted",
    commands: BOTH_AND_UPGRADE,
  },
  gateways: {
    ...custom(GATEWAY, "v1", "gateways", "Gateway"),
    tells: "whether Gateways are programmed",
    commands: BOTH_AND_UPGRADE,
  },
  httpRoutes: {
    ...custom(GATEWAY, "v1", "httproutes", "HTTPRoute"),
    tells: "whether routes are accepted and find their Services",
    commands: BOTH_AND_UPGRADE,
  },
  grpcRoutes: {
    ...custom(GATEWAY, "v1", "grpcroutes", "GRPCRoute"),
    tells: "the same of gRPC",
    commands: BOTH_AND_UPGRADE,
  },
  classConfigs: {
    ...custom(CILIUM, "v2alpha1", "ciliumgatewayclassconfigs", "CiliumGatewayClassConfig"),
    tells: "which load balancer a class asks for",
    commands: BOTH_AND_UPGRADE,
  },
  nodePools: {
    ...custom("karpenter.sh", "v1", "nodepools", "NodePool"),
    tells: "how Karpenter makes nodes",
    commands: [...BOTH, "migrate"],
  },
  nodeClasses: {
    ...custom("karpenter.k8s.aws", "v1", "ec2nodeclasses", "EC2NodeClass"),
    tells: "with which images and limits it makes them",
    commands: BOTH,
  },
  gatewayApi: {
    ...custom("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition"),
    names: ["gateways.gateway.networking.k8s.io"],
    tells: "which bundle of the Gateway API is installed",
    commands: BOTH,
  },
  services: {
    ...core("services", "Service"),
    query: { labelSelector: "gateway.networking.k8s.io/gateway-name" },
    tells: "whether a Gateway's load balancer has an address",
    commands: BOTH,
  },
  slices: {
    ...custom("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
    tells: "whether the Services of routes have pods that are ready",
    commands: BOTH,
  },
  certificates: {
    ...system("", "secrets", "Secret"),
    names: CERTIFICATES,
    mayBeAbsent: true,
    tells: "when Hubble's certificates run out; keys are dropped unread",
    commands: BOTH,
  },
  events: {
    ...core("events", "Event"),
    query: { fieldSelector: "type=Warning" },
    tells: "what kubelets and controllers complain of",
    commands: BOTH,
  },
  ...UPGRADE_READS,
  ...MIGRATION_READS,
} as const satisfies Readonly<Record<string, KubeRead>>;

export type KubeReadId = keyof typeof KUBE_READS;

/** The operator's log; its pods are found in the list of pods. */
export const LOG_READ = {
  ...system("", "pods/log", "Pod"),
  tells: "which calls of the operator EC2 refuses",
  commands: ["diagnose"],
} as const satisfies KubeRead;

export const AWS_READS = {
  cluster: {
    actions: ["eks:DescribeCluster"],
    tells: "state, version and VPC of the cluster",
    commands: [...EVERY, "enis", "drift"],
  },
  nodeGroups: {
    actions: ["eks:ListNodegroups", "eks:DescribeNodegroup"],
    tells: "health of the node groups",
    commands: [...BOTH_AND_UPGRADE, "drift", "migrate"],
  },
  addons: {
    actions: ["eks:ListAddons", "eks:DescribeAddon"],
    tells: "health of the add-ons; whether the VPC CNI is one of them",
    commands: [...BOTH_AND_UPGRADE, "drift", "migrate"],
  },
  subnets: {
    actions: ["ec2:DescribeSubnets", "ec2:GetSubnetCidrReservations"],
    tells: "free addresses of the subnets, and blocks kept for prefixes",
    commands: [...EVERY, "enis"],
  },
  interfaces: {
    actions: ["ec2:DescribeNetworkInterfaces"],
    tells: "which addresses and prefixes are taken, and by whom",
    commands: [...EVERY, "enis"],
  },
  vpc: {
    actions: ["ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeRouteTables"],
    tells: "blocks, subnets and routes of the VPC, for the stack file",
    commands: ["migrate"],
  },
  instances: {
    actions: ["ec2:DescribeInstances", "eks:ListClusters"],
    tells: "which machines and clusters are gone, so that their interfaces are leaked",
    commands: ["verify", "diagnose", "enis"],
  },
  quotas: {
    actions: ["servicequotas:GetServiceQuota"],
    tells: "how many interfaces the Region may have",
    commands: ["verify", "diagnose", "capacity"],
  },
  loadBalancers: {
    actions: [
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    tells: "whether the load balancers of Gateways have healthy targets",
    commands: BOTH,
  },
} as const satisfies Readonly<Record<string, AwsRead>>;

export type AwsReadId = keyof typeof AWS_READS;

/** What `enis --delete` needs beside reading. */
export const DELETE_ACTION = "ec2:DeleteNetworkInterface";

export const apiVersionOf = ({ group, version }: KubeRead): string => (group === "" ? version : `${group}/${version}`);

/** Path of a reading; in a namespace where it is of the system. */
export function pathOf({ group, version, plural, scope }: KubeRead, namespace: string): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return scope === "system" ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
}
