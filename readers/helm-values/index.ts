import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Path, Location } from "../input.ts";
import { type Context, type Located, type Reader, type Reading, registered, urnOf } from "../reader.ts";
import { chartOf, isChartFile } from "./chart.ts";
import { type Layer, layerOf, mergeLayers, placeIn } from "./layers.ts";
import { saysEks } from "./platform.ts";
import { isValues, subchartOf } from "./recognise.ts";
import { parseSet, valuesOfSet } from "./set.ts";

/** Values of Cilium's chart: files in Helm's order, `--set` over them. */
export const helmValues: Reader = {
  id: "helm-values",
  reads: "values of Cilium's chart",
  recognises: (document, { isNamed }) =>
    isValues(document, isNamed) || isChartFile(document) || subchartOf(document) !== undefined,
  read: (documents, context) => {
    const chart = chartOf(context.options.chartVersion, documents);
    const files = documents.filter((document) => !isChartFile(document));
    // With nothing but --set there is no release to lay it over: an object of GitOps has taken the files.
    if (files.length === 0) return { resources: [] };
    const layers = [
      ...files.map((document) => {
        const key = subchartOf(document, chart.alias);
        return layerOf(document, key === undefined ? [] : [key]);
      }),
      ...setLayers(context),
    ];
    const order = files.map(({ input }) => input).join(", ");
    const notes = [
      ...(chart.note === undefined ? [] : [chart.note]),
      ...(files.length === 1 ? [] : [`Values were laid over each other in this order: ${order}.`]),
    ];
    return releaseOf({ name: "cilium", version: chart.version, layers, notes });
  },
};

export const setLayers = ({ options }: Context): Layer[] =>
  (options.set ?? []).map((text) => ({
    values: valuesOfSet(parseSet(text)),
    place: (path) => ({ input: "--set", key: path.join(".") }),
  }));

export interface Release {
  readonly name: string;
  readonly version: unknown;
  readonly layers: readonly Layer[];
  readonly notes?: readonly string[];
  /** What the release says of itself, in the inputs of `kubernetes:helm.sh/v3:Release`. */
  readonly props?: Readonly<Record<string, unknown>>;
  /** `release` has Helm's life cycle; `template` is rendered by Argo CD or by hand. The first unless told. */
  readonly delivery?: "release" | "template";
  /** Where the release itself is told, and its version. */
  readonly place?: (below: string) => Location;
}

const keyOfPlace = ({ input, position, key }: Location): string => [input, position?.line, key].join(":");

/** How Helm is called is not in the values. */
const CALL = { name: UNKNOWN, namespace: UNKNOWN, skipAwait: UNKNOWN, atomic: UNKNOWN };

/** The release of Cilium's chart with these values. */
export function releaseOf({
  name,
  version,
  layers,
  notes = [],
  props = {},
  place,
  delivery = "release",
}: Release): Reading {
  const values = mergeLayers(layers);
  const type = delivery === "release" ? "kubernetes:helm.sh/v3:Release" : "kubernetes:helm.sh/v4:Chart";
  const located: Located = {
    resource: registered({
      urn: urnOf("helm", type, `${name}@${place === undefined ? "" : keyOfPlace(place(""))}`),
      type,
      name,
      props: { ...CALL, chart: "cilium", version, values, ...props },
    }),
    place: (below) => placeOf(layers, below, place),
  };
  return {
    resources: [located],
    notes,
    ...(saysEks(values) ? { platform: "eks" as const } : {}),
  };
}

const VALUES = /^(?:values|userValues)(?:\.|$)/;

function placeOf(layers: readonly Layer[], below: string, own: Release["place"]): Location {
  const isValue = VALUES.test(below);
  if (!isValue && own !== undefined) return own(below);
  const path: Path = isValue
    ? below
        .replace(VALUES, "")
        .split(".")
        .filter((part) => part !== "")
    : [];
  const place = placeIn(layers, path) ?? { input: "--set", key: "" };
  return isValue ? place : { ...place, key: below === "version" ? "version of the chart" : place.key };
}
