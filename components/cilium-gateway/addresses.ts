import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AddressPlan } from "../../core/gateway/types.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

export interface Addresses {
  /** Allocation ids in the order of the subnets; undefined where the NLB has addresses of its own. */
  readonly allocationIds: pulumi.Output<string[]> | undefined;
  readonly publicIps: readonly pulumi.Output<string>[];
  readonly ready: readonly pulumi.Resource[];
}

/** Elastic IPs. They outlive the load balancer: AWS releases none that is in use. */
export function createAddresses(scope: Scope, plan: AddressPlan): Addresses {
  if (plan.kind === "none") return { allocationIds: undefined, publicIps: [], ready: [] };
  if (plan.kind === "given") {
    return { allocationIds: pulumi.all(plan.allocationIds.map(asInput)), publicIps: [], ready: [] };
  }
  const made = Array.from({ length: plan.count }, (_, at) => {
    const part = ["address", String(at + 1)];
    return new aws.ec2.Eip(
      childName(scope, ...part),
      { domain: "vpc", tags: childTags(scope, ...part) },
      childOptions(scope),
    );
  });
  return {
    allocationIds: pulumi.all(made.map(({ allocationId }) => allocationId)),
    publicIps: made.map(({ publicIp }) => publicIp),
    ready: made,
  };
}
