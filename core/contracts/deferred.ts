/** A plan value that is known only while deploying; the component puts it in, see components/cilium-eni-cluster. */
export const Deferred = {
  /** Host of the API endpoint, without scheme. */
  ApiServerHost: "api-server-host",
  OperatorRoleArn: "operator-role-arn",
  VpcId: "vpc-id",
} as const;
export type Deferred = (typeof Deferred)[keyof typeof Deferred];
