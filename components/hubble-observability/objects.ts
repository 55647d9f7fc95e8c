import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Dashboard, dashboards } from "../../core/observability/dashboards/index.ts";
import type { DashboardPlan } from "../../core/observability/types.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

interface ObjectDeps {
  readonly provider: kubernetes.Provider;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** The built dashboards by name. */
export const buildDashboards = ({ options }: DashboardPlan): pulumi.Output<Readonly<Record<string, string>>> =>
  pulumi
    .output(dashboards(options))
    .apply((all: readonly Dashboard[]) => Object.fromEntries(all.map(({ name, json }) => [name, json])));

/** ConfigMaps that Grafana's sidecar picks up. */
export const createDashboards = (
  scope: Scope,
  { objects, names }: DashboardPlan,
  built: pulumi.Output<Readonly<Record<string, string>>>,
  { provider, dependsOn }: ObjectDeps,
): kubernetes.core.v1.ConfigMap[] =>
  objects.map(({ metadata }, at) => {
    const name = names[at]?.name ?? metadata.name;
    return new kubernetes.core.v1.ConfigMap(
      childName(scope, metadata.name),
      { metadata: { ...metadata }, data: { [`${name}.json`]: built.apply((all) => all[name] ?? "{}") } },
      childOptions(scope, { provider, dependsOn: [...dependsOn] }),
    );
  });
