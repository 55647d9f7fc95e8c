import { isList, isObject } from "../../core/model/json.ts";
import type { Place } from "./types.ts";

/** A place at which what is there is not what was declared. */
export interface Mismatch {
  readonly at: Place;
  /** The same place in what is there: lists that are kept by a key may be in another order. */
  readonly foundAt: Place;
  readonly declared: unknown;
  readonly found: unknown;
}

/** What a plan, and a recording of a cluster, has for a value that it does not tell. */
export const isUntold = (value: unknown): boolean => value === "[unknown]" || value === "[secret]";

/** Empty and false are as good as left out: the API server drops them where a field may be omitted. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  value === false ||
  value === 0 ||
  (isList(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every(isNothing));

/** Annotations that the provider reads and that are no part of the object. */
const NOT_SENT = /^pulumi\.com\//;

interface Places {
  readonly at: Place;
  readonly foundAt: Place;
}
const below = ({ at, foundAt }: Places, step: string | number, foundStep = step): Places => ({
  at: [...at, step],
  foundAt: [...foundAt, foundStep],
});

/**
 * Where what is there lacks something that was declared, or has another value. What is there beside it is the server's or
 * somebody else's, and no mismatch here: so defaults need no table.
 */
export function mismatches(declared: unknown, found: unknown, places: Places = { at: [], foundAt: [] }): Mismatch[] {
  if (isUntold(declared) || isUntold(found) || (isNothing(declared) && isNothing(found))) return [];
  const whole = (): Mismatch[] => [{ ...places, declared, found }];
  if (isObject(declared)) {
    if (!isObject(found)) return whole();
    return Object.entries(declared).flatMap(([key, inner]) =>
      NOT_SENT.test(key) ? [] : mismatches(inner, found[key], below(places, key)),
    );
  }
  if (isList(declared)) return isList(found) ? listMismatches(declared, found, places) : whole();
  return same(declared, found, places.at) ? [] : whole();
}

function listMismatches(declared: readonly unknown[], found: readonly unknown[], places: Places): Mismatch[] {
  const key = keyOfItems(declared);
  if (key === undefined || keyOfItems(found) !== key) {
    if (declared.length !== found.length) return [{ ...places, declared, found }];
    return declared.flatMap((item, index) => mismatches(item, found[index], below(places, index)));
  }
  return declared.flatMap((item, index) => {
    const there = found.findIndex((other) => isObject(other) && isObject(item) && other[key] === item[key]);
    if (there === -1) return [{ ...below(places, index), declared: item, found: undefined }];
    return mismatches(item, found[there], below(places, index, there));
  });
}

/** The key by which the items of a list are told apart: the API keeps such lists as maps, in any order. */
function keyOfItems(list: readonly unknown[]): string | undefined {
  if (list.length === 0) return undefined;
  return ["name", "key", "containerPort", "mountPath"].find((key) => {
    const values = list.map((item) => (isObject(item) ? item[key] : undefined));
    return values.every((value) => value !== undefined) && new Set(values).size === values.length;
  });
}

/** Fields that hold quantities, or maps of them: the server writes these in its own form. */
const QUANTITY_PARENT = /^(?:requests|limits|capacity|hard|sizeLimit|storage)$/;

function same(declared: unknown, found: unknown, at: Place): boolean {
  if (Object.is(declared, found)) return true;
  if (!at.some((step) => typeof step === "string" && QUANTITY_PARENT.test(step))) return false;
  const amount = quantity(declared);
  return amount !== undefined && amount === quantity(found);
}

/** Kubernetes docs: reference/kubernetes-api/common-definitions/quantity. */
const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Amount of a quantity, in thousandths; undefined for anything else. */
function quantity(value: unknown): number | undefined {
  const [, number, unit = ""] = /^([+-]?[\d.]+)([numkMGTPE]?i?)$/.exec(String(value)) ?? [];
  const factor = UNITS[unit];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor * 1000);
}
