import type { ClusterModel, LiveModel, MigrationModel } from "../../core/model/index.ts";
import { live } from "./live-model.ts";

/** A cluster of the VPC CNI of which nothing breaks; a case changes what it is about. */
const PLAIN: MigrationModel = {
  vpcCni: { desired: 1, runs: "everywhere", env: {}, enforcesPolicies: true },
  kubeProxy: { desired: 1, runs: "everywhere" },
  kubeProxyMode: "iptables",
  calico: false,
  securityGroupPolicies: [],
  eniConfigs: [],
  otherPolicies: [],
  networkPolicies: [],
  workloads: [],
  loadBalancers: [],
  nodePools: [],
  existing: {
    name: "legacy",
    region: "eu-central-1",
    kubernetesVersion: "1.35",
    serviceCidr: "172.20.0.0/16",
    endpoint: "https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==",
    clusterSecurityGroupId: "sg-0123456789abcdef0",
    oidcProviderArn:
      "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
    vpc: {
      id: "vpc-0123456789abcdef0",
      cidrs: ["10.0.0.0/16"],
      private: [
        { id: "subnet-0a00000000000000a", zone: "eu-central-1a", cidr: "10.0.0.0/20", egress: "nat" },
        { id: "subnet-0a00000000000000b", zone: "eu-central-1b", cidr: "10.0.16.0/20", egress: "nat" },
      ],
      public: [],
      privateRouteTables: [],
      gateways: [],
    },
    groups: [],
  },
};

export const migrating = (over: Partial<MigrationModel> = {}, running: Partial<LiveModel> = {}): ClusterModel => ({
  ...live({ addons: [], ...running }),
  migration: { ...PLAIN, ...over },
});

export const vpcCni = (
  over: Partial<NonNullable<MigrationModel["vpcCni"]>>,
): NonNullable<MigrationModel["vpcCni"]> => ({
  desired: 1,
  runs: "everywhere",
  env: {},
  enforcesPolicies: true,
  ...over,
});

export const workload = (over: Partial<MigrationModel["workloads"][number]>): MigrationModel["workloads"][number] => ({
  kind: "Deployment",
  namespace: "shop",
  name: "web",
  hostPorts: [],
  podEni: false,
  nodeSelector: {},
  writesCniConfig: false,
  ...over,
});

export const EXISTING = PLAIN.existing;
