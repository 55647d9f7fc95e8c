import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { HostNetworkPlan } from "../../core/gateway/types.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import type { Addresses } from "./addresses.ts";

interface HostNetworkDeps {
  readonly cluster: ClusterHandle;
  readonly addresses: Addresses;
  readonly dependsOn: readonly pulumi.Resource[];
}

export interface HostNetworkBalancer {
  readonly dnsName: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
}

/** An NLB of ours before Envoy on the nodes' own ports: no controller has a part in making or deleting it. */
export function createHostNetworkBalancer(
  scope: Scope,
  plan: HostNetworkPlan,
  { cluster, dependsOn }: HostNetworkDeps,
): HostNetworkBalancer {
  const group = createGroup(scope, plan, cluster);
  const balancer = new aws.lb.LoadBalancer(
    childName(scope, "nlb"),
    {
      loadBalancerType: "network",
      internal: plan.internal,
      securityGroups: [group.id],
      subnets: plan.internal ? Object.values(cluster.nodeSubnetIds) : [...cluster.publicSubnetIds],
      ...(plan.crossZone === undefined ? {} : { enableCrossZoneLoadBalancing: plan.crossZone }),
      tags: childTags(scope, "nlb"),
    },
    childOptions(scope, { dependsOn: [...dependsOn] }),
  );
  const listeners = plan.ports.flatMap((port) => createListener(scope, plan, port, { cluster, balancer, group }));
  return { dnsName: balancer.dnsName, ready: [balancer, ...listeners] };
}

function createGroup(scope: Scope, plan: HostNetworkPlan, cluster: ClusterHandle): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    childName(scope, "nlb"),
    {
      vpcId: cluster.vpcId,
      description: "Clients of the Gateway",
      ingress: plan.ports.map(({ port, protocol }) => ({
        protocol: protocol.toLowerCase(),
        fromPort: port,
        toPort: port,
        cidrBlocks: [...plan.sourceRanges],
      })),
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      tags: childTags(scope, "nlb"),
    },
    childOptions(scope),
  );
}

interface ListenerDeps {
  readonly cluster: ClusterHandle;
  readonly balancer: aws.lb.LoadBalancer;
  readonly group: aws.ec2.SecurityGroup;
}

function createListener(
  scope: Scope,
  plan: HostNetworkPlan,
  { port, protocol }: HostNetworkPlan["ports"][number],
  { cluster, balancer, group }: ListenerDeps,
): pulumi.Resource[] {
  const part = `${protocol.toLowerCase()}-${String(port)}`;
  const targets = new aws.lb.TargetGroup(
    childName(scope, part),
    {
      vpcId: cluster.vpcId,
      port,
      protocol,
      targetType: "instance",
      proxyProtocolV2: plan.proxyProtocol,
      healthCheck: { protocol: "TCP", port: "traffic-port" },
      ...(plan.preserveClientIp === undefined ? {} : { preserveClientIp: String(plan.preserveClientIp) }),
      ...(plan.deregistrationSeconds === undefined ? {} : { deregistrationDelay: plan.deregistrationSeconds }),
      tags: childTags(scope, part),
    },
    childOptions(scope),
  );
  const listener = new aws.lb.Listener(
    childName(scope, part),
    {
      loadBalancerArn: balancer.arn,
      port,
      protocol,
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
      tags: childTags(scope, part),
    },
    childOptions(scope),
  );
  const open = new aws.vpc.SecurityGroupIngressRule(
    childName(scope, part),
    {
      securityGroupId: cluster.clusterSecurityGroupId,
      referencedSecurityGroupId: group.id,
      ipProtocol: protocol.toLowerCase(),
      fromPort: port,
      toPort: port,
      description: "Envoy of the Gateway",
      tags: childTags(scope, part),
    },
    childOptions(scope),
  );
  const attachments = Object.entries(cluster.nodeGroups ?? {}).map(
    ([name, nodes]) =>
      new aws.autoscaling.Attachment(
        childName(scope, part, name),
        {
          autoscalingGroupName: nodes.resources.apply((all) => all[0]?.autoscalingGroups?.[0]?.name ?? ""),
          lbTargetGroupArn: targets.arn,
        },
        childOptions(scope),
      ),
  );
  return [listener, open, ...attachments];
}
