import { Architecture, architectureOf } from "../facts/instances.ts";
import { AGENT_NOT_READY_TAINT } from "../facts/node-labels.ts";
import type { NodeGroupModel } from "../model/index.ts";
import { UNKNOWN } from "../model/unknown.ts";
import { PoolCapacityType } from "../settings/index.ts";
import { GPU_TAINT } from "./defaults.ts";
import type { PoolShape } from "./pools.ts";

/** Where a pool's nodes may be. */
interface PoolSubnet {
  readonly name: string;
  readonly zone: string;
}

/** What rules see of pools, as of any group of nodes. */
export const poolsModel = (
  shapes: readonly PoolShape[],
  subnets: readonly PoolSubnet[],
  { kubernetes, runsCilium }: { readonly kubernetes: string; readonly runsCilium: boolean },
): NodeGroupModel[] =>
  shapes.map(({ name, settings, image, types, maxPods, worst }) => {
    const architectures = new Set(types.map(architectureOf));
    const taints = [...(settings.taints ?? []), ...(settings.gpu === true ? [GPU_TAINT] : [])];
    return {
      name,
      kind: "karpenter",
      instanceTypes: types,
      capacityType: settings.capacityTypes?.includes(PoolCapacityType.OnDemand) === false ? "SPOT" : "ON_DEMAND",
      amiFamily: image.family === "Bottlerocket" ? "BOTTLEROCKET" : "AL2023",
      ...(image.ssmParameter === undefined ? { amiRelease: image.release ?? (UNKNOWN as never) } : {}),
      ...(image.ssmParameter === undefined ? {} : { imageParameter: image.ssmParameter }),
      amiKubernetesVersion: kubernetes,
      ...(architectures.size === 1 && types.length > 0
        ? { architecture: [...architectures][0] ?? Architecture.X86 }
        : {}),
      scaling: { min: 0, desired: 0, max: worst?.nodes ?? 0 },
      fleet: { limits: settings.limits },
      surge: 0,
      ...(maxPods === undefined ? {} : { maxPods }),
      labels: settings.labels ?? {},
      taints: [
        ...taints.map((taint) => ({ ...taint, place: "kubelet" as const })),
        ...(runsCilium
          ? [{ key: AGENT_NOT_READY_TAINT, value: "true", effect: "NoExecute" as const, place: "startup" as const }]
          : []),
      ],
      subnets: subnets
        .filter(({ zone }) => settings.zones === undefined || settings.zones.includes(zone))
        .map((subnet) => subnet.name),
      publicSubnets: false,
      disk: { sizeGiB: settings.disk?.sizeGiB ?? 50, encrypted: true, type: "gp3" },
      metadata: { httpTokens: "required", hopLimit: settings.metadataHopLimit ?? 1 },
      access: { kind: settings.ssm === true ? "ssm" : "none", sourceCidrs: [] },
      rolePolicies: [],
      networkSetup: { xdpUdevRule: false },
      launchTemplateInterfaces: 0,
      userDataKind: "none",
    };
  });
