import type { KubernetesObject } from "../model/index.ts";
import { IpamMode, type Settings } from "../settings/index.ts";
import { DEFAULT_POOL } from "./defaults.ts";
import { ipamOf } from "../settings/ipam.ts";

/**
 * Pools beside the default one, as objects (cilium.io/v2alpha1 in the CRDs of 1.19.6 and 1.20.2). They are made once the
 * operator has established the definition; its own list of pools is read only where none exists.
 */
export function planPodIpPools(settings: Settings): KubernetesObject[] {
  const ipam = ipamOf(settings);
  if (ipam.mode !== IpamMode.MultiPool) return [];
  return Object.entries(ipam.pools)
    .filter(([name]) => name !== DEFAULT_POOL)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { cidrs, maskSize }]) => ({
      apiVersion: "cilium.io/v2alpha1",
      kind: "CiliumPodIPPool",
      metadata: { name },
      spec: { ipv4: { cidrs, maskSize } },
    }));
}
