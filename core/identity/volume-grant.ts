import type { Partition } from "../facts/partition.ts";

/** What the Auto Scaling service role needs to start instances with encrypted volumes (EC2 Auto Scaling user guide: key-policy-requirements-EBS-encryption). */
export const VOLUME_GRANT_OPERATIONS = [
  "CreateGrant",
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
] as const;

/** The service-linked role that managed node groups start their instances with. It exists once Auto Scaling was used in the account. */
export const autoScalingRoleArn = (partition: Partition, accountId: string): string =>
  `arn:${partition}:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
