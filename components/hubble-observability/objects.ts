import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Deferred } from "../../core/contracts/deferred.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import { dashboards } from "../../core/observability/dashboards/index.ts";
import type { DashboardPlan } from "../../core/observability/types.ts";
import { fill } from "../internal/deferred.ts";
import type { ObjectDeps } from "../internal/objects.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

/** The built dashboards by name. */
export const buildDashboards = ({ options }: DashboardPlan): Readonly<Record<string, string>> =>
  Object.fromEntries(dashboards(options).map(({ name, json }) => [name, json]));

/** ConfigMaps that Grafana's sidecar picks up. */
export const createDashboards = (
  scope: Scope,
  { objects, names, deferred }: DashboardPlan,
  built: Readonly<Record<string, string>>,
  { provider, dependsOn }: ObjectDeps,
): kubernetes.core.v1.ConfigMap[] =>
  objects.map((object, at) => {
    const json = built[names[at]?.name ?? ""] ?? "{}";
    const { metadata, data } = fill(object, deferred.slice(at, at + 1), { [Deferred.Dashboard]: json }) as ConfigMap;
    return new kubernetes.core.v1.ConfigMap(
      childName(scope, metadata.name),
      { metadata: { ...metadata }, data },
      childOptions(scope, { provider, dependsOn: [...dependsOn] }),
    );
  });

type ConfigMap = KubernetesObject & { readonly data: Record<string, pulumi.Input<string>> };
