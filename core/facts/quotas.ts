/** A service quota of AWS, per Region and account unless its name says otherwise. */
export interface Quota {
  readonly serviceCode: QuotaService;
  readonly quotaCode: string;
  readonly name: string;
  /** Value of a new account. */
  readonly default: number;
  readonly adjustable: boolean;
  readonly source: string;
}

type QuotaService = "vpc" | "ec2" | "eks" | "elasticloadbalancing" | "iam";

const VPC = "VPC user guide: amazon-vpc-limits; codes: moto's vpc table, public IaC";
const EC2 = "EC2 user guide: ec2-resource-limits; codes: public IaC";
const EKS = "EKS user guide: service-quotas";
const ELB = "ELB user guide: load-balancer-limits";
const IAM = "IAM user guide: reference_iam-quotas";

/** Quotas that a cluster can run into, by a name of ours. */
export const QUOTAS = {
  networkInterfaces: row("vpc", "L-DF5E4CA3", "Network interfaces per Region", 5_000, VPC),
  securityGroupsPerInterface: row("vpc", "L-2AFB9258", "Security groups per network interface", 5, VPC),
  rulesPerSecurityGroup: row("vpc", "L-0EA8095F", "Inbound or outbound rules per security group", 60, VPC),
  routesPerTable: row("vpc", "L-93826ACB", "Routes per route table", 50, VPC),
  routeTablesPerVpc: row("vpc", "L-589F43AA", "Route tables per VPC", 200, VPC),
  subnetsPerVpc: row("vpc", "L-407747CB", "Subnets per VPC", 200, VPC),
  vpcs: row("vpc", "L-F678F1CE", "VPCs per Region", 5, VPC),
  cidrsPerVpc: row("vpc", "L-83CA0A9D", "IPv4 CIDR blocks per VPC", 5, VPC),
  natGatewaysPerZone: row("vpc", "L-FE5A380F", "NAT gateways per Availability Zone", 5, VPC),
  internetGateways: row("vpc", "L-A4707A72", "Internet gateways per Region", 5, VPC),
  securityGroups: row("vpc", "L-E79EC296", "VPC security groups per Region", 2_500, VPC),
  interfaceEndpointsPerVpc: row("vpc", "L-29B6F2EB", "Interface VPC endpoints per VPC", 50, VPC),
  addressUnitsPerVpc: row("vpc", "L-BB24F6E5", "Network Address Usage of a VPC", 64_000, VPC),
  elasticIps: row("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5, EC2),
  onDemandVcpus: row("ec2", "L-1216C47A", "Running On-Demand Standard instances, vCPUs", 5, EC2),
  spotVcpus: row("ec2", "L-34B43A08", "Standard Spot instance requests, vCPUs", 5, EC2),
  gpuVcpus: family("L-DB2E81BA", "Running On-Demand G and VT instances, vCPUs"),
  gpuSpotVcpus: family("L-3819A6DF", "G and VT Spot instance requests, vCPUs"),
  pVcpus: family("L-417A185B", "Running On-Demand P instances, vCPUs"),
  pSpotVcpus: family("L-7212CCBC", "P4, P3 and P2 Spot instance requests, vCPUs"),
  p5SpotVcpus: family("L-C4BD4855", "P5 Spot instance requests, vCPUs"),
  infVcpus: family("L-1945791B", "Running On-Demand Inf instances, vCPUs"),
  infSpotVcpus: family("L-B5D1601B", "Inf Spot instance requests, vCPUs"),
  trnVcpus: family("L-2C3B7624", "Running On-Demand Trn instances, vCPUs"),
  trnSpotVcpus: family("L-6B0D517C", "Trn Spot instance requests, vCPUs"),
  xVcpus: family("L-7295265B", "Running On-Demand X instances, vCPUs"),
  xSpotVcpus: family("L-E3A00192", "X Spot instance requests, vCPUs"),
  fVcpus: family("L-74FC7D96", "Running On-Demand F instances, vCPUs"),
  dlVcpus: family("L-6E869C2A", "Running On-Demand DL instances, vCPUs"),
  hpcVcpus: family("L-F7808C92", "Running On-Demand HPC instances, vCPUs"),
  highMemoryVcpus: family("L-43DA4232", "Running On-Demand High Memory instances, vCPUs"),
  networkLoadBalancers: row("elasticloadbalancing", "L-69A177A2", "Network Load Balancers per Region", 50, ELB),
  targetGroups: row("elasticloadbalancing", "L-B22855CB", "Target groups per Region", 3_000, ELB),
  listenersPerNlb: row("elasticloadbalancing", "L-57A373D6", "Listeners per Network Load Balancer", 50, ELB, false),
  targetsPerNlb: row("elasticloadbalancing", "L-EEF1AD04", "Targets per Network Load Balancer", 3_000, ELB),
  targetsPerZoneAndNlb: row(
    "elasticloadbalancing",
    "L-B211E961",
    "Targets per Availability Zone per Network Load Balancer",
    500,
    ELB,
  ),
  clusters: row("eks", "L-1194D53C", "Clusters", 100, EKS),
  nodeGroupsPerCluster: row("eks", "L-6D54EA21", "Managed node groups per cluster", 30, EKS),
  nodesPerNodeGroup: row(
    "eks",
    "L-BD136A63",
    "Nodes per managed node group",
    450,
    `${EKS}; UNVERIFIED code: another source has L-BD136F5B`,
  ),
  iamRoles: row("iam", "L-FE177D64", "Roles per account", 1_000, IAM),
  oidcProviders: row("iam", "L-858F3967", "OpenID Connect providers per account", 100, IAM),
  trustPolicyLength: row("iam", "L-C07B4B0D", "Role trust policy length", 2_048, IAM),
} as const;
export type QuotaKey = keyof typeof QUOTAS;

/**
 * Targets that a Network Load Balancer takes with cross-zone balancing on, whatever its zones. Not a quota of its own.
 * Source: ELB user guide, load-balancer-limits.
 */
export const CROSS_ZONE_NLB_TARGETS = 500;

const BY_CODE: ReadonlyMap<string, Quota> = new Map(Object.values(QUOTAS).map((quota) => [quota.quotaCode, quota]));

/** The quota of a code, or undefined for one that this project does not know. */
export const quotaByCode = (quotaCode: string): Quota | undefined => BY_CODE.get(quotaCode);

/** Every known code, in the table's order. */
export const QUOTA_CODES: readonly string[] = [...BY_CODE.keys()];

/** Families that count against the Standard vCPU quotas: A, C, D, H, I, M, R, T, Z (EC2 user guide: ec2-on-demand-instances). */
export const isStandardFamily = (instanceType: string): boolean => /^(?:a|c|d|h|i|im|is|m|r|t|z)\d/.test(instanceType);

/** Which quota the vCPUs of an instance type count against; undefined where this project knows none. */
export function vcpuQuota(instanceType: string, capacityType: "ON_DEMAND" | "SPOT"): QuotaKey | undefined {
  const spot = capacityType === "SPOT";
  if (isStandardFamily(instanceType)) return spot ? "spotVcpus" : "onDemandVcpus";
  const [, onDemand, onSpot] = FAMILIES.find(([pattern]) => pattern.test(instanceType)) ?? [];
  return spot ? onSpot : onDemand;
}

const FAMILIES: readonly (readonly [pattern: RegExp, onDemand: QuotaKey, spot?: QuotaKey])[] = [
  [/^(?:g|gr|vt)\d/, "gpuVcpus", "gpuSpotVcpus"],
  [/^p5[a-z]*\./, "pVcpus", "p5SpotVcpus"],
  [/^p[2-4][a-z]*\./, "pVcpus", "pSpotVcpus"],
  // Under which Spot quota the ones after P5 count is not known.
  [/^p\d/, "pVcpus"],
  [/^inf\d/, "infVcpus", "infSpotVcpus"],
  [/^trn\d/, "trnVcpus", "trnSpotVcpus"],
  [/^x\d/, "xVcpus", "xSpotVcpus"],
  [/^f\d/, "fVcpus"],
  [/^dl\d/, "dlVcpus"],
  [/^hpc\d/, "hpcVcpus"],
  [/^u-?\d/, "highMemoryVcpus"],
];

/** vCPU quotas of special families: 0 in most new accounts. */
function family(quotaCode: string, name: string): Quota {
  return row("ec2", quotaCode, name, 0, "EC2 user guide: ec2-on-demand-instances, quotas; codes: public IaC");
}

function row(
  serviceCode: QuotaService,
  quotaCode: string,
  name: string,
  value: number,
  source: string,
  adjustable = true,
): Quota {
  return { serviceCode, quotaCode, name, default: value, adjustable, source };
}
