/** The partitions that EKS is in, as ARNs name them. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** AWS partition of a Region, by the prefix of its name (AWS whitepaper "Fault isolation boundaries", partitions). */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Domain of AWS services in a partition, as service principals use it. */
export const dnsSuffixOf = (partition: Partition): string =>
  partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
