import { Acceleration, type Settings } from "../settings/index.ts";
import type { HostPlan } from "./types.ts";
import { planProxy } from "../settings/proxy.ts";

/** Boot settings that all groups share. */
export const planHost = (settings: Settings): HostPlan => {
  const proxy = planProxy(settings);
  return {
    ...(proxy === undefined ? {} : { proxy }),
    registryMirrors: settings.cluster.registry?.mirrors ?? {},
    xdp: settings.cilium?.loadBalancer?.acceleration === Acceleration.Native,
  };
};
