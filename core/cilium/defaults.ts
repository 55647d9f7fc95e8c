import { HostRouting, LoadBalancerAlgorithm, LoadBalancerMode, Masquerade, Acceleration } from "../settings/index.ts";

/** Every Cilium tool expects this name; without one Helm's would be random. */
export const RELEASE_NAME = "cilium";
export const NAMESPACE = "kube-system";
/** Hook jobs only: the release itself waits for nothing. */
export const HELM_TIMEOUT_SECONDS = 600;

/** Off is the chart's own default in ENI mode since 1.18: pods keep their VPC addresses. */
export const DEFAULT_MASQUERADE = Masquerade.Off;
/** Legacy: BPF host routing has dropped the Pod Identity agent's address before (cilium/cilium#35989, #40273). */
export const DEFAULT_HOST_ROUTING = HostRouting.Legacy;
/** DSR and XDP need preparation on AWS, see docs/xdp-dsr.md. */
export const DEFAULT_LB_MODE = LoadBalancerMode.Snat;
export const DEFAULT_ACCELERATION = Acceleration.Disabled;
export const DEFAULT_LB_ALGORITHM = LoadBalancerAlgorithm.Random;
export const DEFAULT_GC_INTERVAL_SECONDS = 300;
/** Two operators need two nodes: they refuse to share a host. */
export const MAX_OPERATOR_REPLICAS = 2;
/** The chart sets no requests for the operator, so a full node could starve it; a starting point, not a measurement. */
export const OPERATOR_RESOURCES = { requests: { cpu: "100m", memory: "128Mi" } } as const;
/** By how much a label of a mirror differs: quay.io/cilium/x becomes <mirror>/cilium/x. */
export const IMAGE_REPOSITORIES: Readonly<Record<string, string>> = {
  image: "cilium/cilium",
  "operator.image": "cilium/operator",
  "envoy.image": "cilium/cilium-envoy",
  "certgen.image": "cilium/certgen",
  "hubble.relay.image": "cilium/hubble-relay",
  "hubble.ui.frontend.image": "cilium/hubble-ui",
  "hubble.ui.backend.image": "cilium/hubble-ui-backend",
  "preflight.image": "cilium/cilium",
};

/** The pool that pods get without asking; the operator makes it itself when it starts (Documentation/network/concepts/ipam/multi-pool.rst). */
export const DEFAULT_POOL = "default";
