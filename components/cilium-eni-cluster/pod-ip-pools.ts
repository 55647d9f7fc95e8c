import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../core/model/index.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

/** Pools that pods ask for by annotation. */
export const createPodIpPools = (
  scope: Scope,
  pools: readonly KubernetesObject[],
  options: { readonly provider: kubernetes.Provider; readonly dependsOn: readonly pulumi.Resource[] },
): pulumi.Resource[] =>
  pools.map(
    (pool) =>
      new kubernetes.apiextensions.CustomResource(
        childName(scope, "pool", pool.metadata.name),
        { ...pool, metadata: { ...pool.metadata } },
        childOptions(scope, { ...options, dependsOn: [...options.dependsOn] }),
      ),
  );
