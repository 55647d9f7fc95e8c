import { compareVersions, minorOf } from "../facts/version.ts";
import { type ChartChoice, valueAt } from "../helm/values.ts";
import type { Json } from "../model/index.ts";

/** What decides which further rights the operator needs. */
export interface OperatorOptions {
  /** `ipv6.enabled` with Cilium 1.20 or newer, the first whose ENI mode gives IPv6 (eni.rst, ipam_eni_ipv6). */
  readonly assignsIpv6: boolean;
  /** `eni.awsReleaseExcessIPs`. */
  readonly releaseExcessIps: boolean;
  /** `eni.instanceTagsFilter` is set. */
  readonly instanceTagsFilter: boolean;
  /** Garbage collection runs and has to find its tags by itself: no `eni.gcTags`, no `cluster.name`. */
  readonly detectsGcTags: boolean;
}

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
