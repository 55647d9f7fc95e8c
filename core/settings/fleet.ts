import type { Cidr } from "./values.ts";

/** How the clusters of a network are joined. */
export const FleetNetworkKind = {
  Peering: "peering",
  TransitGateway: "transit-gateway",
  Mesh: "mesh",
  Premises: "premises",
} as const;
export type FleetNetworkKind = (typeof FleetNetworkKind)[keyof typeof FleetNetworkKind];

/** A day of a maintenance window. */
export const Weekday = {
  Monday: "mon",
  Tuesday: "tue",
  Wednesday: "wed",
  Thursday: "thu",
  Friday: "fri",
  Saturday: "sat",
  Sunday: "sun",
} as const;
export type Weekday = (typeof Weekday)[keyof typeof Weekday];

/** Settings of a stack as its file has them, without the prefix `cilium-eks:`; any part of them may be left out. */
export type FleetPart = Readonly<Record<string, unknown>>;

/** The fleet file, fleet.yaml: clusters by template and difference. */
export interface FleetSettings {
  /** Name of the fleet: it begins the names of what `fleet render` writes. @pattern ^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$ @patternErrorMessage a name of a-z, 0-9 and hyphens that begins with a letter, at most 32 characters @example "platform" */
  readonly name: string;
  /** Pulumi project that the stacks are of. @default "cilium-eks" */
  readonly project?: string;
  /** Settings that clusters begin with, by name. */
  readonly templates: Readonly<Record<string, FleetTemplate>>;
  /** What the clusters of a stage have in common: `dev`, `prod`. */
  readonly stages?: Readonly<Record<string, FleetDifference>>;
  /** What the clusters of a Region have in common. */
  readonly regions?: Readonly<Record<string, FleetDifference>>;
  /** AWS accounts by a name of yours. */
  readonly accounts?: Readonly<Record<string, FleetAccount>>;
  /** Waves of a change, in their order; the first is the canary of all others. */
  readonly waves: readonly FleetWave[];
  /** The clusters. The name is that of the Pulumi stack, and of the cluster where its settings have no `cluster.name`. */
  readonly clusters: Readonly<Record<string, FleetCluster>>;
  /** What joins the clusters: peerings, transit gateways, meshes, ways to the premises. */
  readonly networks?: Readonly<Record<string, FleetNetwork>>;
  /** Hostnames that several clusters serve on purpose, each with what chooses among them. @example { "shop.example.com": "weighted records in Route 53" } */
  readonly sharedHostnames?: Readonly<Record<string, string>>;
  /** Route 53 zones that several clusters write on purpose, by zone id, each with the reason. @example { "Z0123456789EXAMPLE": "each cluster has names of its own below it" } */
  readonly sharedZones?: Readonly<Record<string, string>>;
  /** Blocks that `fleet addresses` gives VPCs and pods from. */
  readonly addresses?: FleetAddresses;
  /** What `fleet render` needs to know of the engine that deploys the stacks. */
  readonly engine?: FleetEngine;
  /** Rule id -> written reason for accepting its findings in the whole fleet. @known rules @example { "fleet-ec2-rates": "AWS has raised the account's rate" } */
  readonly waivers?: Readonly<Record<string, string>>;
}

/** Settings that clusters begin with. */
export interface FleetTemplate {
  /** Another template that this one begins with. @example "base" */
  readonly extends?: string;
  /** A stack file that the template begins with, relative to the fleet file. @example "Pulumi.prod.yaml" */
  readonly stackFile?: string;
  /** What it sets: groups are merged key by key, lists and values replaced, and `null` takes a key away. @example { cluster: { kubernetesVersion: "1.35" } } */
  readonly settings?: FleetPart;
}

/** What some clusters have otherwise than their template. */
export interface FleetDifference {
  /** What they set: groups are merged key by key, lists and values replaced, and `null` takes a key away. @example { cluster: { deletionProtection: true } } */
  readonly settings?: FleetPart;
}

/** An AWS account. */
export interface FleetAccount extends FleetDifference {
  /** Its number, in quotes. @pattern ^\d{12}$ @patternErrorMessage twelve digits in quotes, for example "111122223333" @example "111122223333" */
  readonly id: string;
  /** What the account has in each of its Regions, by quota code. Subtract what is used outside the fleet. @fraction @minimum 0 @known quota-codes @example { "L-DF5E4CA3": 10000 } */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Role that pipelines and Pulumi Deployments assume to deploy, by OpenID Connect. @example "arn:aws:iam::111122223333:role/deploy" */
  readonly deployRoleArn?: string;
}

