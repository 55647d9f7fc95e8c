import { type ObjectDeps, createObject } from "../internal/objects.ts";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { GatewayPlan } from "../../core/gateway/types.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { type DeferredSources, fill } from "../internal/deferred.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

/** A Gateway whose status is an output. */
export interface GatewayResource {
  readonly resource: kubernetes.apiextensions.CustomResource;
  /** Name or address of the load balancer, which its creation waited for. */
  readonly address: pulumi.Output<string>;
}

interface GatewayStatus {
  readonly addresses?: readonly { readonly value?: string }[];
}

/** The Gateway with what only a deployment knows filled in: subnets, allocation ids, the certificate's ARN. */
export function createGateway(
  scope: Scope,
  { objects, deferred }: Pick<GatewayPlan, "objects" | "deferred">,
  sources: DeferredSources,
  deps: ObjectDeps,
): GatewayResource {
  // The SDK makes outputs of the keys it is given, and drops what else the provider answers.
  const resource = createObject(scope, { ...fill(objects.gateway, deferred, sources), status: undefined }, deps);
  const { status } = resource as unknown as { status: pulumi.Output<GatewayStatus | undefined> };
  return { resource, address: status.apply((known) => known?.addresses?.[0]?.value ?? "") };
}

/** Deployment and Service of the demo; typed, so that the deployment is waited for. */
export const createDemo = (scope: Scope, objects: readonly KubernetesObject[], deps: ObjectDeps): pulumi.Resource[] =>
  objects.map((object) => {
    const options = childOptions(scope, { provider: deps.provider, dependsOn: [...deps.dependsOn] });
    const { metadata, spec } = object as unknown as {
      metadata: kubernetes.types.input.meta.v1.ObjectMeta;
      spec: never;
    };
    return object.kind === "Deployment"
      ? new kubernetes.apps.v1.Deployment(childName(scope, "demo"), { metadata, spec }, options)
      : new kubernetes.core.v1.Service(childName(scope, "demo"), { metadata, spec }, options);
  });
