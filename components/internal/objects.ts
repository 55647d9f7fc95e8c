import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { otherApiVersions } from "../../core/gateway-api/index.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { type Scope, childName, childOptions } from "./scope.ts";
import { seal } from "../../secrets/seal.ts";

export interface ObjectDeps {
  readonly provider: kubernetes.Provider;
  readonly dependsOn: readonly pulumi.Resource[];
}

export const createNamespaces = (
  scope: Scope,
  namespaces: readonly KubernetesObject[],
  { provider, dependsOn }: ObjectDeps,
): kubernetes.core.v1.Namespace[] =>
  namespaces.map(
    ({ metadata }) =>
      new kubernetes.core.v1.Namespace(
        childName(scope, "namespace", metadata.name),
        { metadata: { ...metadata } },
        childOptions(scope, { provider, dependsOn: [...dependsOn] }),
      ),
  );

/** An object as it is planned, of any kind. */
export const createObject = (
  scope: Scope,
  { apiVersion, kind, metadata, ...rest }: KubernetesObject,
  { provider, dependsOn }: ObjectDeps,
): kubernetes.apiextensions.CustomResource =>
  new kubernetes.apiextensions.CustomResource(
    childName(scope, kind.toLowerCase(), metadata.name),
    seal({ apiVersion, kind, metadata: { ...metadata }, ...rest }),
    childOptions(scope, { provider, dependsOn: [...dependsOn] }),
  );

/**
 * Creates planned routes, grants and policies as they are. Grants come before the routes that need them, so that no route is
 * refused for a moment; on the way back routes go first, and the Gateway after them.
 */
export function createObjects(
  scope: Pick<Scope, "name" | "parent">,
  objects: readonly KubernetesObject[],
  { provider, dependsOn }: ObjectDeps,
): kubernetes.apiextensions.CustomResource[] {
  const create = (object: KubernetesObject, after: readonly pulumi.Resource[]) =>
    createRouteObject(scope, object, { provider, dependsOn: [...dependsOn, ...after] });
  const grants = objects.filter(isGrant).map((grant) => create(grant, []));
  return [...grants, ...objects.filter((object) => !isGrant(object)).map((object) => create(object, grants))];
}

const isGrant = ({ kind }: KubernetesObject): boolean => kind === "ReferenceGrant";

function createRouteObject(
  scope: Pick<Scope, "name" | "parent">,
  object: KubernetesObject,
  { provider, dependsOn }: ObjectDeps,
): kubernetes.apiextensions.CustomResource {
  const { apiVersion, kind, metadata } = object;
  const where = metadata.namespace === undefined ? [] : [metadata.namespace];
  return new kubernetes.apiextensions.CustomResource(
    childName(scope, kind.toLowerCase(), ...where, metadata.name),
    seal({ apiVersion, kind, metadata: { ...metadata }, spec: object["spec"] }),
    childOptions(scope, {
      provider,
      dependsOn: [...dependsOn],
      // The API version is part of the type: without aliases a new tuple would make the object anew and then delete it.
      aliases: otherApiVersions(kind, apiVersion).map((other) => ({ type: `kubernetes:${other}:${kind}` })),
      deleteBeforeReplace: true,
    }),
  );
}
