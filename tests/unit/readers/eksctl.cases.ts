import type { ReaderCase } from "../../support/readers.ts";
import { RIGHT as VALUES } from "./helm-values.cases.ts";

const HEAD = `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { name: shop, region: eu-central-1, version: "1.34" }
`;

/** A cluster to which Cilium comes, and its groups after it. */
const RIGHT = `${HEAD}kubernetesNetworkConfig: { serviceIPv4CIDR: 172.20.0.0/16 }
iam: { withOIDC: true }
accessConfig: { authenticationMode: API }
vpc:
  clusterEndpoints: { privateAccess: true, publicAccess: true }
  publicAccessCIDRs: [198.51.100.0/24]
secretsEncryption: { keyARN: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
cloudWatch: { clusterLogging: { enableTypes: ["*"], logRetentionInDays: 365 } }
upgradePolicy: { supportType: STANDARD }
addonsConfig: { disableDefaultAddons: true }
addons:
  - { name: coredns, version: v1.13.2-eksbuild.4 }
`;

const GROUP = `managedNodeGroups:
  - name: general
    amiFamily: AmazonLinux2023
    instanceTypes: [m7g.xlarge, m7g.2xlarge]
    minSize: 3
    desiredCapacity: 3
    maxSize: 6
    privateNetworking: true
    volumeSize: 100
    volumeType: gp3
    volumeEncrypted: true
    disableIMDSv1: true
    disablePodIMDS: true
    overrideBootstrapCommand: |
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        kubelet:
          config:
            registerWithTaints:
              - { key: node.cilium.io/agent-not-ready, value: "true", effect: NoExecute }
`;

