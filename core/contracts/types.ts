import type { Finding } from "../findings/finding.ts";
import type { ClusterModel } from "../model/index.ts";
import type { Settings } from "../settings/index.ts";

/**
 * Planners are total: plain settings in, plain plan out, never an exception. A planner gives `undefined` where the settings
 * make a plan impossible, and a rule on `settings` (core/rules) says why; so one run shows every fault.
 */
export type Planner<P> = (settings: Settings) => P | undefined;

/** A plan value that is known only while deploying; the component puts it in, see components/cilium-eni-cluster. */
export const Deferred = {
  /** Host of the API endpoint, without scheme. */
  ApiServerHost: "api-server-host",
  OperatorRoleArn: "operator-role-arn",
  VpcId: "vpc-id",
} as const;
export type Deferred = (typeof Deferred)[keyof typeof Deferred];

/** Turns a path into {@link ClusterModel} into the words of a lens. */
export type Locate = (path: string) => string;

export interface Judged<P> {
  readonly plan: P;
  readonly model: ClusterModel;
  readonly findings: readonly Finding[];
}
