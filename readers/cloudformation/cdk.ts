import { UNKNOWN } from "../../core/model/unknown.ts";
import { CHART } from "../../lens/cilium.ts";
import { type Release, setLayers } from "../helm-values/index.ts";
import { chartOf, isChartFile, pick } from "../helm-values/chart.ts";
import type { Layer } from "../helm-values/layers.ts";
import { isMap, keyOf } from "../input.ts";
import type { Context } from "../reader.ts";
import { MARK } from "../templates.ts";
import type { Properties } from "./properties.ts";
import type { Template } from "./template.ts";

/** Charts and objects that CDK's library applies by custom resources (aws-cdk packages/aws-cdk-lib/aws-eks/lib: helm-chart, k8s-manifest). */
export const HELM_CHART = "Custom::AWSCDK-EKS-HelmChart";
export const MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource";

/** JSON that a template puts together; what it fills in is unknown. Undefined where it is none. */
export function jsonOf(
  properties: Properties,
  key: string,
): { readonly value: unknown; readonly refs: readonly string[] } {
  const { value: text, refs } = properties.text([key]);
  return { value: parsed(String(text)), refs };
}

function parsed(text: string): unknown {
  // A number or a list that is filled in stands without quotes.
  for (const one of [text, text.replaceAll(new RegExp(`(?<=[:,[]\\s*)${MARK}(?=\\s*[,}\\]])`, "g"), `"${MARK}"`)]) {
    try {
      return withUnknown(JSON.parse(one));
    } catch {
      // The next form, or none.
    }
  }
  return UNKNOWN;
}

function withUnknown(value: unknown): unknown {
  if (typeof value === "string") return value.includes(MARK) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withUnknown);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknown(inner)]));
}

/** What CDK leaves out is false: it passes everything as text. */
const isOn = (value: unknown): unknown => (value === UNKNOWN ? UNKNOWN : value === true || value === "true");
const not = (value: unknown): unknown => (value === UNKNOWN ? UNKNOWN : value !== true);

export function releaseOf(id: string, template: Template, context: Context): Release {
  const properties = template.propertiesOf(id);
  const at = (key: string): unknown => properties.get([key]).value;
  const chart = at("Chart");
  const isCilium = typeof chart === "string" && CHART.test(chart);
  const { input } = template.document;
  const place = (path: readonly string[], key: string) => ({
    input,
    position: template.document.position(["Resources", id, ...path]),
    key,
  });
  const values: Layer = {
    values: properties.raw(["Values"]) === undefined ? {} : jsonOf(properties, "Values").value,
    place: (path) => place(["Properties", "Values"], path.length === 0 ? id : `${id} ${keyOf(path)}`),
  };
  const choice = versionOf(at("Version"), isCilium, context);
  return {
    name: typeof at("Release") === "string" ? String(at("Release")) : id,
    version: choice.version,
    layers: isCilium ? [values, ...setLayers(context)] : [values],
    props: {
      name: at("Release") ?? UNKNOWN,
      chart: isCilium ? "cilium" : (chart ?? UNKNOWN),
      namespace: at("Namespace") ?? "default",
      ...(typeof at("Repository") === "string" ? { repositoryOpts: { repo: at("Repository") } } : {}),
      skipAwait: not(isOn(at("Wait"))),
      atomic: isOn(at("Atomic")),
    },
    place: () => place([], id),
    notes: choice.notes,
  };
}

function versionOf(
  version: unknown,
  isCilium: boolean,
  { options: { chartVersion }, documents }: Context,
): { readonly version: unknown; readonly notes: readonly string[] } {
  if (!isCilium || (version === UNKNOWN && chartVersion === undefined)) {
    return { version: typeof version === "string" ? version : UNKNOWN, notes: [] };
  }
  const told = chartVersion === undefined && typeof version === "string" ? pick([version]) : undefined;
  const choice = told ?? chartOf(chartVersion, documents.filter(isChartFile));
  return { version: choice.version, notes: choice.note === undefined ? [] : [choice.note] };
}
