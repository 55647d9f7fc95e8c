import type { AddressClass } from "../capacity/fleet.ts";
import type { NodeCapacity, NodeDemand } from "../capacity/node.ts";
import type { DeferredValue } from "../contracts/deferred.ts";
import type { WorkloadIdentityPlan } from "../controllers/workload.ts";
import type { NodeImage } from "../facts/kernels.ts";
import type { ReleasePlan } from "../helm/charts.ts";
import type { PolicyDocument } from "../iam/documents.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { NodePoolSettings, Ref } from "../settings/index.ts";

/** Karpenter and its pools as plain data. */
export interface KarpenterPlan {
  readonly clusterName: string;
  readonly version: string;
  readonly crds: ReleasePlan;
  readonly release: ReleasePlan;
  readonly deferred: readonly DeferredValue[];
  readonly identity: Omit<WorkloadIdentityPlan, "policy">;
  /** Rights of the controller by the name of the policy, as its CloudFormation template splits them. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
  readonly nodeRole: { readonly trust: PolicyDocument; readonly managedPolicies: readonly string[] };
  /** Undefined where nobody wants to know of interruptions. */
  readonly interruption: InterruptionPlan | undefined;
  readonly pools: readonly PoolPlan[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface InterruptionPlan {
  readonly retentionSeconds: number;
  /** EventBridge patterns by the name of the rule. */
  readonly rules: Readonly<Record<string, EventPattern>>;
}

export interface EventPattern {
  readonly source: readonly string[];
  readonly "detail-type": readonly string[];
}

/** A pool with what its nodes hold and may become. */
export interface PoolPlan {
  readonly name: string;
  readonly settings: NodePoolSettings;
  readonly image: PoolImage;
  /** What Karpenter may choose from, sorted. */
  readonly types: readonly string[];
  /** Undefined where no type is known. */
  readonly maxPods: number | undefined;
  readonly smallest: NodeCapacity | undefined;
  readonly largest: NodeCapacity | undefined;
  /** More than one: a pool of each class would waste no addresses. */
  readonly classes: readonly AddressClass[];
  /** The types that need most of something when the pool is full; undefined where no limit counts. */
  readonly worst: PoolWorst | undefined;
  readonly nodeClass: KubernetesObject;
  readonly nodePool: KubernetesObject;
  /** Places in the NodeClass that only a deployment knows. */
  readonly deferred: readonly DeferredValue[];
  readonly kmsKeyArn?: Ref;
}

export interface PoolImage {
  readonly family: NodeImage;
  /** Undefined for an image by SSM parameter, and where no release is known. */
  readonly release?: string;
  readonly ssmParameter?: string;
}

/** The pool at its limit. */
export interface PoolWorst {
  /** Most nodes: of the type with the fewest vCPUs. */
  readonly nodes: number;
  /** Most of the subnets' addresses or prefixes, of one type. */
  readonly addresses: { readonly type: string; readonly nodes: number; readonly demand: NodeDemand };
  /** Most ENIs, the nodes' own included. */
  readonly interfaces: number;
  /** Calls to EC2 until the first pods of all nodes have addresses. */
  readonly calls: number;
}
