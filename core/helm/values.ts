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
