import { boundToHybrid } from "../core/controllers/placement.ts";
import type { CiliumModel, HelmReleaseModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { valuesOf } from "./helm-values.ts";
import { chartWaitsForNodes } from "./order.ts";
import { type Registered, type PartView, at, named, nothing, ofType, read } from "./registered.ts";
import { present } from "../core/model/present.ts";

const RELEASES: readonly string[] = ["kubernetes:helm.sh/v3:Release"];
const CHARTS: readonly string[] = ["kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart"];

/** The Cilium chart, in whatever form the program gives it to Helm. */
export function viewCilium(resources: readonly Registered[]): PartView<CiliumModel> {
  const [chart] = ciliumCharts(resources);
  if (chart === undefined) return viewManifests(resources);
  const { props } = chart;
  const values = valuesOf(props);
  return {
    part: {
      version: versionOf(props),
      releaseName: read(props, "name", chart.name),
      namespace: read(props, "namespace", "default"),
      ...present("repository", read<string | undefined>(props, "repositoryOpts.repo", read(props, "fetchOpts.repo"))),
      values,
      userValues: values,
      skipAwait: read(props, "skipAwait", false),
      ...present("afterNodes", chartWaitsForNodes(chart, resources)),
      atomic: read(props, "atomic", false),
      delivery: RELEASES.includes(chart.type) ? "release" : "template",
    },
    origins: { cilium: chart.urn },
  };
}

/** Releases and charts of Cilium on the cluster's nodes; a program should have one. */
export const ciliumCharts = (resources: readonly Registered[]): Registered[] =>
  ofType(resources, ...RELEASES, ...CHARTS).filter(isClusterCilium);

/** One that is kept to hybrid nodes is no CNI of the cluster's other nodes, and none of their rules are for it. */
const isClusterCilium = (chart: Registered): boolean => isCilium(chart) && !boundToHybrid(valuesOf(chart.props));

/** Releases of Cilium that are kept to hybrid nodes. */
export const hybridCharts = (resources: readonly Registered[]): Registered[] =>
  ofType(resources, ...RELEASES, ...CHARTS).filter((chart) => isCilium(chart) && !isClusterCilium(chart));

/** `cilium`, `cilium/cilium`, `oci://…/cilium`, `./cilium-1.19.6.tgz`. */
export const CHART = /(?:^|\/)cilium(?:-v?(?<version>\d[^/]*?))?(?:\.tgz)?\/?$/;

/** A chart whose name is not known yet, or not sent (helm.v3.Chart renders in the program), goes by the resource's own. */
function isCilium({ props, name }: Registered): boolean {
  const chart = at(props, "chart", UNKNOWN);
  return typeof chart === "string" ? CHART.test(chart) : /^cilium$/.test(named(props, "name", name));
}

/** The version asked for, or the one in the file's name; a release without any takes the newest. */
function versionOf(props: unknown): string {
  const version = at(props, "version");
  if (version !== undefined && version !== "")
    return typeof version === "string" ? version.replace(/^v/, "") : (UNKNOWN as never);
  const chart = at(props, "chart");
  const inName = typeof chart === "string" ? CHART.exec(chart)?.groups?.["version"] : undefined;
  return inName ?? (typeof chart === "string" ? "" : (UNKNOWN as never));
}

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

/** The agents' configuration, where it is a resource of the program. */
export const ciliumConfig = (resources: readonly Registered[]): Registered | undefined =>
  ofType(resources, CONFIG_MAP).find(({ props, name }) => named(props, "metadata.name", name) === "cilium-config");

/**
 * Cilium from rendered manifests: kustomize, YAML files, a chart rendered in the program. The values that it was rendered with
 * are not there any more, so all that can be said is how it is delivered.
 */
function viewManifests(resources: readonly Registered[]): PartView<CiliumModel> {
  const config = ciliumConfig(resources);
  if (config === undefined) return nothing;
  return {
    part: {
      version: UNKNOWN as never,
      releaseName: "cilium",
      namespace: read(config.props, "metadata.namespace", "kube-system"),
      values: UNKNOWN as never,
      userValues: UNKNOWN as never,
      skipAwait: true,
      atomic: false,
      delivery: "template",
    },
    origins: { cilium: config.urn },
  };
}

/** Whether the program puts Cilium on the cluster, also on hybrid nodes alone, in a form that can be seen. */
export const hasCilium = (resources: readonly Registered[]): boolean =>
  ciliumConfig(resources) !== undefined || ofType(resources, ...RELEASES, ...CHARTS).some((chart) => isCilium(chart));

/** Other charts, for rules on what must be installed or switched off. */
export function viewReleases(resources: readonly Registered[]): PartView<readonly HelmReleaseModel[]> {
  const charts = ofType(resources, ...RELEASES, ...CHARTS).filter((chart) => !isClusterCilium(chart));
  if (charts.length === 0) return nothing;
  return {
    part: charts.map(({ props, name }) => ({
      name: named(props, "name", name),
      chart: read(props, "chart", ""),
      ...present("version", read<string | undefined>(props, "version")),
      ...present("namespace", read<string | undefined>(props, "namespace")),
      values: valuesOf(props),
      ...present("skipAwait", read<boolean | undefined>(props, "skipAwait")),
    })),
    origins: Object.fromEntries(charts.map(({ props, name, urn }) => [`releases.${named(props, "name", name)}`, urn])),
  };
}
