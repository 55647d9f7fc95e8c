import { isList, isObject } from "../../core/model/json.ts";
import { type FieldsEntry, isPulumi } from "../../core/model/managers.ts";
import type { Place } from "./types.ts";

/** Something that somebody else wrote into an object, and that the plan does not speak of. */
interface Addition {
  readonly at: Place;
  readonly foundAt: Place;
  readonly found: unknown;
  readonly manager: string;
  readonly time: string | undefined;
}

/** Controllers that write into objects of others as their work: nobody's drift. By default the server notes the name of a writer's program. */
const CONTROLLERS =
  /^(?:kube-controller-manager|kube-scheduler|kube-apiserver|kubelet|cilium|controller$|cert-manager|aws-load-balancer|external-dns|karpenter|helm$|before-first-apply)/;

/** Annotations and labels in which tools keep notes for themselves. */
const NOTES =
  /^(?:kubectl\.kubernetes\.io\/|deployment\.kubernetes\.io\/|deprecated\.daemonset\.|pulumi\.com\/|kubernetes\.io\/metadata\.name$)/;

/** By who wrote which field: defaults of the server have no writer but the one who made the object. */
export function additions(declared: unknown, found: unknown, managed: readonly FieldsEntry[]): readonly Addition[] {
  return managed
    .filter(
      ({ manager = "", subresource }) => subresource === undefined && !isPulumi(manager) && !CONTROLLERS.test(manager),
    )
    .flatMap(({ manager = "", time, fieldsV1 }) =>
      added(fieldsV1, declared, found, { at: [], foundAt: [] }).map((one) => ({ ...one, manager, time })),
    );
}

type Found = Omit<Addition, "manager" | "time">;

function added(fields: unknown, declared: unknown, found: unknown, places: Pick<Found, "at" | "foundAt">): Found[] {
  if (!isObject(fields)) return [];
  return Object.entries(fields).flatMap(([name, inner]): Found[] => {
    const step = stepOf(name, found);
    if (step === undefined || isNotOurs([...places.foundAt, step])) return [];
    const value = (found as Record<string | number, unknown>)[step];
    if (value === undefined) return [];
    const { step: declaredStep, value: own } = ownOf(declared, name, step);
    const next = { at: [...places.at, declaredStep], foundAt: [...places.foundAt, step] };
    return own === undefined ? [{ ...next, found: value }] : added(inner, own, value, next);
  });
}

/** `f:key` is a key, `k:{"name":"x"}` an item by its keys; `v:` items of sets are compared with the list. */
function stepOf(name: string, found: unknown): string | number | undefined {
  if (name.startsWith("f:")) return isObject(found) ? name.slice(2) : undefined;
  if (!name.startsWith("k:") || !isList(found)) return undefined;
  const at = found.findIndex((item) => hasKeys(item, name));
  return at === -1 ? undefined : at;
}

const hasKeys = (item: unknown, name: string): boolean =>
  isObject(item) &&
  Object.entries(JSON.parse(name.slice(2)) as Record<string, unknown>).every(([key, value]) => item[key] === value);

/** What was declared at the same place; by its keys in a list. */
function ownOf(declared: unknown, name: string, step: string | number): { step: string | number; value: unknown } {
  if (typeof step === "string") return { step, value: isObject(declared) ? declared[step] : undefined };
  if (!isList(declared)) return { step: 0, value: undefined };
  // Keys that the plan leaves to their default, such as a port's protocol, do not tell items apart.
  const at = declared.findIndex(
    (item) => isObject(item) && hasKeys({ ...(JSON.parse(name.slice(2)) as object), ...item }, name),
  );
  return at === -1 ? { step: declared.length, value: undefined } : { step: at, value: declared[at] };
}

/** Status, names and bookkeeping are the server's; of metadata only labels and annotations are anybody's. */
function isNotOurs([first, second, third]: Place): boolean {
  if (first === "status") return true;
  if (first !== "metadata" || second === undefined) return false;
  if (second !== "labels" && second !== "annotations") return true;
  return typeof third === "string" && NOTES.test(third);
}
