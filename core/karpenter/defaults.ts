import type { HelmChart } from "../helm/charts.ts";

const REPOSITORY = "oci://public.ecr.aws/karpenter";

/** Release whose CRDs, chart values and policies were read (aws/karpenter-provider-aws 1d927085, 2026-08-21, "docs: update for patch release v1.14.1"). */
export const DEFAULT_KARPENTER_VERSION = "1.14.1";

export const karpenterChart = (version: string): HelmChart => ({ name: "karpenter", repository: REPOSITORY, version });
/** Its own release, so that the definitions are updated with it: Helm never touches a chart's `crds` folder again. */
export const crdChart = (version: string): HelmChart => ({ name: "karpenter-crd", repository: REPOSITORY, version });

/** Beside the system's own pods, as its getting-started guide has it; the API server gives kube-system priority. */
export const KARPENTER_NAMESPACE = "kube-system";
export const KARPENTER_SERVICE_ACCOUNT = "karpenter";

export const DEFAULT_REPLICAS = 2;
/** Requests and limits of its getting-started guide. */
export const CONTROLLER_RESOURCES = { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } };

export const DEFAULT_INTERRUPTION_QUEUE = true;
/** Karpenter's own default (EC2NodeClass and NodePool reference). */
export const DEFAULT_EXPIRE_AFTER = "720h";
/** Karpenter's is 0s: a node comes and goes faster than ENIs are attached to it. */
export const DEFAULT_CONSOLIDATE_AFTER = "5m";
export const DEFAULT_BUDGETS = [{ nodes: "10%" }];
export const GPU_TAINT = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;

/** Pods for a node's own use that count against memory: 11 MiB a pod and 255 (amazon-eks-ami nodeadm/internal/kubelet/config.go). */
export const reservedMemory = (maxPods: number): string => `${String(11 * maxPods + 255)}Mi`;
