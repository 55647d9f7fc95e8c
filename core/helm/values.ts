import type { CiliumModel, Json } from "../model/index.ts";

/** The Cilium release as far as AWS rights depend on it. */
export type ChartChoice = Pick<CiliumModel, "version" | "values">;

/** Value at a dotted path, or undefined. */
export const valueAt = (values: Json | undefined, path: string): Json | undefined =>
  valueAtKeys(values, path.split("."));

/** The same for keys that may have dots in them. */
export function valueAtKeys(values: Json | undefined, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = values;
  for (const key of keys) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[key];
  }
  return value;
}

/** Whether the chart runs the AWS operator: only then does anything of Cilium need AWS rights. */
export const usesEni = ({ values }: Pick<ChartChoice, "values">): boolean => valueAt(values, "eni.enabled") === true;

/** Whether the VPC CNI gives the addresses: Cilium is chained to it, or there is no Cilium on EC2 nodes. */
export const usesVpcCni = (values: Json | undefined): boolean =>
  values === undefined || valueAt(values, "cni.chainingMode") === "aws-cni";

/** First ENI that pods use; the chart's default is 0 (cilium 1.19 and 1.20, pkg/defaults). */
export const firstInterfaceIndex = ({ values }: Pick<ChartChoice, "values">): number => {
  const index = valueAt(values, "eni.nodeSpec.firstInterfaceIndex");
  return typeof index === "number" ? index : 0;
};

export type Tags = Readonly<Record<string, string>>;

/** `key=value` -> key and value. */
export function tagPair(tag: string): readonly [key: string, value: string] {
  const [key = "", ...value] = tag.split("=");
  return [key, value.join("=")];
}

/** Tags as the chart has them, a list of `key=value`; a map, as 1.18 had it, reads the same. */
export function tagsIn(tags: Json | undefined): Tags {
  if (Array.isArray(tags))
    return Object.fromEntries(tags.filter((tag) => typeof tag === "string").map((tag) => tagPair(tag)));
  return typeof tags === "object" && tags !== null ? (tags as Tags) : {};
}

/** Whether something has all the tags that are asked for; nothing is chosen by none. */
export const hasTags = (tags: Tags, wanted: Tags): boolean =>
  Object.keys(wanted).length > 0 && Object.entries(wanted).every(([key, value]) => tags[key] === value);

/** `a=b, c=d`. */
export const writtenTags = (tags: Tags): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
