import type { ReaderCase } from "../../support/readers.ts";
import { VALUES } from "./terraform-modules.ts";

const ZONES = ["A", "B", "C"];

/** A template as people write it, in YAML with the short forms. */
const network = ZONES.map(
  (zone, at) => `  Private${zone}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [${String(at)}, !Cidr [!GetAtt Vpc.CidrBlock, 3, 13]]
      AvailabilityZone: !Sub "\${Region}${zone.toLowerCase()}"
      Tags: [{ Key: kubernetes.io/role/internal-elb, Value: "1" }]
  Public${zone}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: 10.0.${String(200 + at)}.0/24
      AvailabilityZone: !Sub "\${Region}${zone.toLowerCase()}"
      Tags: [{ Key: kubernetes.io/role/elb, Value: "1" }]
  Nat${zone}: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Public${zone}, AllocationId: !GetAtt Ip${zone}.AllocationId } }
  Ip${zone}: { Type: AWS::EC2::EIP, Properties: { Domain: vpc } }
  Routes${zone}: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Out${zone}:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref Routes${zone}, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat${zone} }
  In${zone}: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Private${zone}, RouteTableId: !Ref Routes${zone} } }
  PublicIn${zone}: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Public${zone}, RouteTableId: !Ref PublicRoutes } }
`,
).join("");

const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Description: A cluster for Cilium
Parameters:
  Name: { Type: String, Default: shop }
  Region: { Type: String, Default: eu-central-1 }
  Logs: { Type: String, Default: "yes", AllowedValues: ["yes", "no"] }
Conditions:
  HasLogs: !Equals [!Ref Logs, "yes"]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true, EnableDnsSupport: true }
  Flows:
    Type: AWS::EC2::FlowLog
    Properties: { ResourceId: !Ref Vpc, ResourceType: VPC, TrafficType: ALL }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attached: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
  PublicRoutes: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  PublicOut:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: { RouteTableId: !Ref PublicRoutes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway }
${network}  Key: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }
  ClusterRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { Service: eks.amazonaws.com } }]
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonEKSClusterPolicy"]
  LogGroup:
    Type: AWS::Logs::LogGroup
    Condition: HasLogs
    Properties: { LogGroupName: !Sub "/aws/eks/\${Name}/cluster", RetentionInDays: 365 }
  Cluster:
    Type: AWS::EKS::Cluster
    Properties:
      Name: !Ref Name
      Version: "1.34"
      RoleArn: !GetAtt ClusterRole.Arn
      BootstrapSelfManagedAddons: false
      DeletionProtection: true
      AccessConfig: { AuthenticationMode: API, BootstrapClusterCreatorAdminPermissions: true }
      UpgradePolicy: { SupportType: STANDARD }
      KubernetesNetworkConfig: { ServiceIpv4Cidr: 172.20.0.0/16 }
      EncryptionConfig: [{ Provider: { KeyArn: !GetAtt Key.Arn }, Resources: [secrets] }]
      Logging: !If
        - HasLogs
        - ClusterLogging:
            EnabledTypes: [{ Type: api }, { Type: audit }, { Type: authenticator }, { Type: controllerManager }, { Type: scheduler }]
        - !Ref AWS::NoValue
      ResourcesVpcConfig:
        EndpointPrivateAccess: true
        EndpointPublicAccess: true
        PublicAccessCidrs: [198.51.100.0/24]
        SubnetIds: [!Ref PrivateA, !Ref PrivateB, !Ref PrivateC]
  NodeRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: ec2.amazonaws.com } }]
      ManagedPolicyArns:
        - !Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonEKSWorkerNodePolicy"
        - !Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"
  NodeTemplate:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        BlockDeviceMappings: [{ DeviceName: /dev/xvda, Ebs: { Encrypted: true, VolumeSize: 100, VolumeType: gp3 } }]
        MetadataOptions: { HttpTokens: required, HttpPutResponseHopLimit: 1 }
        TagSpecifications:
          - { ResourceType: network-interface, Tags: [{ Key: !Sub "kubernetes.io/cluster/\${Name}", Value: owned }] }
        UserData:
          Fn::Base64: !Sub |
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="//"

            --//
            Content-Type: application/node.eks.aws

            apiVersion: node.eks.aws/v1alpha1
            kind: NodeConfig
            spec:
              cluster: { name: \${Name} }
              kubelet:
                config:
                  registerWithTaints:
                    - { key: node.cilium.io/agent-not-ready, value: "true", effect: NoExecute }

            --//--
  Nodes:
    Type: AWS::EKS::Nodegroup
    Properties:
      NodegroupName: general
      ClusterName: !Ref Cluster
      NodeRole: !GetAtt NodeRole.Arn
      AmiType: AL2023_ARM_64_STANDARD
      ReleaseVersion: 1.34.2-20261120
      InstanceTypes: [m7g.xlarge]
      LaunchTemplate: { Id: !Ref NodeTemplate, Version: !GetAtt NodeTemplate.LatestVersionNumber }
      ScalingConfig: { MinSize: 3, DesiredSize: 3, MaxSize: 6 }
      UpdateConfig: { MaxUnavailablePercentage: 33 }
      Subnets: [!Ref PrivateA, !Ref PrivateB, !Ref PrivateC]
  CoreDns:
    Type: AWS::EKS::Addon
    DependsOn: Nodes
    Properties: { AddonName: coredns, AddonVersion: v1.13.2-eksbuild.4, ClusterName: !Ref Cluster }
