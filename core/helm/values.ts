import { compareVersions, minorOf } from "../facts/version.ts";
import type { CiliumModel, Json } from "../model/index.ts";
import type { OperatorOptions } from "../identity/operator-actions.ts";

/** The Cilium release as far as AWS rights depend on it. */
export type ChartChoice = Pick<CiliumModel, "version" | "values">;

/** Value at a dotted path, or undefined. */
export function valueAt(values: Json | undefined, path: string): Json | undefined {
  let value: Json | undefined = values;
  for (const key of path.split(".")) {
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

/** Options of the operator that decide its rights, as the chart's values say them. */
export function operatorOptions({ version, values }: ChartChoice): OperatorOptions {
  return {
    assignsIpv6: valueAt(values, "ipv6.enabled") === true && compareVersions(minorOf(version) ?? "1.20", "1.20") >= 0,
    releaseExcessIps: valueAt(values, "eni.awsReleaseExcessIPs") === true,
    instanceTagsFilter: isFilled(valueAt(values, "eni.instanceTagsFilter")),
    detectsGcTags:
      valueAt(values, "eni.gcInterval") !== "0s" &&
      !isFilled(valueAt(values, "eni.gcTags")) &&
      !isFilled(valueAt(values, "cluster.name")),
  };
}

/** Not empty, as Helm's templates see it. */
const isFilled = (value: Json | undefined): boolean =>
  typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value !== undefined && value !== "";
