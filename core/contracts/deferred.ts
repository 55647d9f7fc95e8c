/** What only a deployment knows; the component that makes or is given it puts it in. */
export const Deferred = {
  /** Host of the API endpoint, without scheme. */
  ApiServerHost: "api-server-host",
  OperatorRoleArn: "operator-role-arn",
  VpcId: "vpc-id",
  /** Annotations by which a service account gets its role. */
  RoleAnnotations: "role-annotations",
  /** Subnet ids of a load balancer, comma-separated. */
  SubnetIds: "subnet",
  /** Allocation ids of a load balancer's Elastic IPs, comma-separated. */
  ElasticIps: "eip",
  CertificateArn: "acm-certificate-arn",
  /** Route tables of nodes, comma-separated. */
  RouteTableIds: "route-table-ids",
  /** Name of the role of nodes that Karpenter starts. */
  NodeRoleName: "node-role-name",
  /** Its ARN, which the controller may pass on. */
  NodeRoleArn: "node-role-arn",
  /** Name of the queue of interruptions. */
  InterruptionQueue: "interruption-queue",
  /** Its ARN. */
  InterruptionQueueArn: "interruption-queue-arn",
  /** Selector terms with the ids of the node subnets. */
  NodeSubnetTerms: "node-subnet",
  /** Selector terms with the id of the cluster's security group. */
  SecurityGroupTerms: "cluster-security-group",
  /** JSON of a Grafana dashboard, which is built while deploying. */
  Dashboard: "dashboard",
} as const;
export type Deferred = (typeof Deferred)[keyof typeof Deferred];

/** A place in planned values, or in a planned object, that is filled in while deploying. */
export interface DeferredValue {
  /** Keys with dots between them; a dot inside a key is written `\\.`, as Helm does. */
  readonly path: string;
  readonly from: Deferred;
}

/** Stands in a plan for a value, so that readers see that there will be one. */
export const placeholder = (from: Deferred): string => `[${from}]`;

/** The same for a list of known length, so that rules can count its items. */
export const placeholders = (from: Deferred, count: number): string | undefined =>
  count === 0 ? undefined : Array.from({ length: count }, (_, at) => `[${from}-${String(at + 1)}]`).join(",");

/** Keys of a {@link DeferredValue.path}. */
export const keysOf = (path: string): string[] => path.split(/(?<!\\)\./).map((key) => key.replaceAll("\\.", "."));

/** A path of these keys. */
export const pathOf = (keys: readonly string[]): string => keys.map((key) => key.replaceAll(".", "\\.")).join(".");
