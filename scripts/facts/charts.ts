import { parse } from "yaml";
import { compareVersions } from "../../core/facts/version.ts";
import { CILIUM_TUPLES } from "../../core/facts/versions.ts";
import { CERT_MANAGER_CHART, EXTERNAL_DNS_CHART, LBC_CHART } from "../../core/gateway/defaults.ts";
import { AUTOSCALER_CHART } from "../../core/nodes/autoscaler.ts";
import { FLUENT_BIT_CHART, OAUTH2_PROXY_CHART, PROMETHEUS_CHART } from "../../core/observability/defaults.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

const PINNED = [
  LBC_CHART,
  CERT_MANAGER_CHART,
  EXTERNAL_DNS_CHART,
  AUTOSCALER_CHART,
  PROMETHEUS_CHART,
  OAUTH2_PROXY_CHART,
  FLUENT_BIT_CHART,
];

/** index.yaml of a chart repository: the newest release of each chart, of Cilium the newest patch of each minor. */
function read(text: string): Facts {
  const index = parse(text) as {
    readonly entries?: Readonly<Record<string, readonly { readonly version?: string }[]>>;
  };
  const facts = new Map<string, string>();
  for (const [chart, entries] of Object.entries(index.entries ?? {})) {
    const versions = entries
      .map(({ version = "" }) => version)
      .filter((version) => /^v?\d+\.\d+\.\d+$/.test(version))
      .toSorted(compareVersions);
    if (chart === "cilium") {
      for (const { minor } of CILIUM_TUPLES) {
        const newest = versions.filter((version) => version.startsWith(`${minor}.`)).at(-1);
        if (newest !== undefined) facts.set(`cilium ${minor}`, newest);
      }
    } else if (PINNED.some(({ name }) => name === chart) && versions.length > 0) {
      facts.set(chart, versions.at(-1) ?? "");
    }
  }
  if (facts.size === 0) throw new WrongFile("It is no index of a chart repository with a chart that is pinned here.");
  return facts;
}

const current = (): Facts =>
  new Map([
    ...CILIUM_TUPLES.map(({ minor, newestSeen }) => [`cilium ${minor}`, newestSeen] as const),
    ...PINNED.map(({ name, version }) => [name, version] as const),
  ]);

export default { read, current, partial: "file" } satisfies Refresher;
