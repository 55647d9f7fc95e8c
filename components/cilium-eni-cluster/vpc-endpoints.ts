import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../../core/facts/partition.ts";
import type { NetworkPlan } from "../../core/network/types.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

interface EndpointDeps {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly vpcCidrs: readonly string[];
  readonly routeTableIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Endpoints of a closed network: interfaces in every zone behind one group, gateways in the route tables. */
export function createVpcEndpoints(scope: Scope, plan: NetworkPlan, deps: EndpointDeps): pulumi.Resource[] {
  if (plan.endpoints.length === 0) return [];
  const group = new aws.ec2.SecurityGroup(
    childName(scope, "endpoints"),
    {
      vpcId: deps.vpcId,
      description: "HTTPS from the VPC to its endpoints",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [...deps.vpcCidrs] }],
      tags: childTags(scope, "endpoints"),
    },
    childOptions(scope),
  );
  return plan.endpoints.map(
    ({ service, kind }) =>
      new aws.ec2.VpcEndpoint(
        childName(scope, "endpoint", service.replaceAll(".", "-")),
        {
          vpcId: deps.vpcId,
          serviceName: serviceName(plan.region, service),
          tags: childTags(scope, "endpoint", service),
          ...(kind === "gateway"
            ? { vpcEndpointType: "Gateway", routeTableIds: deps.routeTableIds }
            : {
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
                subnetIds: [...deps.subnetIds],
                securityGroupIds: [group.id],
              }),
        },
        childOptions(scope),
      ),
  );
}

/** China's endpoints carry its suffix in front (VPC user guide: endpoint service names). */
const serviceName = (region: string, service: string): string =>
  `${partitionOf(region) === "aws-cn" ? "cn.com.amazonaws" : "com.amazonaws"}.${region}.${service}`;
