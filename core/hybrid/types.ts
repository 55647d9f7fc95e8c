import type { ReleasePlan } from "../helm/charts.ts";
import type { PolicyDocument } from "../iam/documents.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { CrdFile } from "../contracts/crd-file.ts";
import type { HybridGatewayPlan } from "./gateway.ts";
import type { HybridIdentity, HybridRouteSettings, HybridStrategy } from "../settings/index.ts";

/** Nodes on premises and what lets them in, as plain data. */
export interface HybridPlan {
  readonly strategy: HybridStrategy;
  readonly clusterName: string;
  readonly region: string;
  readonly nodeCidrs: readonly string[];
  readonly podCidrs: readonly string[];
  readonly role: HybridRolePlan;
  readonly identity: HybridIdentity;
  readonly pools: readonly HybridPoolPlan[];
  readonly routes?: HybridRouteSettings;
  /** BGP, pools of addresses. */
  readonly objects: readonly KubernetesObject[];
  /** Definitions that nothing in the cluster makes before the first hybrid node joins. */
  readonly crds: readonly CrdFile[];
  readonly gateway?: HybridGatewayPlan;
  /** AWS's build, for clusters whose EC2 nodes have another CNI. */
  readonly release?: ReleasePlan;
  readonly tags: Readonly<Record<string, string>>;
}

export interface HybridRolePlan {
  readonly trust: "ssm" | "rolesAnywhere";
  readonly managedPolicies: readonly string[];
  readonly policy: PolicyDocument;
  readonly maxSessionSeconds: number;
}

export interface HybridPoolPlan {
  readonly name: string;
  readonly maxNodes: number;
  /** Nodes by name with Roles Anywhere; empty with SSM, where one NodeConfig serves the pool. */
  readonly nodeNames: readonly string[];
  readonly os: string;
  /** Flags of the kubelet. */
  readonly flags: readonly string[];
}
