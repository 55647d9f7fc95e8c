import { type ObjectDeps, createObject } from "../internal/objects.ts";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ANNOTATION_PREFIX } from "../../core/facts/load-balancer-annotations.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

/** Values of a Gateway that only a deployment knows, by annotation without its prefix. */
export type AnnotationRefs = Readonly<Record<string, pulumi.Input<string> | undefined>>;

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
  plan: KubernetesObject,
  refs: AnnotationRefs,
  deps: ObjectDeps,
): GatewayResource {
  // The SDK makes outputs of the keys it is given, and drops what else the provider answers.
  const resource = createObject(scope, { ...filled(plan, refs), status: undefined }, deps);
  const { status } = resource as unknown as { status: pulumi.Output<GatewayStatus | undefined> };
  return { resource, address: status.apply((known) => known?.addresses?.[0]?.value ?? "") };
}

function filled(plan: KubernetesObject, refs: AnnotationRefs): KubernetesObject {
  const spec = plan["spec"] as Readonly<Record<string, unknown>>;
  const { infrastructure } = spec as { infrastructure?: { annotations: Readonly<Record<string, string>> } };
  if (infrastructure === undefined) return plan;
  const known = Object.fromEntries(
    Object.entries(refs).flatMap(([key, value]) => {
      const annotation = `${ANNOTATION_PREFIX}aws-load-balancer-${key}`;
      return value === undefined || infrastructure.annotations[annotation] === undefined ? [] : [[annotation, value]];
    }),
  );
  const annotations = { ...infrastructure.annotations, ...known };
  return { ...plan, spec: { ...spec, infrastructure: { ...infrastructure, annotations } } };
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
