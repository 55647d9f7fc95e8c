import type { GatewayApiModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { ciliumCharts } from "./cilium.ts";
import { type Registered, type PartView, at, isObject, items, nothing, ofType, waitsFor } from "./registered.ts";
import { present } from "../core/model/present.ts";

/** A file of a release, a path in the repository, or a folder of it as kustomize names one: `…/config/crd?ref=v1.4.1`. */
const BUNDLE =
  /(?:gateway-api\/releases\/download\/|gateway-api[-@/]|gateway-api\S*[?&]ref=)(?<version>v\d+\.\d+\.\d+)/;
const FILES = [
  "kubernetes:yaml/v2:ConfigFile",
  "kubernetes:yaml:ConfigFile",
  "kubernetes:yaml/v2:ConfigGroup",
  "kubernetes:yaml:ConfigGroup",
  "kubernetes:kustomize/v2:Directory",
  "kubernetes:kustomize:Directory",
] as const;

const sourcesIn = (props: unknown): readonly unknown[] => [
  at(props, "file"),
  at(props, "directory"),
  ...items(props, "files"),
];

/** The Gateway API bundle, by the file or URL that the program installs, or by what its definitions say of themselves. */
export function viewGatewayApi(resources: readonly Registered[]): PartView<GatewayApiModel> {
  const files = ofType(resources, ...FILES);
  const bundles = files.flatMap((file) =>
    sourcesIn(file.props).flatMap((source) => {
      const version = typeof source === "string" ? BUNDLE.exec(source)?.groups?.["version"] : undefined;
      return version === undefined ? [] : [{ file, version, experimental: String(source).includes("experimental") }];
    }),
  );
  const [first] = bundles;
  if (first !== undefined) {
    return {
      part: {
        bundle: first.version,
        channel: first.experimental ? "experimental" : "standard",
        ...present(
          "order",
          orderOf(
            bundles.map(({ file }) => file),
            resources,
          ),
        ),
      },
      origins: { gatewayApi: first.file.urn },
    };
  }
  const seen = viewDefinitions(resources);
  // The real engine sends no inputs of such components (kubernetes provider 4.32.0).
  const unknown = files.find(({ props }) => Object.keys(props).length === 0 || sourcesIn(props).includes(UNKNOWN));
  if (seen.part !== undefined || unknown === undefined) return seen;
  // It may be the bundle: then nobody can say which.
  return { part: { bundle: UNKNOWN as never, channel: UNKNOWN as never }, origins: { gatewayApi: unknown.urn } };
}

/** How the bundle and Cilium are ordered, where the program has both: the operator looks for the definitions once. */
function orderOf(bundle: readonly Registered[], resources: readonly Registered[]): GatewayApiModel["order"] {
  const [chart] = ciliumCharts(resources);
  if (chart === undefined) return undefined;
  const urns = new Set(bundle.map(({ urn }) => urn));
  if (bundle.some((one) => waitsFor(one, ({ urn }) => urn === chart.urn, resources))) return "after";
  return waitsFor(chart, ({ urn }) => urns.has(urn), resources) ? "before" : "none";
}

/** Every definition of a bundle names its version and channel (gateway-api site: concepts/versioning). */
function viewDefinitions(resources: readonly Registered[]): PartView<GatewayApiModel> {
  const definitions = resources.filter(
    ({ type, props }) => type.endsWith(":CustomResourceDefinition") && bundleOf(props) !== undefined,
  );
  for (const { props, urn } of definitions) {
    const annotations = at(props, "metadata.annotations", {});
    if (!isObject(annotations)) continue;
    const bundle = bundleOf(props);
    if (typeof bundle !== "string") continue;
    const experimental = annotations["gateway.networking.k8s.io/channel"] === "experimental";
    return {
      part: {
        bundle,
        channel: experimental ? "experimental" : "standard",
        ...present("order", orderOf(definitions, resources)),
      },
      origins: { gatewayApi: urn },
    };
  }
  return nothing;
}

const bundleOf = (props: unknown): unknown => {
  const annotations = at(props, "metadata.annotations");
  return isObject(annotations) ? annotations["gateway.networking.k8s.io/bundle-version"] : undefined;
};
