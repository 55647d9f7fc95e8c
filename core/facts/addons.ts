import { minorOf } from "./version.ts";

/** EKS add-ons that this project installs; kube-proxy and vpc-cni only where Cilium does not do their work. */
export const EksAddon = {
  CoreDns: "coredns",
  EbsCsi: "aws-ebs-csi-driver",
  MetricsServer: "metrics-server",
  PodIdentityAgent: "eks-pod-identity-agent",
  KubeProxy: "kube-proxy",
  VpcCni: "vpc-cni",
} as const;
export type EksAddon = (typeof EksAddon)[keyof typeof EksAddon];

/** A pinned version with the reason to trust it. */
export interface AddonVersion {
  readonly version: string;
  readonly source: string;
}

const USER_GUIDE = "EKS user guide: managing-coredns, version table (docs.amazonaws.cn, 2026)";
const PUBLIC = "UNVERIFIED against AWS: pinned so in public CDK and Terraform configurations (core/facts/dated.ts)";

const pin = (version: string, source = PUBLIC): AddonVersion => ({ version, source });

const AGENT = pin("v1.3.10-eksbuild.2");
const EBS = pin("v1.57.1-eksbuild.1");
const METRICS = pin("v0.8.1-eksbuild.4");
const VPC_CNI = pin("v1.21.1-eksbuild.5");
const COREDNS = pin("v1.13.2-eksbuild.4", USER_GUIDE);

const KUBE_PROXY_GUIDE = "EKS user guide: managing-kube-proxy, version table (docs.amazonaws.cn, 2026)";

const table = (coredns: AddonVersion, kubeProxy: string): Readonly<Record<string, AddonVersion>> => ({
  [EksAddon.CoreDns]: coredns,
  [EksAddon.EbsCsi]: EBS,
  [EksAddon.MetricsServer]: METRICS,
  [EksAddon.PodIdentityAgent]: AGENT,
  [EksAddon.VpcCni]: VPC_CNI,
  [EksAddon.KubeProxy]: pin(kubeProxy, KUBE_PROXY_GUIDE),
});

/** Kubernetes minor -> add-on -> version. What EKS offers now: `aws eks describe-addon-versions --kubernetes-version 1.35`. */
const VERSIONS: Readonly<Record<string, Readonly<Record<string, AddonVersion>>>> = {
  "1.32": table(pin("v1.11.4-eksbuild.33", USER_GUIDE), "v1.32.13-eksbuild.5"),
  "1.33": table(COREDNS, "v1.33.10-eksbuild.2"),
  "1.34": table(COREDNS, "v1.34.6-eksbuild.2"),
  "1.35": {
    [EksAddon.CoreDns]: pin("v1.13.2-eksbuild.11"),
    [EksAddon.EbsCsi]: pin("v1.63.1-eksbuild.1"),
    [EksAddon.MetricsServer]: METRICS,
    [EksAddon.PodIdentityAgent]: pin("v1.3.10-eksbuild.3"),
    [EksAddon.VpcCni]: pin("v1.22.3-eksbuild.1"),
    [EksAddon.KubeProxy]: pin("v1.35.3-eksbuild.17"),
  },
  "1.36": {
    [EksAddon.CoreDns]: pin("v1.14.3-eksbuild.23"),
    [EksAddon.EbsCsi]: pin("v1.66.0-eksbuild.1"),
    [EksAddon.MetricsServer]: pin("v0.9.0-eksbuild.10"),
    [EksAddon.PodIdentityAgent]: pin("v1.3.10-eksbuild.3"),
    [EksAddon.VpcCni]: pin("v1.22.4-eksbuild.3"),
    [EksAddon.KubeProxy]: pin("v1.36.0-eksbuild.25"),
  },
};

/** Kubernetes minors that have a table, oldest first. */
export const ADDON_MINORS: readonly string[] = Object.keys(VERSIONS);

/** The version of an add-on for a Kubernetes version; undefined where none is pinned. */
export function addonVersion(addon: string, kubernetesVersion: string): AddonVersion | undefined {
  const minor = minorOf(kubernetesVersion);
  const versions = minor === undefined ? undefined : VERSIONS[minor];
  return versions !== undefined && Object.hasOwn(versions, addon) ? versions[addon] : undefined;
}

/** Form of an EKS add-on's version: `v1.13.2-eksbuild.4`. */
export const ADDON_VERSION_FORM = /^v\d+\.\d+\.\d+-eksbuild\.\d+$/;
