import { EksAddon } from "../facts/addons.ts";

/** Where the stack file speaks of an add-on: model path -> settings path. */
export const addonOrigins: Readonly<Record<string, string>> = {
  [`addons.${EksAddon.CoreDns}`]: "cluster.addons.coredns",
  [`addons.${EksAddon.EbsCsi}`]: "cluster.addons.ebsCsi",
  [`addons.${EksAddon.MetricsServer}`]: "cluster.addons.metricsServer",
  [`addons.${EksAddon.PodIdentityAgent}`]: "cluster.addons.podIdentityAgent",
};
