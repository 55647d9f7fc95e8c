import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { GatewayPlan, HostNetworkPlan, HostNetworkPort } from "../../core/gateway/types.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { asInput } from "../internal/ref.ts";
import { type NamedChild, named } from "../internal/named-children.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import type { Addresses } from "./addresses.ts";

/** Security policy of the listeners that end TLS: TLS 1.2 and 1.3 (ELB user guide: describe-ssl-policies). */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

interface HostNetworkDeps {
  readonly cluster: ClusterHandle;
  readonly addresses: Addresses;
  readonly subnets: pulumi.Output<string[]>;
  readonly dependsOn: readonly pulumi.Resource[];
}

export interface HostNetworkBalancer {
  readonly dnsName: pulumi.Output<string>;
  readonly ready: readonly pulumi.Resource[];
}

/** An NLB of ours before Envoy on the nodes' own ports: no controller has a part in making or deleting it. */
export function createHostNetworkBalancer(
  scope: Scope,
  { acmCertificateArn }: Pick<GatewayPlan, "acmCertificateArn">,
  plan: HostNetworkPlan,
  { cluster, addresses, subnets, dependsOn }: HostNetworkDeps,
): HostNetworkBalancer {
  const group = createGroup(scope, plan, cluster);
  const balancer = new aws.lb.LoadBalancer(
    childName(scope, "nlb"),
    {
      loadBalancerType: "network",
      internal: plan.internal,
      securityGroups: [group.id],
      ...placeOf(subnets, addresses),
      ...(plan.crossZone === undefined ? {} : { enableCrossZoneLoadBalancing: plan.crossZone }),
      tags: childTags(scope, "nlb"),
    },
    childOptions(scope, { dependsOn: [...dependsOn] }),
  );
  const certificateArn = acmCertificateArn === undefined ? undefined : asInput(acmCertificateArn);
  const listeners = plan.ports.flatMap((port) =>
    createListener(scope, plan, port, { cluster, balancer, group, certificateArn }),
  );
  return { dnsName: balancer.dnsName, ready: [balancer, ...listeners] };
}

/** Subnets, each with its address where there are fixed ones. */
const placeOf = (
  subnets: pulumi.Output<string[]>,
  { allocationIds }: Addresses,
): Pick<aws.lb.LoadBalancerArgs, "subnets" | "subnetMappings"> =>
  allocationIds === undefined
    ? { subnets }
    : {
        subnetMappings: subnets.apply((ids) =>
          allocationIds.apply((allocated) =>
            ids.map((subnetId, at) => ({
              subnetId,
              ...(allocated[at] === undefined ? {} : { allocationId: allocated[at] }),
            })),
          ),
        ),
      };

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
  readonly certificateArn: pulumi.Input<string> | undefined;
}

function createListener(
  scope: Scope,
  plan: HostNetworkPlan,
  { port, protocol, endsTls }: HostNetworkPort,
  { cluster, balancer, group, certificateArn }: ListenerDeps,
): pulumi.Resource[] {
  const part = partOf({ protocol, port });
  const targets = createTargets(scope, plan, { part, port, protocol, vpcId: cluster.vpcId });
  const secure = endsTls && certificateArn !== undefined;
  const idle = plan.idleTimeoutSeconds;
  const listener = new aws.lb.Listener(
    childName(scope, part),
    {
      loadBalancerArn: balancer.arn,
      port,
      protocol: secure ? "TLS" : protocol,
      ...(secure ? { certificateArn, sslPolicy: TLS_POLICY } : {}),
      // Of plain TCP only: that of TLS and UDP cannot be changed.
      ...(idle === undefined || secure || protocol === "UDP" ? {} : { tcpIdleTimeoutSeconds: idle }),
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

const partOf = ({ protocol, port }: Pick<HostNetworkPort, "protocol" | "port">): string =>
  `${protocol.toLowerCase()}-${String(port)}`;

/** Children that AWS allows few letters for. */
export const balancerChildren = ({ ports }: HostNetworkPlan): NamedChild[] => [
  ...named("load balancer", "nlb"),
  ...named("target group", ...ports.map(partOf)),
];

function createTargets(
  scope: Scope,
  plan: HostNetworkPlan,
  { part, port, protocol, vpcId }: { part: string; port: number; protocol: string; vpcId: pulumi.Input<string> },
): aws.lb.TargetGroup {
  return new aws.lb.TargetGroup(
    childName(scope, part),
    {
      vpcId,
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
}
