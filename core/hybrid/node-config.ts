import { stringify } from "yaml";

/** What a NodeConfig of hybrid nodes says; nodeadm of aws/eks-hybrid, not the one of Amazon's images. */
export interface NodeConfigInput {
  readonly clusterName: string;
  readonly region: string;
  readonly flags: readonly string[];
  readonly credentials:
    | { readonly ssm: { readonly activationId: string; readonly activationCode: string } }
    | {
        readonly iamRolesAnywhere: {
          readonly nodeName: string;
          readonly trustAnchorArn: string;
          readonly profileArn: string;
          readonly roleArn: string;
        };
      };
}

/** Source: aws/eks-hybrid api/v1alpha1; EKS user guide: hybrid-nodes-nodeadm. */
export const renderNodeConfig = ({ clusterName, region, flags, credentials }: NodeConfigInput): string =>
  stringify({
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: {
      cluster: { name: clusterName, region },
      hybrid: {
        ...credentials,
        // Pods with Pod Identity read their node's credentials from a file there.
        enableCredentialsFile: true,
      },
      ...(flags.length === 0 ? {} : { kubelet: { flags } }),
    },
  });
