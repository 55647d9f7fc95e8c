import type { PolicyDocument } from "../iam/documents.ts";
import type { ServiceAccountRef } from "../iam/trust.ts";
import type { OperatorIdentity } from "../settings/index.ts";

/** A workload in the cluster with AWS rights of its own. */
export interface WorkloadIdentityPlan {
  readonly serviceAccount: ServiceAccountRef;
  readonly policy: PolicyDocument;
  readonly mechanism: OperatorIdentity;
}

/** Annotation by which EKS gives a service account's pods their role. */
export const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";
