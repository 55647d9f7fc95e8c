import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { CrdFile } from "../../core/contracts/crd-file.ts";
import { type Scope, childName, childOptions } from "./scope.ts";

/** The kinds of our objects, before the operator of a node that is still to come could make them; like every definition they outlive the stack. */
export const createDefinitions = (
  scope: Scope,
  crds: readonly CrdFile[],
  { provider, dependsOn }: { readonly provider: kubernetes.Provider; readonly dependsOn: readonly pulumi.Resource[] },
): pulumi.Resource[] =>
  crds.map(
    ({ kind, url }) =>
      new kubernetes.yaml.v2.ConfigFile(
        childName(scope, "crd", kind.toLowerCase()),
        { file: url },
        childOptions(scope, { provider, dependsOn: [...dependsOn], retainOnDelete: true }),
      ),
  );
