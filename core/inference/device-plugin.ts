import { HYBRID_LABEL } from "../controllers/placement.ts";
import type { Machines } from "../contracts/facts.ts";
import { NODE_GROUP_LABEL } from "../facts/node-labels.ts";
import { type ReleasePlan, planRelease } from "../helm/charts.ts";
import type { Json } from "../model/index.ts";
import type { GpuNodes, RegistrySettings, TaintSettings } from "../settings/index.ts";
import { DEVICE_PLUGIN_CHART, DEVICE_PLUGIN_NAMESPACE, GPU_RESOURCE } from "./defaults.ts";
import { toleration } from "./places.ts";

interface DevicePluginContext {
  readonly machines: Machines;
  readonly nodeGroups: Readonly<Record<string, readonly TaintSettings[]>>;
  readonly registry: RegistrySettings | undefined;
}

/**
 * NVIDIA's device plugin on the nodes that models run on; undefined where none of them needs it. Helm puts a list in the place
 * of a list, so the chart's own terms, which ask for labels of node feature discovery, are written again.
 */
export function planDevicePlugin(
  nodes: readonly GpuNodes[],
  { machines, nodeGroups, registry }: DevicePluginContext,
): ReleasePlan | undefined {
  const groups = [...new Set(nodes.flatMap((one) => (one.kind === "ec2" ? [one.nodeGroup] : [])))].filter(
    (name) => machines[name]?.image !== "Bottlerocket",
  );
  const hybrid = nodes.some(({ kind }) => kind === "hybrid");
  if (groups.length === 0 && !hybrid) return undefined;
  const terms: Json[] = [
    ...(groups.length === 0
      ? []
      : [{ matchExpressions: [{ key: NODE_GROUP_LABEL, operator: "In", values: groups.toSorted() }] }]),
    ...(hybrid
      ? [
          {
            matchExpressions: [
              ...Object.entries(HYBRID_LABEL).map(([key, value]) => ({ key, operator: "In", values: [value] })),
              // Hybrid pools with gpu: true carry it (core/hybrid/defaults.ts).
              { key: "nvidia.com/gpu.present", operator: "In", values: ["true"] },
            ],
          },
        ]
      : []),
  ];
  const taints = groups.flatMap((name) => nodeGroups[name] ?? []).filter(({ key }) => key !== GPU_RESOURCE);
  return planRelease(DEVICE_PLUGIN_CHART, {
    registry,
    namespace: DEVICE_PLUGIN_NAMESPACE,
    values: {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
      },
      tolerations: [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        { key: GPU_RESOURCE, operator: "Exists" },
        ...taints.map(toleration),
      ],
    },
  });
}
