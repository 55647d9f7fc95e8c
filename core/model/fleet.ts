import type { FleetNetworkKind, MaintenanceWindow } from "../settings/index.ts";

/** A fleet as plain data: what the rules on several clusters see. */
export interface FleetModel {
  readonly name: string;
  readonly clusters: readonly FleetMember[];
  readonly networks: readonly FleetNetworkModel[];
  /** In their order. */
  readonly waves: readonly FleetWaveModel[];
  /** Hostname -> what chooses among the clusters that serve it. */
  readonly sharedHostnames: Readonly<Record<string, string>>;
  /** Zone id -> why several clusters write it. */
  readonly sharedZones: Readonly<Record<string, string>>;
}

/** A cluster as far as others are concerned; small, because a fleet has hundreds. */
export interface FleetMember {
  /** Name in the fleet file, which is also the stack's. */
  readonly name: string;
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** Number of the AWS account; empty where the fleet names none. */
  readonly account: string;
  readonly region: string;
  readonly template: string;
  readonly stage?: string;
  readonly wave: string;
  readonly twin?: string;
  readonly kubernetesVersion: string;
  /** Missing where EC2 nodes run no Cilium. */
  readonly ciliumVersion?: string;
  /** Id of a VPC that exists; the cluster makes one of its own where it is missing. */
  readonly vpcId?: string;
  readonly vpcCidrs: readonly string[];
  /** Blocks of pods beside the VPC's. */
  readonly overlayCidrs: readonly string[];
  /** Tags that the operator's garbage collection of ENIs goes by; missing where it does not run. */
  readonly gcTags?: Readonly<Record<string, string>>;
  /** Calls a second that the operator allows itself. */
  readonly operatorQps?: number;
  /** Subnets that exist, with what the cluster needs of each at its largest. */
  readonly subnets: readonly FleetSubnet[];
  readonly quotas: readonly FleetQuota[];
  readonly mesh?: FleetMesh;
  readonly hostnames: readonly string[];
  /** Hosted zones that the cluster's external-dns writes. */
  readonly zones: readonly FleetZone[];
  /** ARN of the ACM certificates that load balancers have. */
  readonly acmCertificates: readonly string[];
  /** Sets of names that cert-manager asks Let's Encrypt for. */
  readonly issued: readonly (readonly string[])[];
  /** Registry -> mirror. */
  readonly mirrors: Readonly<Record<string, string>>;
  /** Leaves of the settings that twins have in common, path -> value as text. */
  readonly traits: Readonly<Record<string, string>>;
}

interface FleetSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly unit: "addresses" | "prefixes";
  readonly needed: number;
  readonly available: number;
}

interface FleetQuota {
  readonly quotaCode: string;
  readonly serviceCode: string;
  readonly name: string;
  readonly needed: number;
  readonly default: number;
  /** What the account has, where the fleet or the stack says so. */
  readonly current?: number;
}

export interface FleetMesh {
  readonly id: number;
  readonly maxClusters: number;
  /** Certificate of the CA; missing where it is not known, or a secret. */
  readonly authority?: string;
  readonly addresses: readonly string[];
  readonly datapath: string;
  readonly peers: readonly FleetMeshPeer[];
}

export interface FleetMeshPeer {
  /** Its name in the mesh. */
  readonly cluster: string;
  readonly id: number;
  readonly addresses: readonly string[];
  readonly cidrs: readonly string[];
  readonly ciliumVersion?: string;
}

interface FleetZone {
  readonly id: string;
  readonly domains: readonly string[];
  /** Name by which external-dns knows its own records. */
  readonly owner: string;
  readonly removes: boolean;
}

export interface FleetNetworkModel {
  readonly name: string;
  readonly kind: FleetNetworkKind;
  /** Names in the fleet file. */
  readonly clusters: readonly string[];
  readonly cidrs: readonly string[];
}

export interface FleetWaveModel {
  readonly name: string;
  readonly soakHours: number;
  /** At any time where there is none. */
  readonly windows: readonly MaintenanceWindow[];
}
