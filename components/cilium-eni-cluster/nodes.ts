import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { NodeGroupPlan } from "../../core/nodes/types.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import type { ControlPlaneResources } from "./control-plane.ts";
import type { IdentityResources } from "./identity.ts";
import { createLaunchTemplate } from "./launch-template.ts";

export interface NodeDeps {
  readonly network: {
    readonly vpcId: pulumi.Input<string>;
    /** Zone -> subnet of its nodes. */
    readonly nodeSubnetIds: Readonly<Record<string, pulumi.Input<string>>>;
    readonly ready: readonly pulumi.Resource[];
  };
  readonly controlPlane: Pick<
    ControlPlaneResources,
    "name" | "endpoint" | "certificateAuthority" | "clusterSecurityGroupId"
  >;
  readonly serviceCidr: string;
  readonly identity: Pick<IdentityResources, "nodeRoleArn" | "nodeReady">;
  /** Cilium's release and CiliumNodeConfigs, or the VPC CNI: a node that starts before them gets the wrong ENIs and keeps them. */
  readonly cni: readonly pulumi.Resource[];
  /** Ingress rules that nodes need to speak to each other. */
  readonly securityGroupRules: readonly pulumi.Resource[];
}

export interface NodeResources {
  readonly groups: Readonly<Record<string, aws.eks.NodeGroup>>;
  /** What must exist before anything waits for a node. */
  readonly ready: readonly pulumi.Resource[];
}

/** Managed node groups, after everything that a node's first minute depends on; a destroy takes them down before it. */
export function createNodes(scope: Scope, plans: readonly NodeGroupPlan[], deps: NodeDeps): NodeResources {
  const dependsOn = [...deps.cni, ...deps.identity.nodeReady, ...deps.securityGroupRules, ...deps.network.ready];
  const groups = Object.fromEntries(plans.map((plan) => [plan.name, createNodeGroup(scope, plan, deps, dependsOn)]));
  return { groups, ready: Object.values(groups) };
}

function createNodeGroup(
  scope: Scope,
  plan: NodeGroupPlan,
  deps: NodeDeps,
  dependsOn: readonly pulumi.Resource[],
): aws.eks.NodeGroup {
  const { controlPlane, network, serviceCidr } = deps;
  const template = createLaunchTemplate(scope, plan, {
    vpcId: network.vpcId,
    clusterSecurityGroupId: controlPlane.clusterSecurityGroupId,
    cluster: { ...controlPlane, serviceCidr },
  });
  const { strategy, ...unavailable } = plan.update;
  return new aws.eks.NodeGroup(
    childName(scope, "nodes", plan.name),
    {
      clusterName: controlPlane.name,
      nodeGroupNamePrefix: `${plan.name}-`,
      nodeRoleArn: deps.identity.nodeRoleArn,
      subnetIds: subnetsOf(plan, network.nodeSubnetIds),
      instanceTypes: [...plan.instanceTypes],
      capacityType: plan.capacityType,
      // No amiType, version or releaseVersion: the template's image decides, and EKS refuses both together.
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { minSize: plan.scaling.min, desiredSize: plan.scaling.desired, maxSize: plan.scaling.max },
      updateConfig: { ...unavailable, updateStrategy: strategy },
      // One at a time: a fault of all nodes, such as a broken CNI, must not replace all nodes.
      nodeRepairConfig: plan.repair ? { enabled: true, maxParallelNodesRepairedCount: 1 } : { enabled: false },
      tags: { ...childTags(scope, "nodes", plan.name), ...plan.tags },
    },
    childOptions(scope, { dependsOn: [...dependsOn], ignoreChanges: ["scalingConfig.desiredSize"] }),
  );
}

const subnetsOf = (
  { zones }: NodeGroupPlan,
  subnetIds: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Input<string>[] =>
  Object.entries(subnetIds)
    .filter(([zone]) => zones === undefined || zones.includes(zone))
    .map(([, id]) => id);
