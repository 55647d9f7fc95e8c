/** Where a cluster goes; only `upgrade` and `migrate` have it. */
export interface UpgradeModel {
  readonly cilium?: VersionStep;
  /** Minors. */
  readonly kubernetes?: VersionStep;
  /** Whether every node is replaced on the way: by a Kubernetes minor, or by a migration. */
  readonly replacesNodes?: boolean;
  /** Gateway API bundles, `v1.4.1`. */
  readonly gatewayApi?: VersionStep & { readonly channel: "standard" | "experimental" };
}

interface VersionStep {
  readonly from: string;
  readonly to: string;
}

/** A definition of custom resources as it is in the cluster. */
export interface LiveDefinition {
  /** `tlsroutes.gateway.networking.k8s.io`. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly served: readonly string[];
  /** Versions in which objects may still be stored. */
  readonly stored: readonly string[];
}

/** An API version that somebody wrote objects in, by their managed fields. */
export interface LiveApiUse {
  readonly apiVersion: string;
  readonly kind: string;
  /** Who wrote: `kubectl-client-side-apply`, `helm`. */
  readonly managers: readonly string[];
  readonly count: number;
  /** One of the objects, `namespace/name`. */
  readonly example: string;
}

/** A PodDisruptionBudget. */
export interface LiveBudget {
  readonly namespace: string;
  readonly name: string;
  /** Pods that may be evicted now. */
  readonly allowed: number;
  readonly healthy: number;
  /** Pods that must stay healthy. */
  readonly wanted: number;
  /** Pods that it is about. */
  readonly pods: number;
}

/** A Deployment or StatefulSet that has one pod only. */
export interface LiveSingleReplica {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}
