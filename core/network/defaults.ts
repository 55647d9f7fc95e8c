import { NatGateways } from "../settings/index.ts";

/** EKS needs two zones; three keep the control plane, NAT and nodes alive when one is lost. */
export const DEFAULT_ZONES = 3;
/** One NAT gateway a zone: egress does not depend on another zone, and no traffic crosses zones for it. */
export const DEFAULT_NAT_GATEWAYS = NatGateways.PerZone;
/** Percent of a pod subnet that is reserved for /28 prefixes; the rest is left for ENIs' own addresses. */
export const DEFAULT_PREFIX_RESERVATION_PERCENT = 75;
/** EC2 gives ENI addresses from what is not reserved; less than a quarter left starves them of room to grow. */
export const MAX_PREFIX_RESERVATION_PERCENT = 75;
/** Smallest subnet that AWS makes (VPC user guide: subnet-sizing). */
export const SMALLEST_SUBNET = 28;
/** A /28 has 11 usable addresses; EKS needs 6 in each control-plane subnet (EKS user guide: network-reqs). */
export const CONTROL_PLANE_PREFIX = 28;
/** Public subnets hold NAT gateways and load balancers, so a sixty-fourth of the VPC is enough. */
export const PUBLIC_PREFIX_STEP = 6;
export const DEFAULT_FLOW_LOG_RETENTION_DAYS = 30;
/** Endpoint services that nodes without a way to the internet need (EKS user guide: private-clusters; Cilium needs `ec2`). */
export const CLOSED_NETWORK_ENDPOINTS: readonly string[] = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "logs",
  "s3",
  "sts",
];
/** Endpoints of type Gateway: free, entered into route tables (VPC user guide: gateway-endpoints). */
export const GATEWAY_ENDPOINTS: readonly string[] = ["dynamodb", "s3"];
/** Tag that pins Cilium's choice of subnets for pod ENIs; its value is the cluster's name. */
export const POD_SUBNET_TAG = "cilium-eks/pod-subnet";
export const PUBLIC_LB_TAG = "kubernetes.io/role/elb";
export const INTERNAL_LB_TAG = "kubernetes.io/role/internal-elb";
/** Carrier-grade NAT space: private, and seldom routed between networks (RFC 6598). */
export const CGNAT = "100.64.0.0/10";
