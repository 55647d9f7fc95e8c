import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type OfferedGroup, missingOfferings } from "../../core/nodes/offerings.ts";
import { type Scope, childOptions } from "../internal/scope.ts";

/** Asks the account which zones offer the node groups' instance types, and warns of those that do not; nothing waits for it. */
export function checkOfferings(scope: Scope, groups: readonly OfferedGroup[], zones: readonly string[]): void {
  const types = [...new Set(groups.flatMap(({ instanceTypes }) => instanceTypes))].toSorted();
  if (types.length === 0) return;
  const request = { locationType: "availability-zone", filters: [{ name: "instance-type", values: types }] };
  aws.ec2.getInstanceTypeOfferingsOutput(request, childOptions(scope)).apply(({ instanceTypes, locations }) => {
    const offers = instanceTypes.map((instanceType, at) => ({ instanceType, zone: locations[at] ?? "" }));
    for (const fault of missingOfferings(groups, zones, offers)) void pulumi.log.warn(fault, scope.parent);
  });
}
