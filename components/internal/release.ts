import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ReleasePlan } from "../../core/helm/charts.ts";
import { type Scope, childName, childOptions } from "./scope.ts";
import { seal } from "../../secrets/seal.ts";

/** Registers a planned Helm release; `values` in the options replace the planned ones where Outputs had to be filled in. */
export function createRelease(
  scope: Scope,
  part: string,
  plan: ReleasePlan,
  {
    values = plan.values,
    skipAwait,
    ...options
  }: pulumi.CustomResourceOptions & { values?: Record<string, unknown>; skipAwait?: boolean },
): kubernetes.helm.v3.Release {
  return new kubernetes.helm.v3.Release(
    childName(scope, part),
    {
      name: plan.name,
      chart: seal(plan.chart),
      version: plan.version,
      ...(plan.repository === undefined ? {} : { repositoryOpts: seal({ repo: plan.repository }) }),
      namespace: plan.namespace,
      ...(plan.skipCrds === undefined ? {} : { skipCrds: plan.skipCrds }),
      ...(plan.skipAwait === undefined ? {} : { skipAwait: plan.skipAwait }),
      values: seal(values),
      ...(skipAwait === undefined ? {} : { skipAwait }),
    },
    childOptions(scope, options),
  );
}
