import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { CrdBundlePlan } from "../../core/cilium/types.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

interface CrdDeps {
  readonly provider: kubernetes.Provider;
  /** The way to the API and the right to use it. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * The CRD wave. A destroy leaves the definitions in the cluster: deleting one deletes every object of its kind, routes and
 * policies of other teams included.
 */
export const createCrds = (
  scope: Scope,
  bundles: readonly CrdBundlePlan[],
  { provider, dependsOn }: CrdDeps,
): kubernetes.yaml.v2.ConfigFile[] =>
  bundles.map(
    ({ name, file }) =>
      new kubernetes.yaml.v2.ConfigFile(
        childName(scope, "crds", name, fileName(file)),
        { file },
        childOptions(scope, { provider, dependsOn: [...dependsOn], retainOnDelete: true }),
      ),
  );

/** `https://host/v1.4.1/standard-install.yaml` -> `standard-install`: the version is not part of it, so an upgrade updates. */
const fileName = (file: string): string => file.slice(file.lastIndexOf("/") + 1).replace(/\.ya?ml$/, "");
