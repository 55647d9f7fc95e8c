import { EksAddon } from "../facts/addons.ts";
import type { Json, JsonObject } from "../model/index.ts";
import { type HybridSettings, HybridStrategy } from "../settings/index.ts";
import { DEFAULT_ZONE, OFF_HYBRID } from "../controllers/placement.ts";

/**
 * Configuration of EKS add-ons in a cluster with nodes on both sides. What AWS says not to run on hybrid nodes (the EBS driver,
 * the VPC CNI) keeps off them by itself. That schemas take the keys: `daemonsets` EKS user guide hybrid-nodes-add-ons; `affinity`
 * and `replicaCount` of CoreDNS AWS containers blog, amazon-eks-add-ons-advanced-configuration; `env` of the VPC CNI EKS user
 * guide cni-increase-ip-addresses-procedure. UNVERIFIED for metrics-server's `affinity`; EKS refuses a key that it does not know,
 * and `aws eks describe-addon-configuration --addon-name metrics-server --addon-version <version>` tells.
 */
export const hybridAddons = (
  { strategy, podCidrs = [], pools }: HybridSettings,
  cloudZones: number,
): Readonly<Record<string, JsonObject>> => ({
  // A second DaemonSet, which reads credentials from the file that nodeadm writes (EKS user guide: hybrid-nodes-add-ons).
  [EksAddon.PodIdentityAgent]: { daemonsets: { hybrid: { create: true } } },
  [EksAddon.CoreDns]: coreDns(cloudZones + new Set(Object.values(pools).map(({ zone = DEFAULT_ZONE }) => zone)).size),
  // The control plane calls it (EKS user guide: hybrid-nodes-webhooks).
  [EksAddon.MetricsServer]: { affinity: OFF_HYBRID },
  ...(strategy === HybridStrategy.HybridGateway && podCidrs.length > 0
    ? // Or packets to a Service whose pods are on premises leave by the wrong route (EKS user guide: hybrid-nodes-gateway-cni).
      { [EksAddon.VpcCni]: { env: { AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: podCidrs.join(",") } } }
    : {}),
});

const away = (topologyKey: string, weight: number): Json => ({
  podAffinityTerm: {
    labelSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns"] }] },
    topologyKey,
  },
  weight,
});

/**
 * As many replicas as zones, each of which keeps away from zones that have one, so that both sides answer names by themselves
 * (EKS user guide: hybrid-nodes-webhooks, Configure CoreDNS replicas). The first term is the add-on's own default.
 */
const coreDns = (zones: number): JsonObject => ({
  replicaCount: Math.max(2, zones),
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
            ],
          },
        ],
      },
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        away("kubernetes.io/hostname", 100),
        away("topology.kubernetes.io/zone", 50),
      ],
    },
  },
});