export const EKSCTL: readonly ReaderCase[] = [
  { name: "a cluster that waits for Cilium, all right", files: { "cluster.yaml": RIGHT }, finds: [] },
  {
    name: "the same with a group whose kubelet taints, and values",
    files: { "cluster.yaml": `${RIGHT}${GROUP}`, "values.yaml": VALUES },
    finds: [],
  },
  {
    name: "the file of a first guide",
    files: {
      "cluster.yaml": `${HEAD}managedNodeGroups:\n  - { name: ng-1, instanceType: m5.large, desiredCapacity: 2 }\n`,
    },
    finds: [
      "control-plane-authentication-mode-both cluster.yaml:1:1",
      "control-plane-service-cidr-given cluster.yaml:1:1",
      "control-plane-upgrade-policy cluster.yaml:1:1",
      "nodes-subnets-private cluster.yaml:5:5",
      "security-endpoint-open cluster.yaml:1:1",
      "security-logs-complete cluster.yaml:1:1",
      "security-secrets-key cluster.yaml:1:1",
    ],
  },
  {
    name: "the default add-ons beside Cilium in ENI mode",
    files: {
      "cluster.yaml": RIGHT.replace("disableDefaultAddons: true", "disableDefaultAddons: false"),
      "values.yaml": VALUES,
    },
    finds: ["control-plane-unwanted-addons cluster.yaml:13:1"],
  },
  {
    name: "the taint among the taints of a managed group",
    files: {
      "cluster.yaml": `${RIGHT}${GROUP.replace(/ {4}overrideBootstrapCommand[\s\S]*/, '    taints:\n      - { key: node.cilium.io/agent-not-ready, value: "true", effect: NoExecute }\n')}`,
      "values.yaml": VALUES,
    },
    finds: ["nodes-taint-place cluster.yaml:29:5"],
  },
  {
    name: "nodes in public subnets, SSH open, IMDSv1, small unencrypted gp2",
    files: {
      "cluster.yaml": `${RIGHT}${GROUP.replace("privateNetworking: true", "privateNetworking: false").replace("disableIMDSv1: true", "disableIMDSv1: false").replace("volumeEncrypted: true", "volumeEncrypted: false").replace("gp3", "gp2").replace("disablePodIMDS: true", "ssh: { allow: true, publicKeyName: ops }")}`,
    },
    finds: [
      "nodes-disk-encrypted cluster.yaml:17:5",
      "nodes-disk-type cluster.yaml:17:5",
      "nodes-metadata-tokens cluster.yaml:27:5",
      "nodes-ssh-open cluster.yaml:28:5",
      "nodes-subnets-private cluster.yaml:23:5",
    ],
  },
  {
    name: "a self-managed group with the older map of taints",
    files: {
      "cluster.yaml": `${RIGHT}nodeGroups:\n  - name: old\n    amiFamily: AmazonLinux2\n    instanceType: m5.large\n    privateNetworking: true\n    volumeEncrypted: true\n    taints: { node.cilium.io/agent-not-ready: "true:NoExecute" }\n`,
      "values.yaml": VALUES,
    },
    finds: ["nodes-image-family-supported cluster.yaml:18:5"],
  },
  {
    name: "a Bottlerocket group, whose settings are its own",
    files: {
      "cluster.yaml": `${RIGHT}managedNodeGroups:\n  - name: b\n    amiFamily: Bottlerocket\n    instanceType: m6i.large\n    privateNetworking: true\n    bottlerocket: { settings: { kubernetes: { node-taints: { node.cilium.io/agent-not-ready: "true:NoExecute" } } } }\n`,
      "values.yaml": VALUES,
    },
    finds: [],
  },
  {
    name: "more pods than the group's types hold addresses for",
    files: {
      "cluster.yaml": `${RIGHT}${GROUP.replace("m7g.xlarge, m7g.2xlarge", "t3.small").replace(/ {4}overrideBootstrapCommand[\s\S]*/, "    maxPodsPerNode: 250\n")}`,
      "values.yaml": VALUES,
    },
    finds: [
      "addresses-max-pods cluster.yaml:29:5",
      "nodes-max-pods-advice cluster.yaml:29:5",
      "nodes-taint-present cluster.yaml:17:5",
    ],
  },
  {
    name: "the CNI's policy on the nodes' role",
    files: {
      "cluster.yaml": `${RIGHT}${GROUP}    iam:\n      attachPolicyARNs:\n        - arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy\n        - arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy\n        - arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly\n`,
    },
    finds: ["identity-node-cni-policy cluster.yaml:38:7"],
  },
  {
    name: "a role of the operator that may do anything",
    files: {
      "cluster.yaml": `${RIGHT.replace(
        "iam: { withOIDC: true }",
        `iam:
  withOIDC: true
  podIdentityAssociations:
    - namespace: kube-system
      serviceAccountName: cilium-operator
      permissionPolicy:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Action: "ec2:*", Resource: "*" }]`,
      )}  - { name: eks-pod-identity-agent, version: v1.3.10-eksbuild.1 }\n`,
      "values.yaml": VALUES,
    },
    finds: [
      "datapath-host-routing-pod-identity values.yaml:1:1",
      "identity-operator-wildcard-action cluster.yaml:8:7",
      "identity-operator-wildcard-resource cluster.yaml:8:7",
    ],
  },
  {
    name: "a private cluster",
    files: { "cluster.yaml": RIGHT.replace(/vpc:[\s\S]*?24\]\n/, "privateCluster: { enabled: true }\n") },
    finds: [],
  },
  {
    name: "Auto Mode beside Cilium",
    files: { "cluster.yaml": `${RIGHT}autoModeConfig: { enabled: true }\n`, "values.yaml": VALUES },
    finds: ["control-plane-auto-mode cluster.yaml:16:19"],
  },
  {
    name: "hybrid nodes behind an endpoint that is public and private",
    files: {
      "cluster.yaml": `${RIGHT}remoteNetworkConfig:\n  iam: { provider: ssm }\n  remoteNodeNetworks: [{ cidrs: [10.80.0.0/16] }]\n  remotePodNetworks: [{ cidrs: [10.81.0.0/16] }]\n`,
    },
    finds: ["hybrid-endpoint cluster.yaml:8:3"],
  },
  {
    name: "two clusters in two files: each is told by its name",
    files: {
      "a.yaml": RIGHT,
      "b.yaml": RIGHT.replace("name: shop", "name: blog").replace("[198.51.100.0/24]", "[0.0.0.0/0]"),
    },
    finds: ["security-endpoint-open b.yaml:9:3"],
  },
];
