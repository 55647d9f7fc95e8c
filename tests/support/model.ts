import type {
  AddonModel,
  CiliumModel,
  ClusterModel,
  ControlPlaneModel,
  HelmReleaseModel,
  IamRoleModel,
  JsonObject,
  NetworkModel,
  NodeGroupModel,
  SecurityGroupModel,
} from "../../core/model/index.ts";
import { ON_HYBRID } from "../../core/controllers/placement.ts";
import type { Settings } from "../../core/settings/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";

/** An unknown value in any place of a model. */
export const unknown = UNKNOWN as never;

/** The smallest settings that are valid. */
export const settings = (parts: Partial<Settings> = {}): Settings => ({
  region: "eu-central-1",
  cluster: { name: "test", kubernetesVersion: "1.35" },
  network: { vpc: { cidr: "10.0.0.0/16" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } } },
  ...parts,
});

export const controlPlane = (parts: Partial<ControlPlaneModel> = {}): ControlPlaneModel => ({
  name: "test",
  kubernetesVersion: "1.35",
  privateAccess: true,
  publicAccess: false,
  publicAccessCidrs: [],
  serviceCidr: "172.20.0.0/16",
  ipFamily: "ipv4",
  logTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  logRetentionDays: 365,
  customerKey: true,
  authenticationMode: "API",
  bootstrapSelfManagedAddons: false,
  installsVpcCni: false,
  installsKubeProxy: false,
  autoMode: false,
  fargate: false,
  deletionProtection: true,
  upgradePolicy: "STANDARD",
  accessEntries: [],
  subnetZones: ["eu-central-1a", "eu-central-1b"],
  ...parts,
});

export const network = (parts: Partial<NetworkModel> = {}): NetworkModel => ({
  vpcCidrs: ["10.0.0.0/16"],
  created: false,
  subnets: ["a", "b"].map((letter, at) => ({
    name: `private-${letter}`,
    role: "node" as const,
    zone: `eu-central-1${letter}`,
    cidr: `10.0.${String(at * 16)}.0/20`,
    egress: "nat" as const,
    reservations: [],
    tags: {},
  })),
  natGateways: 2,
  flowLogs: true,
  endpoints: [],
  attached: true,
  neighbours: [],
  ...parts,
});

export const nodeGroup = (parts: Partial<NodeGroupModel> = {}): NodeGroupModel => ({
  name: "general",
  kind: "managed",
  instanceTypes: ["m6i.large"],
  capacityType: "ON_DEMAND",
  amiFamily: "AL2023",
  amiRelease: "v20260714",
  amiKubernetesVersion: "1.35",
  architecture: "x86_64",
  scaling: { min: 2, desired: 2, max: 4 },
  surge: 4,
  maxPods: 27,
  labels: {},
  taints: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute", place: "kubelet" }],
  subnets: ["private-a", "private-b"],
  publicSubnets: false,
  disk: { sizeGiB: 50, encrypted: true, type: "gp3" },
  metadata: { httpTokens: "required", hopLimit: 1 },
  access: { kind: "none", sourceCidrs: [] },
  rolePolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
  networkSetup: { xdpUdevRule: false },
  launchTemplateInterfaces: 0,
  userDataKind: "nodeadm",
  ...parts,
});

/** Values of a plain ENI cluster. */
export const eniValues = (more: JsonObject = {}): JsonObject => ({
  cluster: { name: "test", id: 0 },
  ipam: { mode: "eni" },
  eni: { enabled: true, iamRole: "arn:aws:iam::111122223333:role/operator" },
  routingMode: "native",
  kubeProxyReplacement: true,
  k8sServiceHost: "ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
  k8sServicePort: 443,
  operator: { replicas: 2, extraEnv: [{ name: "AWS_REGION", value: "eu-central-1" }] },
  ...more,
});

export const cilium = (parts: Partial<CiliumModel> = {}): CiliumModel => ({
  version: "1.19.6",
  releaseName: "cilium",
  namespace: "kube-system",
  values: eniValues(),
  userValues: {},
  skipAwait: true,
  atomic: false,
  delivery: "release",
  ...parts,
});

/** A role that any rule on rights accepts; the operator's comes from the planner where a test is about it. */
export const role = (parts: Partial<IamRoleModel> = {}): IamRoleModel => ({
  name: "node",
  purpose: "node",
  statements: [],
  managedPolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
  trust: [{ kind: "service", actions: ["sts:AssumeRole"] }],
  ...parts,
});

export const addon = (parts: Partial<AddonModel> = {}): AddonModel => ({
  name: "coredns",
  version: "v1.13.2-eksbuild.4",
  hasRole: false,
  ...parts,
});

export const securityGroup = (parts: Partial<SecurityGroupModel> = {}): SecurityGroupModel => ({
  name: "cluster",
  attachedTo: ["control-plane", "node", "pod"],
  ingress: [{ protocol: "all", from: 0, to: 65_535, sources: ["self"] }],
  tags: {},
  ...parts,
});

/** A cluster that no rule has anything to say about; a test replaces whole parts of it. */
export const baseline = (parts: Partial<ClusterModel> = {}): ClusterModel => ({
  settings: settings(),
  account: { region: "eu-central-1", partition: "aws" },
  controlPlane: controlPlane(),
  network: network(),
  nodeGroups: [nodeGroup()],
  cilium: cilium(),
  identity: [role()],
  securityGroups: [securityGroup()],
  addons: [addon()],
  releases: [],
  quotas: [],
  objects: [],
  deployment: { asOf: "2026-11-20", waitsForRollout: true, autoscaler: "none" },
  ...parts,
});

/** AWS's build of Cilium, kept to hybrid nodes. */
export const hybridCilium = (values: JsonObject = {}): HelmReleaseModel => ({
  name: "cilium",
  chart: "oci://public.ecr.aws/eks/cilium/cilium",
  version: "1.18.8-1",
  namespace: "kube-system",
  values: { affinity: ON_HYBRID, ipam: { mode: "cluster-pool" }, ...values },
});
