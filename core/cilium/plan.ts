import { ciliumChartSource } from "../helm/charts.ts";
import { meshValues } from "../clustermesh/values.ts";
import type { Features } from "../contracts/features.ts";
import { DEFAULT_CILIUM_VERSION, ciliumTuple } from "../facts/versions.ts";
import type { JsonObject } from "../model/index.ts";
import { Deferred } from "../contracts/types.ts";
import { OperatorIdentity, type Settings } from "../settings/index.ts";
import { gatewayChannel, planCrds } from "./crds.ts";
import { datapathValues } from "./datapath.ts";
import { CHART_REPOSITORY, HELM_TIMEOUT_SECONDS, NAMESPACE, RELEASE_NAME } from "./defaults.ts";
import { ipamOf, ipamValues, runsCilium } from "./ipam.ts";
import { leafPaths, mergeValues } from "../helm/merge.ts";
import { planNodeConfigs } from "./node-configs.ts";
import { planPodIpPools } from "./pod-ip-pools.ts";
import { platformValues } from "./platform.ts";
import type { CiliumPlan, Contribution, DeferredValue } from "./types.ts";

/** What the Cilium planner takes from others. */
export interface CiliumContext {
  readonly features?: Features;
  /** Tags of the pod subnets. */
  readonly podSubnetTags?: Readonly<Record<string, string>> | undefined;
}

/** Plans the release; undefined for a version of no known minor, a rule says which there are, and where EC2 nodes run no Cilium. */
export function planCilium(
  settings: Settings,
  { features = {}, podSubnetTags }: CiliumContext = {},
): CiliumPlan | undefined {
  if (!runsCilium(settings)) return undefined;
  const version = settings.cilium?.version ?? DEFAULT_CILIUM_VERSION;
  const tuple = ciliumTuple(version);
  if (tuple === undefined) return undefined;
  const parts: Contribution[] = [
    ...ipamValues(settings, podSubnetTags),
    ...datapathValues(settings),
    ...platformValues(settings),
    ...meshValues(settings),
    ...[features.gateway, features.observability, features.hybrid].flatMap((part) => part ?? []),
  ];
  const userValues = (settings.cilium?.helmValues ?? {}) as JsonObject;
  const crds = planCrds(settings, features, tuple, version);
  return {
    version,
    ...(settings.cilium?.installedVersion === undefined ? {} : { installedVersion: settings.cilium.installedVersion }),
    releaseName: RELEASE_NAME,
    namespace: NAMESPACE,
    chart: ciliumChartSource(settings.cluster.registry, { chart: "cilium", repository: CHART_REPOSITORY }),
    values: mergeValues(...parts.map(({ values }) => values), userValues),
    userValues,
    deferred: deferredValues(settings, userValues),
    origins: originsOf(parts, userValues),
    timeoutSeconds: HELM_TIMEOUT_SECONDS,
    crds,
    nodeConfigs: planNodeConfigs(settings),
    podIpPools: planPodIpPools(settings),
    ...(crds.some(({ name }) => name === "gateway-api")
      ? { gatewayApi: { bundle: tuple.gatewayApi, channel: gatewayChannel(features) } }
      : {}),
  };
}

/** A value that the user gives is not filled in again. */
function deferredValues(settings: Settings, userValues: JsonObject): DeferredValue[] {
  const given = new Set(leafPaths(userValues));
  const irsa = (settings.cilium?.operatorIdentity ?? OperatorIdentity.Irsa) === OperatorIdentity.Irsa;
  const wanted: DeferredValue[] = [
    { path: "k8sServiceHost", from: Deferred.ApiServerHost },
    ...(ipamOf(settings).mode === "eni" && irsa ? [{ path: "eni.iamRole", from: Deferred.OperatorRoleArn }] : []),
  ];
  return wanted.filter(({ path }) => !given.has(path));
}

/** What the user writes wins over where a value was planned. */
function originsOf(parts: readonly Contribution[], userValues: JsonObject): Record<string, string> {
  const planned = parts.flatMap(({ origins }) => Object.entries(origins));
  const user = leafPaths(userValues).map((path) => [path, `cilium.helmValues.${path}`] as const);
  return Object.fromEntries([...planned, ...user].map(([path, setting]) => [`cilium.values.${path}`, setting]));
}
