import type { GatewayApiChannel } from "../facts/gateway-api.ts";
import type { GatewayFacts, HubbleFacts, HybridFacts } from "./features.ts";
import type { AllocationChoice } from "../capacity/choice.ts";
import type { AddressSource } from "../capacity/source.ts";
import type { NodeBoot } from "../boot/merge.ts";
import type { NodeImage } from "../facts/kernels.ts";
import type { OperatorIdentity, RegistrySettings, TaintSettings } from "../settings/index.ts";

/** What a cluster is, as plain data: other components refuse to stand on one that lacks what they need. */
export interface ClusterFacts {
  /** Name of the EKS cluster, which is also Cilium's `cluster.name`. */
  readonly clusterName: string;
  /** Region of the cluster. */
  readonly region: string;
  /** Undefined where EC2 nodes run no Cilium. */
  readonly ciliumVersion: string | undefined;
  /** Kubernetes minor of the control plane. */
  readonly kubernetesVersion: string;
  /** Undefined without a Gateway API bundle. */
  readonly gatewayApi: { readonly bundle: string; readonly channel: GatewayApiChannel } | undefined;
  /** How workloads get their AWS rights. */
  readonly workloadIdentity: OperatorIdentity;
  /** Mirrors of a closed network. */
  readonly registry: RegistrySettings | undefined;
  /** How pods get their addresses. */
  readonly ipamMode: string;
  /** Whether ENIs take prefixes of 16 addresses. */
  readonly prefixDelegation: boolean;
  /** Whether packets between nodes are encrypted by WireGuard. */
  readonly wireguard: boolean;
  /** Block that pods have their addresses from, where they have one of their own. */
  readonly podCidr: string | undefined;
  /** What gives pods their addresses on EC2 nodes, and by which choices. */
  readonly pods: { readonly addresses: AddressSource; readonly choice: AllocationChoice };
  /** What nodes read when they start: mirrors, proxy, network devices. */
  readonly boot: NodeBoot;
  /** Managed node groups, and what a pod has to tolerate on each. */
  readonly nodeGroups: Readonly<Record<string, readonly TaintSettings[]>>;
  /** What those groups' nodes are. */
  readonly machines: Machines;
  /** EKS moves traffic out of a zone that fails (ARC zonal shift). */
  readonly zonalShift: boolean;
  /** Tags on every AWS resource of the cluster. */
  readonly tags: Readonly<Record<string, string>>;
  /** The VPC's primary block. */
  readonly vpcCidr: string | undefined;
  /** Envoy serves Gateways: `gatewayAPI.enabled` of the release, whoever switched it on. */
  readonly servesGateways: boolean;
  /** Zones that have a subnet of the role; undefined where the network cannot be planned. */
  readonly zones: { readonly public: number; readonly node: number } | undefined;
  /** Facts of each feature that the release was made for. */
  readonly features: {
    readonly gateway?: GatewayFacts;
    readonly observability?: HubbleFacts;
    readonly hybrid?: HybridFacts;
  };
}

/** Instance types and operating system of managed node groups, by name. */
export type Machines = Readonly<
  Record<string, { readonly instanceTypes: readonly string[]; readonly image: NodeImage }>
>;
