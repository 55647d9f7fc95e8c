import type { CiliumModel, GatewayApiModel } from "./workloads.ts";
import type { KubernetesObject } from "./json.ts";
import type { NodeGroupModel } from "./nodes.ts";
import type { LiveApiUse, LiveBudget, LiveDefinition, LiveSingleReplica } from "./upgrade.ts";

/**
 * What is observed of a cluster that runs: statuses, conditions and counts, never all of its pods. A part that could not be read
 * is `UNKNOWN`. Times are seconds since 1970 by the API server's clock.
 */
export interface LiveModel {
  /** When it was read. */
  readonly at: number;
  readonly server: LiveServer;
  readonly nodes: readonly LiveNode[];
  /** DaemonSets and Deployments of the namespace that Cilium runs in. */
  readonly workloads: readonly LiveWorkload[];
  readonly config: LiveConfig;
  readonly ciliumNodes: readonly LiveCiliumNode[];
  readonly pods: LivePods;
  readonly endpoints: LiveEndpoints;
  readonly classes: readonly LiveClass[];
  readonly gateways: readonly LiveGateway[];
  readonly routes: readonly LiveRoute[];
  /** Services of Gateways. */
  readonly services: readonly LiveService[];
  /** Ready addresses of the Services that routes name, `namespace/name` -> number; a Service that is not there is missing. */
  readonly backends: Readonly<Record<string, number>>;
  readonly policies: readonly LivePolicy[];
  readonly certificates: readonly LiveCertificate[];
  /** Warnings of the last hours, the same ones counted together. */
  readonly events: readonly LiveEvent[];
  /** What the operator's log tells of EC2, by kind of trouble; only a diagnosis reads it. */
  readonly operatorLog: Readonly<Record<LogTrouble, number>>;
  /** Flows that were dropped, the same ones counted together; only a diagnosis that is given flows has them. */
  readonly drops: readonly LiveDrop[];
  /** Definitions of custom resources; only `upgrade` reads them, as what follows. */
  readonly definitions: readonly LiveDefinition[];
  readonly apiUse: readonly LiveApiUse[];
  readonly budgets: readonly LiveBudget[];
  readonly singleReplicas: readonly LiveSingleReplica[];
  readonly cluster: LiveCluster;
  readonly nodeGroups: readonly LiveNodeGroup[];
  readonly addons: readonly LiveAddon[];
  readonly subnets: readonly LiveSubnet[];
  readonly interfaces: LiveInterfaces;
  readonly loadBalancers: readonly LiveLoadBalancer[];
}

interface LiveServer {
  /** `1.35`. */
  readonly version: string;
  /** How far this machine's clock is from the API server's; positive where this one is ahead. */
  readonly clockSkewSeconds: number;
}

export interface LiveNode {
  readonly name: string;
  readonly instanceId?: string;
  readonly instanceType?: string;
  readonly zone?: string;
  /** Managed node group. */
  readonly group?: string;
  readonly kind: "ec2" | "fargate" | "hybrid" | "windows";
  readonly address?: string;
  readonly ready: boolean;
  /** What the kubelet says of it where it is not Ready. */
  readonly reason?: string;
  /** Seconds since it changed to what it is now. */
  readonly sinceSeconds: number;
  readonly ageSeconds: number;
  readonly networkUnavailable: boolean;
  /** Taint of Cilium's agent that is not ready. */
  readonly agentTaint: boolean;
  /** `key:effect`. */
  readonly taints: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly kubelet: string;
  readonly maxPods: number;
  /** Pods on it that have not ended. */
  readonly pods: number;
  /** Those that have an address of their own. */
  readonly podAddresses: number;
}

/** Which part of the cluster a workload is. */
export type LivePart =
  | "agent"
  | "envoy"
  | "operator"
  | "relay"
  | "ui"
  | "mesh"
  | "aws-node"
  | "kube-proxy"
  | "dns"
  | "load-balancer-controller"
  | "other";

export interface LiveWorkload {
  readonly kind: "DaemonSet" | "Deployment";
  readonly namespace: string;
  readonly name: string;
  readonly part: LivePart;
  readonly desired: number;
  readonly updated: number;
  readonly ready: number;
  /** The controller has seen the last change. */
  readonly observed: boolean;
  readonly images: readonly string[];
  /** Version of the first image, `1.19.6`; undefined where its tag is none. */
  readonly version?: string;
}

export interface LiveConfig {
  readonly found: boolean;
  readonly data: Readonly<Record<string, string>>;
  /** Annotations by which an agent or the CLI tells of an error. */
  readonly errors: readonly string[];
}

/** A CiliumNode, in one shape for both allocators. */
export interface LiveCiliumNode {
  readonly name: string;
  readonly instanceType?: string;
  readonly zone?: string;
  readonly vpcId?: string;
  readonly nodeSubnet?: string;
  readonly subnetIds: readonly string[];
  readonly subnetTags: Readonly<Record<string, string>>;
  readonly securityGroups: readonly string[];
  readonly firstInterfaceIndex: number;
  readonly prefixDelegationOff: boolean;
  /** `crd`: 1.19, addresses one by one; `multi-pool`: 1.20, blocks. */
  readonly allocator: "crd" | "multi-pool";
  readonly preAllocate: number;
  readonly maxAllocate?: number;
  /** Addresses that the node has for pods. */
  readonly held: number;
  /** Addresses in use; in 1.20 what the agent asks for less `preAllocate`, as its operator reckons. */
  readonly used: number;
  readonly releasing: number;
  readonly operatorError?: string;
  readonly interfaces: readonly LiveNodeInterface[];
}

