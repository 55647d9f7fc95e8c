import { minorOf } from "./version.ts";

/** An image of a Cilium installation, by its name below quay.io. */
export interface CiliumImage {
  readonly name: string;
  /** Undefined where the chart of the version could not be read; the chart's values name it. */
  readonly tag?: string;
}

/** Registry of every image of Cilium (charts 1.19.6 and 1.20.2, values.yaml). */
export const UPSTREAM_REGISTRY = "quay.io";

/** Tags in the chart 1.19.6, rendered in ENI mode with Hubble Relay and UI. */
const TAGS_119: Readonly<Record<string, string>> = {
  "cilium/certgen": "v0.4.6",
  "cilium/cilium": "v1.19.6",
  "cilium/cilium-envoy": "v1.36.9-1782267392-edeb3f2af56c37c407efa1f63f0b32f595399bbc",
  "cilium/hubble-relay": "v1.19.6",
  "cilium/hubble-ui": "v0.13.5",
  "cilium/hubble-ui-backend": "v0.13.5",
  "cilium/operator-aws": "v1.19.6",
};

/** What a mirror must hold. Names are the same in the charts 1.19.6 and 1.20.0; tags are known of 1.19.6 only. */
export const ciliumImages = (version: string): CiliumImage[] =>
  Object.entries(TAGS_119).map(([name, tag]) => ({
    name,
    ...(version === "1.19.6" ? { tag } : ownTag(name, version)),
  }));

/** Agent, operator and relay carry the version itself. */
const ownTag = (name: string, version: string): { tag?: string } =>
  minorOf(version) !== undefined && ["cilium/cilium", "cilium/operator-aws", "cilium/hubble-relay"].includes(name)
    ? { tag: `v${version}` }
    : {};
