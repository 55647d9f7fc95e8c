/** What the cluster of a stack was made with, by its last state: only `plan --state` has it. */
export interface RunningModel {
  readonly name: string;
  readonly region?: string;
  readonly serviceCidr?: string;
  readonly ipFamily?: string;
  readonly vpcId?: string;
  /** Block of the VPC, where this stack made it. */
  readonly vpcCidr?: string;
  /** Key of the Kubernetes secrets; left out where it is AWS's own. */
  readonly secretsKey?: { readonly arn: string; readonly madeHere: boolean };
}
