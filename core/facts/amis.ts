import type { Architecture } from "./instances.ts";
import type { NodeImage } from "./kernels.ts";
import { compareVersions, parseVersion } from "./version.ts";

/** The releases of a node image that exist for one Kubernetes minor. */
export interface AmiReleases {
  /** First release with an image for the minor. */
  readonly first: string;
  /** Last one, where the minor was dropped. */
  readonly last?: string;
  /** What this project uses where a stack names none; read from its release notes. */
  readonly pinned: string;
}

/*
 * Sources and their day: core/facts/dated.ts. Releases that came later exist and may be named. AL2023 has no row for 1.37: no
 * source here says which release was the first with an image for it.
 */

const AL2023_PINNED = "v20260923";
const BOTTLEROCKET_PINNED = "1.66.0";

/** By Kubernetes minor. `first` is the first release whose notes name an image for it. */
const AL2023: Readonly<Record<string, AmiReleases>> = {
  "1.30": { first: "v20240514", pinned: "v20260714" },
  "1.31": { first: "v20240917", pinned: AL2023_PINNED },
  "1.32": { first: "v20241225", pinned: AL2023_PINNED },
  "1.33": { first: "v20250519", pinned: AL2023_PINNED },
  "1.34": { first: "v20250915", pinned: AL2023_PINNED },
  "1.35": { first: "v20260114", pinned: AL2023_PINNED },
  "1.36": { first: "v20260610", pinned: AL2023_PINNED },
};

const BOTTLEROCKET: Readonly<Record<string, AmiReleases>> = {
  "1.30": { first: "1.20.0", last: "1.63.0", pinned: "1.63.0" },
  "1.31": { first: "1.22.0", pinned: BOTTLEROCKET_PINNED },
  "1.32": { first: "1.30.0", pinned: BOTTLEROCKET_PINNED },
  "1.33": { first: "1.39.0", pinned: BOTTLEROCKET_PINNED },
  "1.34": { first: "1.47.0", pinned: BOTTLEROCKET_PINNED },
  "1.35": { first: "1.53.0", pinned: BOTTLEROCKET_PINNED },
  "1.36": { first: "1.61.0", pinned: BOTTLEROCKET_PINNED },
  "1.37": { first: "1.66.0", pinned: BOTTLEROCKET_PINNED },
};

/** What is known of an image's releases for a Kubernetes minor; undefined where the tables do not have it. */
export const amiReleases = (image: NodeImage, kubernetes: string): AmiReleases | undefined =>
  (image === "AL2023" ? AL2023 : BOTTLEROCKET)[kubernetes];

/** `v20260714`, or a Bottlerocket version with or without its commit, `1.64.0` or `1.55.0-d93bb1b1`. */
const AL2023_RELEASE = /^v20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const BOTTLEROCKET_RELEASE = /^\d+\.\d+\.\d+(?:-[0-9a-f]{7,8})?$/;

/** Whether a text names a release of the image, and not `latest`, `recommended` or another image's. */
export const isAmiRelease = (image: NodeImage, release: string): boolean =>
  (image === "AL2023" ? AL2023_RELEASE : BOTTLEROCKET_RELEASE).test(release);

/** Below zero when `a` is older than `b`, above when newer. Both must be releases of the image. */
export function compareAmiReleases(image: NodeImage, a: string, b: string): number {
  if (image === "AL2023") return a < b ? -1 : a > b ? 1 : 0;
  return compareVersions(withoutCommit(a), withoutCommit(b));
}

const withoutCommit = (release: string): string => release.split("-")[0] ?? release;

export interface AmiChoice {
  readonly image: NodeImage;
  readonly architecture: Architecture;
  /** `1.35`. */
  readonly kubernetes: string;
  readonly release: string;
  /** With NVIDIA's driver and container toolkit. */
  readonly nvidia?: boolean;
}

/**
 * SSM parameter that holds the image id of one release, and never changes. The paths are those that Karpenter resolves its
 * pinned aliases by (aws/karpenter-provider-aws pkg/providers/amifamily/al2023.go and bottlerocket.go).
 */
export function amiParameter({ image, architecture, kubernetes, release, nvidia = false }: AmiChoice): string {
  const variant = nvidia ? "nvidia" : "standard";
  return image === "AL2023"
    ? `/aws/service/eks/optimized-ami/${kubernetes}/amazon-linux-2023/${architecture}/${variant}/amazon-eks-node-al2023-${architecture}-${variant}-${kubernetes}-${release}/image_id`
    : `/aws/service/bottlerocket/aws-k8s-${kubernetes}${nvidia ? "-nvidia" : ""}/${architecture}/${release}/image_id`;
}

/** What an SSM parameter says of the image that it holds; the parts that it does not name stay undefined. */
export interface AmiParameter {
  readonly family: "AL2023" | "BOTTLEROCKET" | "AL2" | "WINDOWS" | "CUSTOM";
  readonly kubernetes?: string;
  readonly architecture?: Architecture;
  /** Undefined for `recommended` and `latest`, which move by themselves. */
  readonly release?: string;
}

/** Reads the parameter of an EKS image, ours or anybody's. */
export function readAmiParameter(name: string): AmiParameter {
  const eks = /\/aws\/service\/eks\/optimized-ami\/(\d+\.\d+)\/(amazon-linux-2(?:023)?[^/]*)\/(.*)$/.exec(name);
  if (eks !== null) {
    const [, kubernetes = "", os = "", rest = ""] = eks;
    const family = os.startsWith("amazon-linux-2023") ? "AL2023" : "AL2";
    const release = /-(v\d{8})(?:\/|$)/.exec(rest)?.[1];
    return { family, kubernetes, ...architecture(`${os}/${rest}`), ...(release === undefined ? {} : { release }) };
  }
  const bottlerocket = /\/aws\/service\/bottlerocket\/aws-k8s-(\d+\.\d+)[^/]*\/([^/]+)\/([^/]+)/.exec(name);
  if (bottlerocket !== null) {
    const [, kubernetes = "", machine = "", release = ""] = bottlerocket;
    const pinned = parseVersion(withoutCommit(release)) !== undefined;
    return { family: "BOTTLEROCKET", kubernetes, ...architecture(machine), ...(pinned ? { release } : {}) };
  }
  return { family: name.includes("ami-windows") ? "WINDOWS" : "CUSTOM" };
}

function architecture(text: string): { architecture?: Architecture } {
  if (text.includes("arm64")) return { architecture: "arm64" };
  return text.includes("x86_64") ? { architecture: "x86_64" } : {};
}
