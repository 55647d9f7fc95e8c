import { ciliumChartSource, CHART_REPOSITORY } from "../helm/charts.ts";
import type { Features } from "../contracts/features.ts";
import { DEFAULT_CILIUM_VERSION, ciliumTuple } from "../facts/versions.ts";
import type { JsonObject } from "../model/index.ts";
import { Deferred, type DeferredValue } from "../contracts/deferred.ts";
import { OperatorIdentity, type Settings } from "../settings/index.ts";
import { gatewayChannel, planCrds } from "./crds.ts";
import { datapathValues } from "./datapath.ts";
import { HELM_TIMEOUT_SECONDS, NAMESPACE, RELEASE_NAME } from "./defaults.ts";
import { ipamValues } from "./ipam.ts";
import { ipamOf, runsCilium } from "../settings/ipam.ts";
import { leafPaths, mergeValues, type Contribution } from "../helm/merge.ts";
import { planNodeConfigs } from "./node-configs.ts";
import { planPodIpPools } from "./pod-ip-pools.ts";
import { platformValues } from "./platform.ts";
import type { CiliumPlan } from "./types.ts";

/** What the Cilium planner takes from others. */
export interface CiliumContext {
  readonly features?: Features;
  /** Tags of the pod subnets. */
  readonly podSubnetTags?: Readonly<Record<string, string>> | undefined;
  /** Values of other areas of the same cluster: its mesh. */
  readonly contributions?: readonly Contribution[];
}

/** Plans the release; undefined for a version of no known minor, a rule says which there are, and where EC2 nodes run no Cilium. */
export function planCilium(
  settings: Settings,
  { features = {}, podSubnetTags, contributions = [] }: CiliumContext = {},
): CiliumPlan | undefined {
  if (!runsCilium(settings)) return undefined;
  const version = settings.cilium?.version ?? DEFAULT_CILIUM_VERSION;
  const tuple = ciliumTuple(version);
  if (tuple === undefined) return undefined;
  const parts: Contribution[] = [
    ...ipamValues(settings, podSubnetTags),
    ...datapathValues(settings),
    ...platformValues(settings),
    ...contributions,
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
