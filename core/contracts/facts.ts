import type { GatewayApiModel, JsonObject } from "../model/index.ts";
import type { OperatorIdentity, RegistrySettings } from "../settings/index.ts";

/** What a cluster is, as plain data: other components refuse to stand on one that lacks what they need. */
export interface ClusterFacts {
  readonly clusterName: string;
  readonly region: string;
  /** Undefined where EC2 nodes run no Cilium. */
  readonly ciliumVersion: string | undefined;
  readonly kubernetesVersion: string;
  /** Undefined without a Gateway API bundle. */
  readonly gatewayApi: Pick<GatewayApiModel, "bundle" | "channel"> | undefined;
  /** How workloads get their AWS rights. */
  readonly workloadIdentity: OperatorIdentity;
  /** Mirrors of a closed network. */
  readonly registry: RegistrySettings | undefined;
  readonly ipamMode: string;
  readonly prefixDelegation: boolean;
  readonly wireguard: boolean;
  readonly podCidr: string | undefined;
  /** The VPC's primary block. */
  readonly vpcCidr: string | undefined;
  /** Facts of each feature that the release was made for. */
  readonly features: {
    readonly gateway?: JsonObject;
    readonly observability?: JsonObject;
    readonly hybrid?: JsonObject;
  };
}
