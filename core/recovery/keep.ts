import type { KubernetesObject } from "../model/json.ts";
import { type OwnedMeta, type ToolName, toolOf } from "../model/managers.ts";
import { defined } from "../model/present.ts";

/** An object as the server gives it. */
export interface ServedObject extends KubernetesObject {
  readonly metadata: KubernetesObject["metadata"] & OwnedMeta & ServerMeta;
}

interface ServerMeta {
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  readonly deletionTimestamp?: string;
  readonly [key: string]: unknown;
}

/** An object that is kept, as its owner would write it. */
export interface KeptObject {
  readonly object: KubernetesObject;
  /** The tool that makes it again by itself; left out where none does. */
  readonly tool?: ToolName;
}

/** What the operator makes of a Gateway or an Ingress (cilium/cilium, operator/pkg/model/translation). */
const MADE_OF_GATEWAYS = /^cilium-(?:gateway-|ingress)/;

/** What the server and controllers write into metadata. */
const WRITTEN: ReadonlySet<string> = new Set([
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "managedFields",
  "ownerReferences",
  "selfLink",
  "finalizers",
  "generateName",
]);
const APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Whether an object was written by somebody, and not made of another object. */
export function isKept({ kind, metadata }: ServedObject): boolean {
  if ((metadata.ownerReferences ?? []).length > 0 || metadata.deletionTimestamp !== undefined) return false;
  return !(kind.endsWith("EnvoyConfig") && MADE_OF_GATEWAYS.test(metadata.name));
}

export function kept(served: ServedObject): KeptObject {
  const tool = toolOf(served.metadata);
  return { object: cleaned(served), ...(tool === undefined ? {} : { tool }) };
}

/** Without status and without what the server wrote. */
export function cleaned(object: ServedObject): KubernetesObject {
  const { apiVersion, kind, metadata, status: _, ...rest } = object;
  const own = Object.fromEntries(Object.entries(metadata).filter(([key]) => !WRITTEN.has(key)));
  const annotations = without(metadata.annotations, APPLIED);
  // The API server gives every namespace its name as a label, and the finalizer of its end.
  const labels = kind === "Namespace" ? without(metadata.labels, "kubernetes.io/metadata.name") : metadata.labels;
  const spec = kind === "Namespace" ? { spec: undefined } : {};
  const clean = { ...own, name: metadata.name, annotations, labels };
  return defined<object>({ apiVersion, kind, metadata: defined<object>(clean), ...rest, ...spec }) as KubernetesObject;
}

function without(map: Readonly<Record<string, string>> | undefined, key: string): object | undefined {
  const rest = Object.entries(map ?? {}).filter(([name]) => name !== key);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** `HTTPRoute shop/web`. */
export const nameOf = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
