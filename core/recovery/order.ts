import { isList, isObject, type KubernetesObject } from "../model/json.ts";
import type { KeptObject } from "./keep.ts";
import { KEPT_KINDS, PHASES, type KeptKind, type PhaseId } from "./kinds.ts";
import { type CiliumNames, isOfCilium } from "./references.ts";

/** Which step of a restore an object belongs to; undefined for a kind that is not kept. */
export function phaseOf({ kind, apiVersion, metadata }: KubernetesObject, names: CiliumNames): PhaseId | undefined {
  if (kind === "Secret" && metadata.namespace === names.namespace && isOfCilium(metadata.name, names)) return "keys";
  return kindOf({ kind, apiVersion })?.phase;
}

export const kindOf = ({ kind, apiVersion }: Pick<KubernetesObject, "kind" | "apiVersion">): KeptKind | undefined =>
  KEPT_KINDS.find((one) => one.kind === kind && one.group === groupOf(apiVersion));

const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");

/** Objects in the order in which they come back. */
export function inOrder(objects: readonly KeptObject[], names: CiliumNames): readonly KeptObject[] {
  const phases = PHASES.map(({ id }) => id);
  const rank = ({ object }: KeptObject): string =>
    [
      phases.indexOf(phaseOf(object, names) ?? "routes"),
      KEPT_KINDS.findIndex(({ kind }) => kind === object.kind),
      letsBasicsThrough(object) ? 0 : 1,
    ]
      .map((number) => String(number).padStart(3, "0"))
      .join(" ")
      .concat(` ${object.metadata.namespace ?? ""}/${object.metadata.name}`);
  return [...objects]
    .map((one) => [rank(one), one] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
}

/** Whether a policy lets pods ask for names or reach the API server: without it nothing that comes later starts. */
function letsBasicsThrough(object: KubernetesObject): boolean {
  const specs = [object["spec"], ...(isList(object["specs"]) ? object["specs"] : [])];
  return specs.some((spec) => isObject(spec) && holdsBasics(spec["egress"]));
}

function holdsBasics(value: unknown): boolean {
  if (isList(value)) return value.some((item) => item === "kube-apiserver" || holdsBasics(item));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, inner]) => (key === "port" && String(inner) === "53") || holdsBasics(inner));
}
