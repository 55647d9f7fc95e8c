import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Whether a component is given an aws provider: then the machine's default credentials may be another account's. */
export function hasAwsProvider({ provider, providers = [] }: pulumi.ComponentResourceOptions = {}): boolean {
  return [provider, ...(Array.isArray(providers) ? providers : Object.values(providers))].some((one) =>
    aws.Provider.isInstance(one),
  );
}