export interface LiveNodeInterface {
  readonly id: string;
  readonly number: number;
  readonly subnet: string;
  readonly addresses: number;
  readonly prefixes: number;
  readonly securityGroups: readonly string[];
}

export interface LivePods {
  readonly total: number;
  /** Not running as they should, the first of them. */
  readonly odd: readonly LivePod[];
  /** How many are odd. */
  readonly oddCount: number;
  /** Running with an address of their own and without an endpoint of Cilium, the first of them. */
  readonly unmanaged: readonly string[];
  readonly unmanagedCount: number;
}

export interface LivePod {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  /** As kubectl prints it: `ContainerCreating`, `CrashLoopBackOff`. */
  readonly status: string;
  readonly ageSeconds: number;
  readonly restarts: number;
}

export interface LiveEndpoints {
  readonly total: number;
  readonly states: Readonly<Record<string, number>>;
  /** Those in other states than `ready`, the first of them. */
  readonly odd: readonly LiveEndpoint[];
  readonly withoutAddress: number;
}

export interface LiveEndpoint {
  readonly namespace: string;
  readonly name: string;
  readonly state: string;
  readonly ageSeconds: number;
}

export interface LiveCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** Written for the object as it is now. */
  readonly current: boolean;
}

export interface LiveClass {
  readonly name: string;
  readonly controller: string;
  readonly conditions: readonly LiveCondition[];
}

export interface LiveGateway {
  readonly namespace: string;
  readonly name: string;
  readonly className: string;
  readonly ageSeconds: number;
  readonly conditions: readonly LiveCondition[];
  readonly addresses: readonly string[];
  readonly listeners: readonly LiveListener[];
}

export interface LiveListener {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly attachedRoutes: number;
  readonly conditions: readonly LiveCondition[];
}

export interface LiveRoute {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Gateways that it names, `namespace/name`. */
  readonly gateways: readonly string[];
  /** What controllers say of it, by the Gateway. */
  readonly parents: readonly LiveRouteParent[];
  /** Services that it names, `namespace/name`. */
  readonly backends: readonly string[];
}

interface LiveRouteParent {
  readonly gateway: string;
  readonly conditions: readonly LiveCondition[];
}

export interface LiveService {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly loadBalancerClass?: string;
  /** Gateway that it is for; shortened by Cilium where the name is long. */
  readonly gateway: string;
  readonly addresses: readonly string[];
  readonly ageSeconds: number;
}

export interface LivePolicy {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Undefined where no agent or operator has said. */
  readonly valid?: boolean;
  readonly message: string;
}

export interface LiveCertificate {
  readonly namespace: string;
  readonly name: string;
  readonly subject: string;
  readonly notAfter: number;
}

export interface LiveEvent {
  readonly reason: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly message: string;
  readonly count: number;
  readonly ageSeconds: number;
}

export interface LiveDrop {
  /** `shop/web`, `reserved:world`. */
  readonly from: string;
  readonly to: string;
  /** `TCP 8080`. */
  readonly port: string;
  /** Hubble's word: `POLICY_DENIED`. */
  readonly reason: string;
  readonly count: number;
}

/** Kinds of trouble that the operator's log names. */
export type LogTrouble =
  "throttled" | "denied" | "no-addresses" | "no-prefixes" | "interface-limit" | "out-of-interfaces";

export interface LiveCluster {
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly version: string;
  readonly vpcId: string;
}

export interface LiveNodeGroup {
  readonly name: string;
  readonly status: string;
  readonly issues: readonly string[];
  readonly scaling: { readonly min: number; readonly desired: number; readonly max: number };
}

export interface LiveAddon {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  readonly issues: readonly string[];
}

/** A subnet that this cluster has interfaces in. */
export interface LiveSubnet {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  /** Addresses that EC2 counts as free. */
  readonly free: number;
  /** Whether Cilium puts interfaces there. */
  readonly forPods: boolean;
  /** Whole blocks of 16 that nothing lies in. */
  readonly freePrefixes: number;
  /** Prefix length of the largest free block; 33 where there is none. */
  readonly largestFree: number;
  /** Blocks kept for prefixes. */
  readonly reservations: readonly string[];
}

interface LiveInterfaces {
  /** In the Region, of everybody, where the account was asked. */
  readonly inRegion: number;
  /** Quota of interfaces in the Region. */
  readonly quota: number;
  /** Free ones that Cilium made for nodes or clusters that are gone. */
  readonly leaked: readonly LiveLeak[];
}

export interface LiveLeak {
  readonly id: string;
  readonly subnet: string;
  readonly cluster: string;
  readonly description: string;
  readonly addresses: number;
}

export interface LiveLoadBalancer {
  readonly name: string;
  readonly hostname: string;
  readonly state: string;
  readonly targets: readonly LiveTargets[];
}

export interface LiveTargets {
  readonly port: number;
  readonly healthy: number;
  readonly unhealthy: number;
  /** Why targets are not healthy, in AWS's words: `Target.FailedHealthChecks`. */
  readonly reasons: readonly string[];
}

/** What was planned, to compare with what runs; only where a stack is named. */
export interface PlannedModel {
  readonly kubernetesVersion?: string;
  readonly cilium?: Pick<CiliumModel, "version" | "values">;
  readonly gatewayApi?: GatewayApiModel;
  readonly nodeGroups: readonly Pick<NodeGroupModel, "name" | "scaling" | "maxPods" | "labels" | "instanceTypes">[];
  /** Objects of the Gateway API that the plan makes. */
  readonly gateways: readonly KubernetesObject[];
}
