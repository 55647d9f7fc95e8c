import { compareVersions, minorOf } from "./version.ts";

/** A feature and the oldest Linux kernel it runs on. */
export interface KernelFloor {
  readonly feature: KernelFeature;
  readonly kernel: string;
  readonly source: string;
}

export const KernelFeature = {
  Cilium: "Cilium",
  HostRouting: "BPF host routing",
  WireGuard: "WireGuard",
  Bbr: "bandwidth manager with BBR",
  BigTcpIpv4: "BIG TCP for IPv4",
  BigTcpIpv6: "BIG TCP for IPv6",
  Netkit: "netkit",
} as const;
export type KernelFeature = (typeof KernelFeature)[keyof typeof KernelFeature];

const TUNING = "Cilium docs: operations/performance/tuning";

export const KERNEL_FLOORS: readonly KernelFloor[] = [
  { feature: "Cilium", kernel: "5.10", source: "Cilium docs: operations/system_requirements (since 1.18)" },
  { feature: "BPF host routing", kernel: "5.10", source: TUNING },
  { feature: "WireGuard", kernel: "5.6", source: "Cilium docs: security/network/encryption-wireguard" },
  {
    feature: "bandwidth manager with BBR",
    kernel: "5.18",
    source: `${TUNING}; cilium pkg/datapath/linux/bandwidth/bandwidth.go`,
  },
  { feature: "BIG TCP for IPv4", kernel: "6.3", source: TUNING },
  { feature: "BIG TCP for IPv6", kernel: "5.19", source: TUNING },
  { feature: "netkit", kernel: "6.8", source: TUNING },
];

/** The floor of a feature. */
export function kernelFloor(feature: KernelFeature): KernelFloor {
  return KERNEL_FLOORS.find((floor) => floor.feature === feature) as KernelFloor;
}

export const NodeImage = { AL2023: "AL2023", Bottlerocket: "Bottlerocket" } as const;
export type NodeImage = (typeof NodeImage)[keyof typeof NodeImage];

/** What a node image of a Kubernetes minor brings. */
export interface NodeOs {
  readonly image: NodeImage;
  readonly kubernetes: string;
  readonly kernel: string;
  /** Undefined where the source does not name it. */
  readonly containerd?: string;
  /** Name of the primary interface on Nitro instances. */
  readonly primaryInterface: string;
  readonly source: string;
}

const AL2023_SOURCE = "awslabs/amazon-eks-ami release v20260923, standard images";
const AL2023_KERNELS: Readonly<Record<string, string>> = {
  "1.30": "6.1",
  "1.31": "6.1",
  "1.32": "6.1",
  "1.33": "6.12",
  "1.34": "6.12",
  "1.35": "6.12",
  "1.36": "6.18",
};
const BOTTLEROCKET: Readonly<Record<string, { kernel: string; containerd?: string }>> = {
  "1.31": { kernel: "6.1" },
  "1.32": { kernel: "6.1" },
  "1.33": { kernel: "6.12", containerd: "2.1" },
  "1.34": { kernel: "6.12", containerd: "2.1" },
  "1.35": { kernel: "6.12", containerd: "2.2" },
  "1.36": { kernel: "6.18", containerd: "2.2" },
  "1.37": { kernel: "6.18", containerd: "2.3" },
};

/** The node image of a Kubernetes version; undefined where none is known. Accelerated AL2023 images can carry a newer kernel. */
export function nodeOs(image: NodeImage, kubernetesVersion: string): NodeOs | undefined {
  const kubernetes = minorOf(kubernetesVersion) ?? "";
  if (image === "AL2023") {
    const kernel = AL2023_KERNELS[kubernetes];
    return kernel === undefined
      ? undefined
      : { image, kubernetes, kernel, containerd: "2.2.7", primaryInterface: "ens5", source: AL2023_SOURCE };
  }
  const variant = BOTTLEROCKET[kubernetes];
  if (variant === undefined) return undefined;
  return {
    image,
    kubernetes,
    ...variant,
    primaryInterface: "eth0",
    source: `bottlerocket-os/bottlerocket variants/aws-k8s-${kubernetes}/Cargo.toml`,
  };
}

/** Whether a kernel is new enough for a feature. */
export const kernelSupports = (kernel: string, feature: KernelFeature): boolean =>
  compareVersions(kernel, kernelFloor(feature).kernel) >= 0;

/** Oldest containerd that Kubernetes versions of this project run on (CRI v1; Kubernetes docs: container-runtimes). */
export const CONTAINERD_FLOOR = "1.6";
