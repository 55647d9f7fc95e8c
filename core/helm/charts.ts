import type { HelmReleaseModel, JsonObject } from "../model/index.ts";
import type { RegistrySettings } from "../settings/index.ts";

/** A chart as its makers publish it. */
export interface HelmChart {
  readonly name: string;
  /** Helm repository, or an `oci://` prefix that the name is added to. */
  readonly repository: string;
  readonly version: string;
}

/** Where Helm gets a chart from. */
export interface ChartSource {
  /** Name in the repository, or an `oci://` reference. */
  readonly chart: string;
  /** Undefined for an `oci://` reference. */
  readonly repository?: string;
}

export const CHART_REPOSITORY = "https://helm.cilium.io/";

const isOci = (address: string): boolean => address.startsWith("oci://");

/** The makers' repository, or the mirror of the stack's registry settings. */
export function chartSource(
  { name, repository }: Pick<HelmChart, "name" | "repository">,
  registry?: RegistrySettings,
): ChartSource {
  const from = registry?.charts ?? repository;
  return isOci(from) ? { chart: `${from.replace(/\/$/, "")}/${name}` } : { chart: name, repository: from };
}

/** The Cilium chart of the stack's registry settings, a repository or a whole reference; `original` where they name none. */
export function ciliumChartSource(registry: RegistrySettings | undefined, original: ChartSource): ChartSource {
  const given = registry?.ciliumChart;
  if (given === undefined) return original;
  return isOci(given) || given.endsWith(".tgz") ? { chart: given } : { chart: "cilium", repository: given };
}

/** A Helm release. */
export interface ReleasePlan extends ChartSource {
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: JsonObject;
  /** Not waited for: it starts only when somebody else has done their part. */
  readonly skipAwait?: boolean;
  /** Its `crds` folder is left out: they come from the one wave of CRDs, or nobody needs them. */
  readonly skipCrds?: boolean;
}

export const planRelease = (
  chart: HelmChart,
  {
    registry,
    ...rest
  }: Pick<ReleasePlan, "namespace" | "values" | "skipCrds"> & { readonly registry?: RegistrySettings | undefined },
): ReleasePlan => ({ name: chart.name, ...chartSource(chart, registry), version: chart.version, ...rest });

/** What rules see of it. */
export const releaseModel = ({
  name,
  chart,
  version,
  namespace,
  values,
  skipAwait,
}: ReleasePlan): HelmReleaseModel => ({
  name,
  chart,
  version,
  namespace,
  values,
  ...(skipAwait === undefined ? {} : { skipAwait }),
});
