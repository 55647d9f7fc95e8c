import { type PolicyDocument, allow, document, renderDocument } from "../iam/documents.ts";
import { serviceTrust } from "../iam/trust.ts";
import { type Partition, dnsSuffixOf } from "../facts/partition.ts";

/** Trust of the cluster role. EKS tags its sessions (pulumi-eks sets the same two actions). */
export const clusterTrust = (): PolicyDocument =>
  serviceTrust("eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]);

/** What the cluster role may do with the key of the Kubernetes secrets (terraform-aws-eks, cluster encryption policy). */
export const clusterKeyPolicy = (keyArn: string): PolicyDocument =>
  document(
    allow("SecretsKey", {
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
      Resource: [keyArn],
    }),
  );

export interface KeyPolicyInput {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
  readonly logGroupName: string;
}

/**
 * Policy of the key that we create: the account's IAM decides who uses it, and CloudWatch Logs may use it for the one log
 * group (CloudWatch Logs user guide: encrypt-log-data-kms).
 */
export const secretsKeyPolicy = ({ partition, region, accountId, logGroupName }: KeyPolicyInput): string =>
  renderDocument(
    document(
      allow("Account", {
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: ["kms:*"],
        Resource: ["*"],
      }),
      allow("ControlPlaneLogs", {
        Principal: { Service: `logs.${region}.${dnsSuffixOf(partition)}` },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: ["*"],
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}`,
          },
        },
      }),
    ),
  );
