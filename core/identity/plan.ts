import { DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import { hasVpcCni } from "../settings/ipam.ts";
import { type Partition, dnsSuffixOf, partitionOf } from "../facts/partition.ts";
import { NodeAccess, type OperatorIdentity, type Ref, type Settings } from "../settings/index.ts";
import { type ChartChoice, firstInterfaceIndex, usesEni } from "../helm/values.ts";
import { operatorOptions } from "./operator-options.ts";
import type { PolicyDocument } from "../iam/documents.ts";
import type { OperatorPolicyPlan } from "./operator-policy.ts";
import { type ServiceAccountRef, serviceTrust } from "../iam/trust.ts";

/** Service account of the operator in the chart (serviceAccounts.operator.name). */
const OPERATOR_SERVICE_ACCOUNT: ServiceAccountRef = { namespace: "kube-system", name: "cilium-operator" };
const EBS_CSI_SERVICE_ACCOUNT: ServiceAccountRef = { namespace: "kube-system", name: "ebs-csi-controller-sa" };
const VPC_CNI_SERVICE_ACCOUNT: ServiceAccountRef = { namespace: "kube-system", name: "aws-node" };

/** AWS rights of the cluster's parts. */
export interface IdentityPlan {
  readonly partition: Partition;
  readonly region: string;
  readonly clusterName: string;
  /** Pods get their roles by the cluster's OIDC provider or by EKS Pod Identity; one choice for all. */
  readonly mechanism: OperatorIdentity;
  /** Only in ENI mode. */
  readonly operator?: OperatorRolePlan;
  readonly ebsCsi?: WorkloadRolePlan;
  /** Where the VPC CNI gives the addresses: aws-cni chaining, and no Cilium on EC2 nodes. */
  readonly vpcCni?: WorkloadRolePlan;
  readonly node: NodeRolePlan;
  /** Customer keys of node volumes, by node group; the Auto Scaling service role gets a grant on each. */
  readonly volumeKeys: readonly VolumeKeyPlan[];
}

export interface WorkloadRolePlan {
  readonly serviceAccount: ServiceAccountRef;
  readonly managedPolicies: readonly string[];
}

export interface OperatorRolePlan extends WorkloadRolePlan {
  readonly policy: OperatorPolicyPlan;
}

export interface NodeRolePlan {
  readonly trust: PolicyDocument;
  readonly managedPolicies: readonly string[];
}

interface VolumeKeyPlan {
  readonly nodeGroup: string;
  readonly keyArn: Ref;
}

/**
 * Plans every role but the cluster's own. `chart` is the Cilium release with its final values, so that overrides count; without
 * one EC2 nodes have the VPC CNI alone.
 */
export function planIdentity(settings: Settings, chart: ChartChoice | undefined): IdentityPlan {
  const { cluster, region, nodeGroups, cilium } = settings;
  const partition = partitionOf(region);
  const managed = managedPolicyArn(partition);
  const ebsCsi = cluster.addons?.ebsCsi?.enabled ?? false;
  return {
    partition,
    region,
    clusterName: cluster.name,
    mechanism: cilium?.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY,
    ...(chart !== undefined && usesEni(chart) ? { operator: planOperator(settings, chart, partition) } : {}),
    ...(ebsCsi
      ? {
          ebsCsi: {
            serviceAccount: EBS_CSI_SERVICE_ACCOUNT,
            managedPolicies: [managed("service-role/AmazonEBSCSIDriverPolicy")],
          },
        }
      : {}),
    ...(hasVpcCni(settings)
      ? { vpcCni: { serviceAccount: VPC_CNI_SERVICE_ACCOUNT, managedPolicies: [managed("AmazonEKS_CNI_Policy")] } }
      : {}),
    node: planNodeRole(settings, partition),
    volumeKeys: Object.entries(nodeGroups)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([nodeGroup, { disk }]) =>
        disk?.kmsKeyArn === undefined ? [] : [{ nodeGroup, keyArn: disk.kmsKeyArn }],
      ),
  };
}

const planOperator = ({ cluster, region }: Settings, chart: ChartChoice, partition: Partition): OperatorRolePlan => ({
  serviceAccount: OPERATOR_SERVICE_ACCOUNT,
  managedPolicies: [],
  policy: {
    partition,
    region,
    clusterName: cluster.name,
    options: operatorOptions(chart),
    usesNodeInterface: firstInterfaceIndex(chart) === 0,
  },
});

/**
 * Worker policy (which also lets the Pod Identity agent work), pulling images, and Session Manager where a group asks for
 * it. Never AmazonEKS_CNI_Policy: the operator has a role of its own, and every pod on the host network could use the node's.
 */
function planNodeRole({ nodeGroups }: Settings, partition: Partition): NodeRolePlan {
  const managed = managedPolicyArn(partition);
  const ssm = Object.values(nodeGroups).some(({ access }) => access?.kind === NodeAccess.Ssm);
  return {
    trust: serviceTrust(`ec2.${dnsSuffixOf(partition)}`),
    managedPolicies: [
      managed("AmazonEKSWorkerNodePolicy"),
      managed("AmazonEC2ContainerRegistryPullOnly"),
      ...(ssm ? [managed("AmazonSSMManagedInstanceCore")] : []),
    ],
  };
}

const managedPolicyArn =
  (partition: Partition) =>
  (name: string): string =>
    `arn:${partition}:iam::aws:policy/${name}`;
