import type { KubeObject } from "./kube-client.ts";
import { condition } from "./live-objects.ts";

/*
 * A cluster as the VPC CNI, kube-proxy and Calico have it: what EKS installs (aws/amazon-vpc-cni-k8s charts/aws-vpc-cni), and what people
 * hang on to it. Definitions of others' kinds are made here with nothing but their names: nothing of their schemas is of interest.
 */

function definition(
  group: string,
  version: string,
  plural: string,
  kind: string,
  scope: "Namespaced" | "Cluster",
): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  };
}

export const OLD_DEFINITIONS: readonly KubeObject[] = [
  definition("vpcresources.k8s.aws", "v1beta1", "securitygrouppolicies", "SecurityGroupPolicy", "Namespaced"),
  definition("crd.k8s.amazonaws.com", "v1alpha1", "eniconfigs", "ENIConfig", "Cluster"),
  definition("networking.k8s.aws", "v1alpha1", "applicationnetworkpolicies", "ApplicationNetworkPolicy", "Namespaced"),
  definition("crd.projectcalico.org", "v1", "globalnetworkpolicies", "GlobalNetworkPolicy", "Cluster"),
];

/** Affinity that EKS gives both DaemonSets. */
const EKS_AFFINITY = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
            { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
            { key: "eks.amazonaws.com/compute-type", operator: "NotIn", values: ["fargate", "hybrid", "auto"] },
          ],
        },
      ],
    },
  },
};

export function systemDaemonSet(name: string, podSpec: Readonly<Record<string, unknown>>): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "kube-system", labels: { "k8s-app": name } },
    spec: {
      selector: { matchLabels: { "k8s-app": name } },
      template: {
        metadata: { labels: { "k8s-app": name } },
        spec: { tolerations: [{ operator: "Exists" }], ...podSpec },
      },
    },
  };
}

function shopWorkload(
  name: string,
  podSpec: Readonly<Record<string, unknown>> = {},
  container: object = {},
): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "main", image: "example.com/app:1", ...container }], ...podSpec },
      },
    },
  };
}

/** aws-node and kube-proxy, with prefixes, custom networking and addresses that are left alone. */
export const OLD_SYSTEM: readonly KubeObject[] = [
  systemDaemonSet("aws-node", {
    hostNetwork: true,
    affinity: EKS_AFFINITY,
    containers: [
      {
        name: "aws-node",
        image: "602401143452.dkr.ecr.eu-central-1.amazonaws.com/amazon-k8s-cni:v1.20.4-eksbuild.1",
        ports: [{ containerPort: 61_678, name: "metrics" }],
        env: [
          { name: "ENABLE_PREFIX_DELEGATION", value: "true" },
          { name: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", value: "true" },
          { name: "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS", value: "10.200.0.0/16" },
          { name: "MINIMUM_IP_TARGET", value: "16" },
          { name: "AWS_VPC_ENI_MTU", value: "9001" },
          { name: "MY_NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        ],
      },
      {
        name: "aws-eks-nodeagent",
        image: "602401143452.dkr.ecr.eu-central-1.amazonaws.com/amazon/aws-network-policy-agent:v1.3.0-eksbuild.1",
        args: ["--enable-network-policy=true"],
      },
    ],
  }),
  systemDaemonSet("kube-proxy", {
    hostNetwork: true,
    affinity: EKS_AFFINITY,
    containers: [
      {
        name: "kube-proxy",
        image: "602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/kube-proxy:v1.35.2-minimal-eksbuild.2",
      },
    ],
  }),
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kube-proxy-config", namespace: "kube-system" },
    data: { config: 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: "ipvs"\n' },
  },
];

/** What breaks, each for a reason of its own. */
export const BREAKS: readonly KubeObject[] = [
  {
    apiVersion: "vpcresources.k8s.aws/v1beta1",
    kind: "SecurityGroupPolicy",
    metadata: { name: "database", namespace: "default" },
    spec: { podSelector: { matchLabels: { app: "shop" } }, securityGroups: { groupIds: ["sg-0123456789abcdef0"] } },
  },
  {
    apiVersion: "crd.projectcalico.org/v1",
    kind: "GlobalNetworkPolicy",
    metadata: { name: "default.deny-metadata" },
    spec: { order: 10, selector: "all()", egress: [{ action: "Deny", destination: { nets: ["169.254.169.254/32"] } }] },
  },
  {
    apiVersion: "networking.k8s.aws/v1alpha1",
    kind: "ApplicationNetworkPolicy",
    metadata: { name: "payments", namespace: "default" },
    spec: { podSelector: {}, policyTypes: ["Egress"] },
  },
  shopWorkload("exporter", { hostNetwork: true }, { ports: [{ containerPort: 9962 }] }),
  shopWorkload("batch", {}, { resources: { limits: { "vpc.amazonaws.com/pod-eni": "1" } } }),
];

/** What is only to be looked at. */
export const CONCERNS: readonly KubeObject[] = [
  shopWorkload("shop"),
  shopWorkload("bound", { nodeSelector: { "eks.amazonaws.com/nodegroup": "general" } }),
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "out", namespace: "default" },
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }, { to: [{ ipBlock: { cidr: "192.168.0.0/16" } }] }],
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "shop",
      namespace: "default",
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip" },
    },
    spec: { type: "LoadBalancer", selector: { app: "shop" }, ports: [{ port: 80 }] },
  },
];

export const eniConfig = (zone: string, subnet: string): KubeObject => ({
  apiVersion: "crd.k8s.amazonaws.com/v1alpha1",
  kind: "ENIConfig",
  metadata: { name: zone },
  spec: { subnet, securityGroups: ["sg-0fedcba9876543210"] },
});

/** A node whose kubelet has just reported. */
export function reportingNode(name: string, zone: string, labels: Readonly<Record<string, string>>): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "node.kubernetes.io/instance-type": "m6i.xlarge",
        "topology.kubernetes.io/zone": zone,
        ...labels,
      },
    },
    spec: {},
    status: {
      allocatable: { pods: "58", cpu: "4", memory: "16Gi" },
      capacity: { pods: "58", cpu: "4", memory: "16Gi" },
      conditions: [condition("Ready", "True", "KubeletReady")],
    },
  };
}
