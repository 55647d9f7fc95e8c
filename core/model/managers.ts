/* Who wrote what of an object: the server keeps it beside the object (metadata.managedFields), and tools mark what is theirs. */

/** One writer of an object, as the server keeps it. */
export interface FieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsV1?: unknown;
}

/** What is read of an object's metadata to tell its owner. */
export interface OwnedMeta {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly FieldsEntry[];
}

/** A tool that makes an object again by itself. */
export type ToolName = "Pulumi" | "Helm" | "Argo CD" | "Flux";

/**
 * Marks of tools, the outermost first: a chart that Argo CD or Flux applies carries Helm's label too. Helm's: helm.sh,
 * "Labels and Annotations"; Argo CD's: its "Resource Tracking" page; Flux's: fluxcd.io, kustomize and helm controllers.
 */
const MARKS: readonly (readonly [tool: ToolName, is: (meta: OwnedMeta) => boolean])[] = [
  [
    "Argo CD",
    ({ labels = {}, annotations = {} }) =>
      "argocd.argoproj.io/tracking-id" in annotations || "argocd.argoproj.io/instance" in labels,
  ],
  [
    "Flux",
    ({ labels = {} }) => "kustomize.toolkit.fluxcd.io/name" in labels || "helm.toolkit.fluxcd.io/name" in labels,
  ],
  ["Helm", ({ annotations = {} }) => "meta.helm.sh/release-name" in annotations],
  [
    "Pulumi",
    ({ labels = {}, managedFields = [] }) =>
      labels["app.kubernetes.io/managed-by"] === "pulumi" ||
      managedFields.some(({ manager = "" }) => isPulumi(manager)),
  ],
];

/** `pulumi-kubernetes-1a2b3c4d` of server-side apply, `pulumi-resource-kubernetes` of a client-side one (pulumi-kubernetes, provider/pkg/await). */
export const isPulumi = (manager: string): boolean => /^pulumi-(?:resource-)?kubernetes/.test(manager);

/** The tool that makes an object; undefined where people or other controllers did. */
export const toolOf = (meta: OwnedMeta): ToolName | undefined => MARKS.find(([, is]) => is(meta))?.[0];

/** Who wrote the value at a path, the last of several; undefined where the server does not say. */
export function writerOf(
  { managedFields = [] }: OwnedMeta,
  object: unknown,
  path: readonly (string | number)[],
): { readonly manager: string; readonly time: string | undefined } | undefined {
  const [last] = managedFields
    .filter(({ fieldsV1 }) => holds(fieldsV1, object, path))
    .toSorted((a, b) => ((a.time ?? "") < (b.time ?? "") ? 1 : -1));
  return last === undefined ? undefined : { manager: last.manager ?? "unknown", time: last.time };
}

/** Whether a set of fields holds a path: `f:` are keys, `k:` items of a list by their keys, `v:` values of a set. A leaf holds all below it. */
function holds(set: unknown, value: unknown, path: readonly (string | number)[]): boolean {
  if (typeof set !== "object" || set === null) return false;
  const [step, ...rest] = path;
  const names = Object.keys(set).filter((key) => key !== ".");
  if (names.length === 0 || step === undefined) return true;
  const inner =
    typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  const name = typeof step === "string" ? `f:${step}` : names.find((key) => isItem(key, inner));
  return name !== undefined && name in set && holds((set as Record<string, unknown>)[name], inner, rest);
}

function isItem(key: string, item: unknown): boolean {
  if (key.startsWith("v:")) return key.slice(2) === JSON.stringify(item);
  if (!key.startsWith("k:") || typeof item !== "object" || item === null) return false;
  const keys = JSON.parse(key.slice(2)) as Record<string, unknown>;
  return Object.entries(keys).every(([name, value]) => (item as Record<string, unknown>)[name] === value);
}
