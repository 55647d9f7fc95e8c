import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";
import type { Properties } from "./properties.ts";

/** A resource of @pulumi/aws that a resource of a template stands for. */
export interface Made {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Logical ids, by input. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Tells several of one resource apart. */
  readonly suffix?: string;
}

/** Where an input comes from: the path of a property, and what becomes of its value. */
export type Field = string | readonly [path: string, as: (value: unknown) => unknown];

/** A resource whose inputs come from properties of a template's resource. */
export function made(
  type: string,
  properties: Properties,
  fields: Readonly<Record<string, Field>>,
  more: Partial<Made> = {},
): Made {
  const found = Object.entries(fields).map(([input, field]) => {
    const [path, as] = typeof field === "string" ? [field, camel] : field;
    const { value, refs } = properties.get(path === "" ? [] : path.split("."));
    return { input, value: value === undefined || value === UNKNOWN ? value : as(value), refs };
  });
  return {
    type,
    ...more,
    props: {
      ...Object.fromEntries(
        found.flatMap(({ input, value }) => (value === undefined ? [] : [[input, value] as const])),
      ),
      ...more.props,
    },
    sources: {
      ...Object.fromEntries(found.flatMap(({ input, refs }) => (refs.length === 0 ? [] : [[input, refs] as const]))),
      ...more.sources,
    },
  };
}

/** `CidrBlock` is `cidrBlock`, all the way down; a list of tags is a map. */
export function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      key === "Tags" ? tagsOf(inner) : camel(inner),
    ]),
  );
}

/** `[{Key, Value}]`, or the map that some types have. */
export function tagsOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const known = (value as unknown[]).filter(
    (one): one is Readonly<Record<string, unknown>> => isMap(one) && typeof one["Key"] === "string",
  );
  return known.length < value.length
    ? UNKNOWN
    : Object.fromEntries(known.map((one) => [String(one["Key"]), one["Value"]]));
}

/** As they are, keys of anybody's within. */
export const verbatim = (value: unknown): unknown => value;

/** The first of a list; the bridge takes one block as an object. */
export const first = (value: unknown): unknown =>
  Array.isArray(value) ? camel((value as unknown[])[0]) : camel(value);

export const itemsOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