`;

const FILES = {
  "values.yaml": `${VALUES}k8sServiceHost: A.gr7.eu-central-1.eks.amazonaws.com\n`.replace(
    "eni: { enabled: true }",
    'eni: { enabled: true, iamRole: "arn:aws:iam::111122223333:role/cilium-operator" }',
  ),
};

const changed = (...edits: readonly (readonly [string, string])[]): Record<string, string> => ({
  "cluster.yaml": edits.reduce((text, [from, to]) => text.replace(from, () => to), TEMPLATE),
});

/** What `cdk synth` writes for a cluster of aws-eks with a chart and a manifest. */
const cdk = ({ chart = {}, config = {}, manifest = [] as readonly unknown[] } = {}): string =>
  JSON.stringify(
    {
      Resources: {
        Cluster9EE0221C: {
          Type: "Custom::AWSCDK-EKS-Cluster",
          Properties: {
            ServiceToken: { "Fn::GetAtt": ["Provider", "Outputs.Arn"] },
            Config: {
              name: "shop",
              version: "1.34",
              roleArn: { "Fn::GetAtt": ["Role", "Arn"] },
              bootstrapSelfManagedAddons: false,
              accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
              kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
              encryptionConfig: [{ provider: { keyArn: { "Fn::GetAtt": ["Key", "Arn"] } }, resources: ["secrets"] }],
              logging: {
                clusterLogging: [
                  { enabled: true, types: ["api", "audit", "authenticator", "controllerManager", "scheduler"] },
                ],
              },
              resourcesVpcConfig: {
                subnetIds: [{ Ref: "Subnet1" }],
                endpointPublicAccess: true,
                endpointPrivateAccess: true,
                publicAccessCidrs: ["198.51.100.0/24"],
              },
              ...config,
            },
          },
        },
        Role: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "eks.amazonaws.com" } }],
            },
          },
        },
        ClusterchartciliumB0F1A2D3: {
          Type: "Custom::AWSCDK-EKS-HelmChart",
          Properties: {
            ClusterName: { Ref: "Cluster9EE0221C" },
            Release: "cilium",
            Chart: "cilium",
            Version: "1.19.6",
            Repository: "https://helm.cilium.io",
            Namespace: "kube-system",
            Values: {
              "Fn::Join": [
                "",
                [
                  '{"k8sServicePort":443,"kubeProxyReplacement":true,"eni":{"enabled":true,"iamRole":"',
                  { "Fn::GetAtt": ["OperatorRole", "Arn"] },
                  '"},"ipam":{"mode":"eni"},"routingMode":"native","enableIPv4Masquerade":false,"rollOutCiliumPods":true,"operator":{"rollOutPods":true,"extraEnv":[{"name":"AWS_REGION","value":"eu-central-1"}]},"hubble":{"tls":{"auto":{"method":"cronJob"}}},"k8sServiceHost":"',
                  { "Fn::Select": [1, { "Fn::Split": ["//", { "Fn::GetAtt": ["Cluster9EE0221C", "Endpoint"] }] }] },
                  '"}',
                ],
              ],
            },
            ...chart,
          },
        },
        ...(manifest.length === 0
          ? {}
          : {
              Manifest: {
                Type: "Custom::AWSCDK-EKS-KubernetesResource",
                Properties: { ClusterName: { Ref: "Cluster9EE0221C" }, Manifest: JSON.stringify(manifest) },
              },
            }),
      },
    },
    undefined,
    1,
  );

export const CLOUDFORMATION: readonly ReaderCase[] = [
  {
    name: "a template by hand, all right",
    files: { "cluster.yaml": TEMPLATE },
    finds: [],
    notes: ["Logs, Name, Region"],
  },
  { name: "the same with values beside it", files: { "cluster.yaml": TEMPLATE, ...FILES }, finds: [] },
  {
    name: "what cdk synth writes, with a chart",
    files: { "Shop.template.json": cdk() },
    finds: [
      "control-plane-coredns-present addons.coredns",
      "control-plane-log-group Shop.template.json:3:3",
      "control-plane-upgrade-policy Shop.template.json:3:3",
      "security-deletion-protection Shop.template.json:3:3",
    ],
  },
  {
    name: "a condition that takes the logs away, by the default of its parameter",
    files: changed(['Default: "yes"', 'Default: "no"']),
    finds: ["security-logs-complete cluster.yaml:100:3"],
  },
  {
    name: "add-ons of EKS beside Cilium",
    files: {
      ...changed(
        ["      BootstrapSelfManagedAddons: false\n", ""],
        [
          "  CoreDns:\n",
          "  VpcCni: { Type: AWS::EKS::Addon, Properties: { AddonName: vpc-cni, ClusterName: !Ref Cluster } }\n  CoreDns:\n",
        ],
      ),
      ...FILES,
    },
    finds: ["control-plane-bootstrap-addons cluster.yaml:100:3", "control-plane-unwanted-addons cluster.yaml:168:3"],
  },
  {
    name: "nodes in public subnets, a small disk in clear, IMDSv1",
    files: changed(
      ["Subnets: [!Ref PrivateA, !Ref PrivateB, !Ref PrivateC]", "Subnets: [!Ref PublicA, !Ref PublicB]"],
      ["Encrypted: true, VolumeSize: 100, VolumeType: gp3", "VolumeSize: 20, VolumeType: gp2"],
      ["HttpTokens: required", "HttpTokens: optional"],
    ),
    finds: [
      "nodes-disk-encrypted cluster.yaml:156:3",
      "nodes-disk-type cluster.yaml:156:3",
      "nodes-metadata-tokens cluster.yaml:156:3",
      "nodes-subnets-private cluster.yaml:156:3",
    ],
  },
  {
    name: "the CNI's policy on the nodes' role, by a partition",
    files: changed([
      '        - !Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonEKSWorkerNodePolicy"\n',
      '        - !Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonEKSWorkerNodePolicy"\n        - !Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonEKS_CNI_Policy"\n',
    ]),
    finds: ["identity-node-cni-policy cluster.yaml:122:3"],
  },
  {
    name: "the Service range in the VPC's block, by a mapping",
    files: changed(
      ["Conditions:\n", "Mappings:\n  Ranges: { services: { cidr: 10.0.128.0/20 } }\nConditions:\n"],
      ["ServiceIpv4Cidr: 172.20.0.0/16", "ServiceIpv4Cidr: !FindInMap [Ranges, services, cidr]"],
    ),
    finds: ["network-cidr-overlap cluster.yaml:102:3"],
  },
  {
    name: "an endpoint that is open to the world, in the long form",
    files: changed(["PublicAccessCidrs: [198.51.100.0/24]", "PublicAccessCidrs: { Fn::Split: [',', '0.0.0.0/0'] }"]),
    finds: ["security-endpoint-open cluster.yaml:100:3"],
  },
  {
    name: "a chart of CDK that waits, with few values",
    files: {
      "Shop.template.json": cdk({
        chart: { Wait: true, Values: '{"k8sServicePort":6443,"eni":{"enabled":true},"ipam":{"mode":"eni"}}' },
      }),
    },
    finds: [
      "control-plane-coredns-present addons.coredns",
      "control-plane-log-group Shop.template.json:3:3",
      "control-plane-upgrade-policy Shop.template.json:3:3",
      "datapath-kube-proxy-replacement Shop.template.json:100:5",
      "datapath-masquerade-explicit Shop.template.json:100:5",
      "helm-values-hubble-certificates Shop.template.json:100:5",
      "helm-values-roll-out Shop.template.json:100:5",
      "identity-operator-role-present Shop.template.json:100:5",
      "lifecycle-release-await Shop.template.json:89:3",
      "security-deletion-protection Shop.template.json:3:3",
    ],
  },
  {
    name: "a manifest of CDK",
    files: {
      "Shop.template.json": cdk({
        manifest: [
          {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "Gateway",
            metadata: {
              name: "web",
              namespace: "edge",
              annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "external" },
            },
            spec: { gatewayClassName: "cilium", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
          },
        ],
      }),
    },
    finds: [
      "control-plane-coredns-present addons.coredns",
      "control-plane-log-group Shop.template.json:3:3",
      "control-plane-upgrade-policy Shop.template.json:3:3",
      "gateway-annotation-place Shop.template.json:134:3",
      "gateway-class-exists Shop.template.json:134:3",
      "gateway-controller-on Shop.template.json:134:3",
      "gateway-listener-allowed-routes Shop.template.json:134:3",
      "gateway-load-balancer-class Shop.template.json:134:3",
      "gateway-load-balancer-scheme Shop.template.json:134:3",
      "security-deletion-protection Shop.template.json:3:3",
    ],
  },
  {
    name: "a parameter that is a secret, and one without a default: neither judged nor printed",
    files: changed(
      ["  Logs:", "  Cidr: { Type: String, Default: hunter2, NoEcho: true }\n  Release: { Type: String }\n  Logs:"],
      ["CidrBlock: 10.0.0.0/16", "CidrBlock: !Ref Cidr"],
      ["ReleaseVersion: 1.34.2-20261120", "ReleaseVersion: !Ref Release"],
    ),
    finds: [],
    hides: ["hunter2"],
  },
  {
    name: "nested stacks, Auto Scaling groups, references in a circle",
    files: changed([
      "  CoreDns:\n",
      "  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: x } }\n  Group: { Type: AWS::AutoScaling::AutoScalingGroup }\n  Odd: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !GetAtt Odd.CidrBlock } }\n  CoreDns:\n",
    ]),
    finds: [],
    notes: ["nested stacks", "Auto Scaling groups"],
  },
];
