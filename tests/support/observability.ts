import type { ClusterModel, JsonObject, KubernetesObject } from "../../core/model/index.ts";
import { nest } from "../../core/helm/merge.ts";
import type { ObservabilitySettings } from "../../core/settings/index.ts";
import { cilium, eniValues, settings, unknown } from "./model.ts";

/** A cluster whose release has these values, by their paths. */
export const withValues = (
  flat: Readonly<Record<string, unknown>>,
  parts: Partial<ClusterModel> = {},
  version = "1.19.6",
): ClusterModel => ({
  cilium: cilium({ version, values: eniValues(nest(flat as Record<string, never>)) }),
  objects: [],
  releases: [],
  ...parts,
});

/** A cluster that is asked for this. */
export const asked = (
  observability: ObservabilitySettings,
  parts: Partial<ClusterModel> = {},
  flat: Readonly<Record<string, unknown>> = {},
): ClusterModel => ({
  ...withValues(flat),
  settings: settings({ observability }),
  observability: { settings: observability },
  ...parts,
});

/** The same with a value that is not known yet, wherever the function is asked for one. */
export const undecidedValues = (path: string): ClusterModel => withValues({ [path]: unknown });

export const metricList = (...list: readonly string[]): JsonObject => ({ "hubble.metrics.enabled": [...list] });

export const object = (
  apiVersion: string,
  kind: string,
  spec: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>> = {},
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: "it", namespace: "kube-system", ...metadata },
  spec,
});

/** An alert on an expression. */
export const alertOn = (expr: unknown): KubernetesObject =>
  object("monitoring.coreos.com/v1", "PrometheusRule", { groups: [{ name: "a", rules: [{ alert: "A", expr }] }] });
