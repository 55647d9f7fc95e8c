import type { ChartSource } from "../helm/charts.ts";
import type { CrdBundleName } from "../contracts/features.ts";
import type { GatewayApiChannel } from "../facts/gateway-api.ts";
import type { JsonObject, KubernetesObject } from "../model/index.ts";
import type { DeferredValue } from "../contracts/deferred.ts";

/** The Cilium release and what stands round it, with every value decided but those that only a deployment knows. */
export interface CiliumPlan {
  readonly version: string;
  /** What the stack says runs now. */
  readonly installedVersion?: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly chart: ChartSource;
  /** Values for Helm, without the deferred ones. */
  readonly values: JsonObject;
  /** What the stack adds by `helmValues`; part of `values` already. */
  readonly userValues: JsonObject;
  readonly deferred: readonly DeferredValue[];
  /** Value path -> settings path; the longest prefix wins. */
  readonly origins: Readonly<Record<string, string>>;
  /** Seconds that Helm may take for hooks. */
  readonly timeoutSeconds: number;
  readonly crds: readonly CrdBundlePlan[];
  readonly nodeConfigs: readonly NodeConfigPlan[];
  /** Pools that are made once Cilium is up. */
  readonly podIpPools: readonly KubernetesObject[];
  readonly gatewayApi?: { readonly bundle: string; readonly channel: GatewayApiChannel };
}

/** CRDs that must be served before the release. */
export interface CrdBundlePlan {
  readonly name: CrdBundleName | "cilium-node-config";
  readonly version: string;
  /** URL or path of one file. */
  readonly file: string;
}

/** Agent options of one node group; the agent reads them when it starts. */
export interface NodeConfigPlan {
  readonly group: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly defaults: Readonly<Record<string, string>>;
}
