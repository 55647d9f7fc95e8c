import type { LiveConfig, LivePart, LiveWorkload } from "../../core/model/index.ts";
import { type Raw, listOf, nameOf, namespaceOf, recordOf } from "./raw.ts";

const PARTS: Readonly<Record<string, LivePart>> = {
  cilium: "agent",
  "cilium-envoy": "envoy",
  "cilium-operator": "operator",
  "hubble-relay": "relay",
  "hubble-ui": "ui",
  "clustermesh-apiserver": "mesh",
  "aws-node": "aws-node",
  "kube-proxy": "kube-proxy",
  coredns: "dns",
  "aws-load-balancer-controller": "load-balancer-controller",
};

/** A DaemonSet or Deployment: how far it is, by the numbers that its controller keeps. */
export function workloadOf(object: Raw): LiveWorkload {
  const { spec = {}, status = {}, metadata = {} } = object;
  const daemon = object.kind === "DaemonSet" || status["desiredNumberScheduled"] !== undefined;
  const count = (key: string): number => Number(status[key] ?? 0);
  const template = recordOf(recordOf(recordOf(spec["template"])["spec"]));
  const images = listOf<{ readonly image?: string }>(template["containers"]).map(({ image = "" }) => image);
  const version = versionOf(images[0]);
  return {
    kind: daemon ? "DaemonSet" : "Deployment",
    namespace: namespaceOf(object),
    name: nameOf(object),
    part: PARTS[nameOf(object)] ?? "other",
    desired: daemon ? count("desiredNumberScheduled") : Number(spec["replicas"] ?? 1),
    updated: count(daemon ? "updatedNumberScheduled" : "updatedReplicas"),
    ready: count(daemon ? "numberReady" : "readyReplicas"),
    observed: count("observedGeneration") >= (metadata.generation ?? 0),
    images,
    ...(version === undefined ? {} : { version }),
  };
}

/** `quay.io/cilium/operator-aws:v1.19.6@sha256:…` -> `1.19.6`. */
export const versionOf = (image: string | undefined): string | undefined =>
  /:v?(\d+\.\d+\.\d+(?:-[\w.]+)?)(?:@|$)/.exec(image ?? "")?.[1];

/** Annotations of the ConfigMap by which errors are told (cilium-cli/status/k8s.go, annotation.ConfigPrefix). */
const ERRORS = /^config\.cilium\.io/;

/** The agents' configuration. */
export const configOf = (object: Raw | undefined): LiveConfig => ({
  found: object !== undefined,
  data: Object.fromEntries(Object.entries(recordOf(object?.["data"])).map(([key, value]) => [key, String(value)])),
  errors: Object.entries(object?.metadata?.annotations ?? {}).flatMap(([key, said]) =>
    ERRORS.test(key) ? [`${key}: ${said}`] : [],
  ),
});
