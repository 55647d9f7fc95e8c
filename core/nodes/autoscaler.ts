import { type HelmChart, type ReleasePlan, planRelease } from "../helm/charts.ts";
import { runsCilium } from "../settings/ipam.ts";
import type { Features } from "../contracts/features.ts";
import { OFF_HYBRID } from "../controllers/placement.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { partitionOf } from "../facts/partition.ts";
import { type PolicyDocument, allow, document } from "../iam/documents.ts";
import { DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import type { JsonObject } from "../model/index.ts";
import { Autoscaler, type Settings } from "../settings/index.ts";
import { AGENT_NOT_READY_TAINT } from "../facts/node-labels.ts";
import type { NodeGroupPlan } from "./types.ts";
import type { WorkloadIdentityPlan } from "../controllers/workload.ts";

/** The chart whose values were rendered (kubernetes/autoscaler cluster-autoscaler/charts/cluster-autoscaler/Chart.yaml, 2026-08-22). */
export const AUTOSCALER_CHART: HelmChart = {
  name: "cluster-autoscaler",
  repository: "https://kubernetes.github.io/autoscaler",
  version: "9.59.0",
};

/** The autoscaler simulates the scheduler, so its minor follows the cluster's (release tags of kubernetes/autoscaler, 2026-08-22). */
const IMAGE_TAGS: Readonly<Record<string, string>> = {
  "1.33": "v1.33.6",
  "1.34": "v1.34.5",
  "1.35": "v1.35.2",
  "1.36": "v1.36.1",
};

export interface AutoscalerPlan extends WorkloadIdentityPlan {
  /** The role's annotation comes into the values while deploying. */
  readonly release: ReleasePlan;
  /** Tags of each group's Auto Scaling group, by group: what a node that does not exist yet will look like. */
  readonly groupTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function planAutoscaler(
  settings: Settings,
  groups: readonly NodeGroupPlan[],
  features: Features = {},
): AutoscalerPlan | undefined {
  const { region, cluster, cilium } = settings;
  if (cluster.autoscaler !== Autoscaler.ClusterAutoscaler) return undefined;
  return {
    serviceAccount: { namespace: "kube-system", name: AUTOSCALER_CHART.name },
    policy: autoscalerPolicy(region, cluster.name),
    mechanism: cilium?.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY,
    release: planRelease(AUTOSCALER_CHART, {
      registry: cluster.registry,
      namespace: "kube-system",
      values: {
        ...autoscalerValues(region, cluster.name, cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION),
        // Without this a pending pod that does not tolerate Cilium's taint would never add a node.
        ...(runsCilium(settings) ? { extraArgs: { "startup-taint": AGENT_NOT_READY_TAINT } } : {}),
        ...(features.hybrid === undefined ? {} : { affinity: OFF_HYBRID }),
      },
    }),
    groupTags: Object.fromEntries(groups.map((group) => [group.name, scalingGroupTags(group)])),
  };
}

/** It may only resize the cluster's own groups: EKS tags those of managed node groups (kubernetes/autoscaler cloudprovider/aws/README.md). */
function autoscalerPolicy(region: string, clusterName: string): PolicyDocument {
  return document(
    allow("Read", {
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup",
      ],
      Resource: ["*"],
    }),
    allow("Resize", {
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: [`arn:${partitionOf(region)}:autoscaling:${region}:*:autoScalingGroup:*`],
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" } },
    }),
  );
}

function autoscalerValues(region: string, clusterName: string, kubernetes: string): JsonObject {
  const tag = IMAGE_TAGS[kubernetes];
  return {
    cloudProvider: "aws",
    awsRegion: region,
    autoDiscovery: { clusterName },
    ...(tag === undefined ? {} : { image: { tag } }),
    // It must be able to add the node that CoreDNS waits for.
    dnsPolicy: "Default",
    resources: { requests: { cpu: "100m", memory: "300Mi" } },
    rbac: { serviceAccount: { name: AUTOSCALER_CHART.name } },
  };
}

/** Only the kubelet knows labels and taints, so for a group without nodes they are read from these tags. */
const scalingGroupTags = ({ labels, taints }: NodeGroupPlan): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [`k8s.io/cluster-autoscaler/node-template/label/${key}`, value]),
  ),
  ...Object.fromEntries(
    taints
      .filter(({ key }) => key !== AGENT_NOT_READY_TAINT)
      .map(({ key, value = "", effect }) => [
        `k8s.io/cluster-autoscaler/node-template/taint/${key}`,
        `${value}:${effect}`,
      ]),
  ),
});
