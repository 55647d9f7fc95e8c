// The comparison of `npm run bench`: the nearest thing to this project's prod stack that EKS Blueprints can say. Three zones,
// a customer's KMS key, a private cluster without the VPC CNI, Cilium in ENI mode by the generic Helm add-on, CoreDNS, two
// node groups. It is plain JavaScript, so no compiler runs before it, and the zones are in cdk.json, so nothing is looked up.
import * as blueprints from "@aws-quickstart/eks-blueprints";
import { App } from "aws-cdk-lib";
import { InstanceType } from "aws-cdk-lib/aws-ec2";
import { KubernetesVersion, NodegroupAmiType, TaintEffect } from "aws-cdk-lib/aws-eks";

const NAME = "comparison";
// Pinned: "auto" would ask AWS.
const COREDNS = "v1.13.2-eksbuild.3";

const cilium = {
  name: "cilium",
  chart: "cilium",
  repository: "https://helm.cilium.io/",
  version: "1.19.6",
  release: "cilium",
  namespace: "kube-system",
  values: {
    cluster: { name: NAME },
    eni: { enabled: true, awsEnablePrefixDelegation: true },
    ipam: { mode: "eni" },
    routingMode: "native",
    kubeProxyReplacement: true,
    enableIPv4Masquerade: false,
    encryption: { enabled: true, type: "wireguard" },
    gatewayAPI: { enabled: true },
    hubble: { enabled: true, relay: { enabled: true } },
    operator: { replicas: 2 },
  },
};

class CiliumAddOn extends blueprints.HelmAddOn {
  constructor() {
    super(cilium);
  }

  deploy(clusterInfo) {
    // Without waiting: the agents cannot become ready before there are nodes.
    this.addHelmChart(clusterInfo, this.props.values, false, false);
  }
}

const nodeGroup = (id, type, size) => ({
  id,
  instanceTypes: [new InstanceType(type)],
  amiType: NodegroupAmiType.AL2023_X86_64_STANDARD,
  minSize: size,
  desiredSize: size,
  maxSize: size * 3,
  taints: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: TaintEffect.NO_EXECUTE }],
});

const cluster = new blueprints.GenericClusterProvider({
  privateCluster: true,
  bootstrapSelfManagedAddons: false,
  managedNodeGroups: [nodeGroup("general", "m6i.xlarge", 3), nodeGroup("compute", "c6i.2xlarge", 2)],
});

await blueprints.EksBlueprint.builder()
  .account("111122223333")
  .region("eu-central-1")
  .version(KubernetesVersion.V1_35)
  .resourceProvider(blueprints.GlobalResources.Vpc, new blueprints.VpcProvider())
  .resourceProvider(blueprints.GlobalResources.KmsKey, new blueprints.CreateKmsKeyProvider(NAME))
  .clusterProvider(cluster)
  .enableControlPlaneLogTypes("api", "audit", "authenticator", "controllerManager", "scheduler")
  .addOns(new CiliumAddOn(), new blueprints.CoreDnsAddOn(COREDNS))
  .buildAsync(new App(), NAME);
