/** A program that a deployment needs on PATH. `plan` needs none of them. */
export interface DeployTool {
  readonly command: string;
  /** Oldest version that is accepted; undefined where nothing states one. */
  readonly minimum?: string;
  /** Oldest version of the major before, where that one is accepted too. */
  readonly legacyMinimum?: string;
  readonly why: string;
  readonly source: string;
}

export const DEPLOY_TOOLS: readonly DeployTool[] = [
  {
    command: "pulumi",
    why: "runs the program",
    source: "Pulumi docs: install",
  },
  {
    command: "aws",
    minimum: "2.7.0",
    legacyMinimum: "1.24.0",
    why: "@pulumi/eks refuses to make a cluster without it, and the kubeconfig calls `aws eks get-token`",
    source: "pulumi/pulumi-eks nodejs/eks/dependencies.ts (2.7.0, or 1.24.0 of version 1)",
  },
  {
    command: "kubectl",
    why: "only for the commands the documentation names; the components talk to the API server themselves",
    source: "pulumi/pulumi-kubernetes",
  },
];