/** A step of a change through the fleet. */
export interface FleetWave {
  /** Its name. @pattern ^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$ @patternErrorMessage a name of a-z, 0-9 and hyphens that begins with a letter, at most 32 characters @example "canary" */
  readonly name: string;
  /** Hours that a wave runs before the next may begin. @minimum 0 @maximum 720 @default 24 */
  readonly soakHours?: number;
  /** When the wave may change clusters, in UTC; at any time where left out. */
  readonly windows?: readonly MaintenanceWindow[];
}

/** Hours of a week, in UTC. */
export interface MaintenanceWindow {
  /** Days that it begins on. @example ["tue", "wed"] */
  readonly days: readonly Weekday[];
  /** When it begins, in UTC. @pattern ^([01]\d|2[0-3]):[0-5]\d$ @patternErrorMessage a time in quotes, for example "08:00" @example "08:00" */
  readonly from: string;
  /** How long it lasts. @minimum 1 @maximum 24 @example 6 */
  readonly hours: number;
}

/** A cluster of the fleet. */
export interface FleetCluster extends FleetDifference {
  /** Template that it begins with. @example "base" */
  readonly template: string;
  /** Its AWS Region. @known regions @example "eu-central-1" */
  readonly region: string;
  /** Name of its account; all clusters that have none are in one account. @example "prod" */
  readonly account?: string;
  /** Name of its stage. @example "prod" */
  readonly stage?: string;
  /** Wave in which changes come to it. @example "canary" */
  readonly wave: string;
  /** Clusters with the same word here should differ in names and addresses only. @example "checkout" */
  readonly twin?: string;
}

/** What joins clusters. */
export interface FleetNetwork {
  /** `peering`, `transit-gateway` and `premises` route VPCs; `mesh` routes pods too. */
  readonly kind: FleetNetworkKind;
  /** Names of the clusters that it joins, or `all`. @example "all" @example ["blue", "green"] */
  readonly clusters: readonly string[] | "all";
  /** Other blocks that it leads to: offices, other VPCs. @example ["192.168.0.0/16"] */
  readonly cidrs?: readonly Cidr[];
}

/** An organisation's blocks, and how much of them a cluster gets. */
export interface FleetAddresses {
  /** Blocks that VPCs are cut from. @example ["10.64.0.0/12"] */
  readonly vpcBlocks: readonly Cidr[];
  /** Blocks that pod subnets are cut from; pods are in the VPC's own block where left out. @example ["100.64.0.0/10"] */
  readonly podBlocks?: readonly Cidr[];
  /** Prefix length of a VPC's block, before growth. @minimum 16 @maximum 24 @default 20 @example 19 */
  readonly vpcPrefix?: number;
  /** Prefix length of a cluster's pod block, before growth. @minimum 16 @maximum 24 @default 18 @example 17 */
  readonly podPrefix?: number;
  /** How often a block may double in place: each time keeps as much again free behind it. @minimum 0 @maximum 4 @default 1 @example 2 */
  readonly growth?: number;
  /** Blocks within them that are somebody else's. @example ["10.64.0.0/16"] */
  readonly reserved?: readonly Cidr[];
}

/** What an engine is told of the fleet. */
export interface FleetEngine {
  /** Pulumi organisation of the stacks; those of a backend without organisations have none. @example "acme" */
  readonly organization?: string;
  /** Git repository of the program. @example "https://github.com/acme/clusters.git" */
  readonly repository?: string;
  /** Branch of the repository. @default "main" */
  readonly branch?: string;
  /** Folder of the program in the repository. @default "." */
  readonly folder?: string;
  /** Backend of the state, where it is not Pulumi Cloud. @example "s3://acme-pulumi-state" */
  readonly backend?: string;
  /** Hours between two looks for drift. @minimum 1 @maximum 168 @default 24 */
  readonly driftHours?: number;
  /** Namespace of what is written for the Pulumi Kubernetes Operator. @default "pulumi-fleet" */
  readonly namespace?: string;
}
