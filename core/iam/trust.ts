import { type PolicyDocument, allow, document } from "./documents.ts";

/** A Kubernetes service account that gets AWS rights. */
export interface ServiceAccountRef {
  readonly namespace: string;
  readonly name: string;
}

/** Audience of the tokens that EKS mounts for IAM roles; the same in every partition (eksctl pkg/iam/oidc). */
export const IRSA_AUDIENCE = "sts.amazonaws.com";
const POD_IDENTITY_PRINCIPAL = "pods.eks.amazonaws.com";
/** Pod Identity tags its sessions, so AssumeRole alone is refused (EKS user guide: pod-id-role). */
export const POD_IDENTITY_ACTIONS = ["sts:AssumeRole", "sts:TagSession"] as const;

export const subjectOf = ({ namespace, name }: ServiceAccountRef): string =>
  `system:serviceaccount:${namespace}:${name}`;

/** Issuer of an IAM OIDC provider, `oidc.eks.eu-central-1.amazonaws.com/id/…`, as its ARN carries it. */
export const issuerOfProvider = (providerArn: string): string =>
  providerArn.slice(providerArn.indexOf(":oidc-provider/") + ":oidc-provider/".length);

/** Trust of a role for one service account, by the cluster's OIDC provider. Both subject and audience are fixed. */
export function irsaTrust(providerArn: string, account: ServiceAccountRef): PolicyDocument {
  const issuer = issuerOfProvider(providerArn);
  return document(
    allow("ServiceAccount", {
      Principal: { Federated: providerArn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: { [`${issuer}:sub`]: subjectOf(account), [`${issuer}:aud`]: IRSA_AUDIENCE },
      },
    }),
  );
}

/** Trust of a role for EKS Pod Identity. Which pods get it is the association's matter, not the trust's. */
export const podIdentityTrust = (): PolicyDocument =>
  document(allow("PodIdentity", { Principal: { Service: POD_IDENTITY_PRINCIPAL }, Action: POD_IDENTITY_ACTIONS }));

/** Trust of a role for an AWS service. */
export const serviceTrust = (service: string, actions: readonly string[] = ["sts:AssumeRole"]): PolicyDocument =>
  document(allow("Service", { Principal: { Service: service }, Action: actions }));
