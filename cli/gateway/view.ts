import type { Step } from "../shared/steps.ts";

/** What is read of a cluster; lists are empty where a kind is not served. */
export interface ClusterView {
  /** Annotations of the CRD gateways.gateway.networking.k8s.io; undefined where there is none. */
  readonly bundle: Readonly<Record<string, string>> | undefined;
  /** Version of the operator's image, `1.19.6`. */
  readonly ciliumVersion: string | undefined;
  readonly classes: readonly Live[];
  readonly gateways: readonly Live[];
  /** HTTPRoutes and GRPCRoutes. */
  readonly routes: readonly Live[];
  readonly services: readonly Live[];
}

export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly protocol: string;
  readonly port: number;
}

export interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes?: number;
  readonly conditions?: readonly Condition[];
}

export interface Question {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** `namespace/name`. */
  readonly gateway?: string;
}

export interface Diagnosis {
  readonly steps: readonly Step[];
  /** Names and addresses that the load balancer has. */
  readonly addresses: readonly string[];
}

export const conditions = (status: unknown): readonly Condition[] =>
  (status as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
export const conditionOf = (list: readonly Condition[], type: string) =>
  list.find((condition) => condition.type === type);
export const idOf = ({ metadata }: Live): string => `${metadata.namespace ?? ""}/${metadata.name}`;

/** Whether a listener's or route's hostname takes a host; nothing takes every one. */
export function takes(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined || pattern === "") return true;
  return pattern.startsWith("*.")
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : pattern === host;
}

export const listenersOf = ({ spec }: Live): readonly Listener[] => (spec?.["listeners"] ?? []) as readonly Listener[];
