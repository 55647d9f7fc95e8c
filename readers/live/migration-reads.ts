import { type Command, type KubeRead, core, custom, system } from "./read-kinds.ts";

const MIGRATE: readonly Command[] = ["migrate"];

/** Groups of the objects that only the VPC CNI, its policies and Calico read. */
const EKS_POLICIES = "networking.k8s.aws";
const CALICO = "crd.projectcalico.org";

function calico(plural: string, kind: string, tells: string) {
  return { ...custom(CALICO, "v1", plural, kind), tells, commands: MIGRATE };
}

/** What only a migration reads. */
export const MIGRATION_READS = {
  everyDaemonSet: {
    ...core("daemonsets", "DaemonSet", "apps"),
    tells: "how aws-node is set, where it and kube-proxy run, and what else writes into the nodes' CNI configuration",
    commands: MIGRATE,
  },
  cronJobs: {
    ...core("cronjobs", "CronJob", "batch"),
    tells: "which of their pods are bound to old nodes",
    commands: MIGRATE,
  },
  kubeProxyConfig: {
    ...system("", "configmaps", "ConfigMap"),
    names: ["kube-proxy-config"],
    mayBeAbsent: true,
    tells: "how kube-proxy works",
    commands: MIGRATE,
  },
  networkPolicies: {
    ...core("networkpolicies", "NetworkPolicy", "networking.k8s.io"),
    tells: "which policies Cilium will enforce",
    commands: MIGRATE,
  },
  everyService: {
    ...core("services", "Service"),
    tells: "which load balancers send to pods by address",
    commands: MIGRATE,
  },
  ingresses: {
    ...core("ingresses", "Ingress", "networking.k8s.io"),
    tells: "the same of Ingresses",
    commands: MIGRATE,
  },
  targetGroupBindings: {
    ...custom("elbv2.k8s.aws", "v1beta1", "targetgroupbindings", "TargetGroupBinding"),
    tells: "the same of target groups that somebody else made",
    commands: MIGRATE,
  },
  securityGroupPolicies: {
    ...custom("vpcresources.k8s.aws", "v1beta1", "securitygrouppolicies", "SecurityGroupPolicy"),
    tells: "which pods have security groups of their own",
    commands: MIGRATE,
  },
  eniConfigs: {
    ...custom("crd.k8s.amazonaws.com", "v1alpha1", "eniconfigs", "ENIConfig"),
    tells: "in which subnets pods are",
    commands: MIGRATE,
  },
  applicationPolicies: {
    ...custom(EKS_POLICIES, "v1alpha1", "applicationnetworkpolicies", "ApplicationNetworkPolicy"),
    tells: "which policies of EKS's own kinds there are",
    commands: MIGRATE,
  },
  clusterNetworkPolicies: {
    ...custom(EKS_POLICIES, "v1alpha1", "clusternetworkpolicies", "ClusterNetworkPolicy"),
    tells: "the same for the whole cluster",
    commands: MIGRATE,
  },
  calicoPolicies: calico("networkpolicies", "NetworkPolicy", "which policies of Calico there are"),
  calicoGlobalPolicies: calico("globalnetworkpolicies", "GlobalNetworkPolicy", "the same for the whole cluster"),
  calicoNetworkSets: calico("networksets", "NetworkSet", "which blocks they name"),
  calicoGlobalNetworkSets: calico("globalnetworksets", "GlobalNetworkSet", "the same for the whole cluster"),
  calicoHostEndpoints: calico("hostendpoints", "HostEndpoint", "whether Calico guards nodes"),
} as const satisfies Readonly<Record<string, KubeRead>>;
