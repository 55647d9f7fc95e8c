import { INSTANCE_LIMITS_DATE } from "./generated/instances.ts";
import { EC2_PRICES_DATE } from "./generated/prices.ts";
import { REPLACEMENTS_DATE } from "./generated/replacements.ts";

/** A table of the product that the world changes under: where it was read, and when. */
export interface DatedTable {
  readonly name: string;
  readonly file: string;
  /** Day of the newest source that the table was held against. */
  readonly read: string;
  readonly source: string;
  /** Public file that `npm run facts:refresh -- <table> <file>` reads; a table without one is kept by hand. */
  readonly refreshedFrom?: string;
  /** What of it no source here bears out, or what is newer than it. */
  readonly unverified?: string;
}

const CHARTS = "packaged Cilium charts 1.19.6 and 1.20.2; cilium/charts up to 1.20.0 (2026-07-29)";

/** Every dated table, by a name of ours. Date and source stand here and nowhere else. */
export const DATED_TABLES = {
  calendar: {
    name: "EKS calendar",
    file: "core/facts/kubernetes.ts",
    read: "2026-10-03",
    source:
      "EKS user guide: kubernetes-versions; endoflife.date/amazon-eks (2026-08-22); AWS what's new 2026/10 for 1.37",
    refreshedFrom: "products/amazon-eks.md of endoflife-date/endoflife.date",
    unverified: "the ends of 1.37: 14 and 26 months after its release, which is EKS's policy",
  },
  cilium: {
    name: "Cilium releases",
    file: "core/facts/versions.ts",
    read: "2026-10-22",
    source:
      "cilium/charts; Cilium docs: network/kubernetes/compatibility; public configurations that run 1.20.3 and 1.19.9",
    refreshedFrom: "index.yaml of the chart repository helm.cilium.io",
    unverified:
      "release notes of 1.19.9 and 1.20.3; keys and metrics of both are assumed to be those of 1.19.6 and 1.20.2",
  },
  images: {
    name: "node images",
    file: "core/facts/amis.ts",
    read: "2026-10-01",
    source:
      "awslabs/amazon-eks-ami CHANGELOG.md at v20260714, tag v20260923; bottlerocket-os/bottlerocket release notes: #4137 (1.22.0), #4318 (1.30.0), #4477 (1.39.0), #4620 (1.47.0), #4737 (1.53.0), #4841 (1.61.0), #4896 (1.64.0), #4946 (1.66.0)",
    refreshedFrom: "CHANGELOG.md of awslabs/amazon-eks-ami",
    unverified: "which AL2023 release was the first with an image for 1.37",
  },
  kernels: {
    name: "kernels of node images",
    file: "core/facts/kernels.ts",
    read: "2026-10-01",
    source:
      "awslabs/amazon-eks-ami v20260714 and v20260923, standard images; bottlerocket-os/bottlerocket variants/aws-k8s-*/Cargo.toml",
    unverified: "the kernel of AL2023 for 1.37",
  },
  addons: {
    name: "EKS add-ons",
    file: "core/facts/addons.ts",
    read: "2026-10-20",
    source: "EKS user guide: managing-coredns, managing-kube-proxy; public configurations up to 2026-10",
    refreshedFrom: "the answer of `aws eks describe-addon-versions`",
    unverified: "against AWS, where a version does not come from the user guide; there is no row for 1.37",
  },
  controllers: {
    name: "charts beside Cilium's",
    file: "core/gateway/defaults.ts, core/observability/defaults.ts, core/nodes/autoscaler.ts",
    read: "2026-08-22",
    source: "the charts' own repositories, named beside each",
    refreshedFrom: "index.yaml of a chart's repository",
    unverified:
      "newer ones exist and were not read: AWS Load Balancer Controller 3.6.0, cert-manager 1.21.2, Gateway API 1.6.2",
  },
  prices: {
    name: "on-demand prices",
    file: "core/facts/prices.ts, core/facts/generated/prices.ts",
    read: EC2_PRICES_DATE,
    source:
      "AWS price list for us-east-1 (EC2) as aws/karpenter-provider-aws holds it; AWS's pricing pages for EKS, VPC, PrivateLink, Transit Gateway, Elastic Load Balancing, EBS, KMS, Route 53, CloudWatch",
    refreshedFrom: "index.json of AmazonEC2 for us-east-1 of AWS's public price list",
    unverified: "prices of gp3, KMS, Resolver endpoints and alarms, which AWS's pages show only with a script",
  },
  instances: {
    name: "EC2 network limits",
    file: "core/facts/generated/instances.ts",
    read: INSTANCE_LIMITS_DATE,
    source: "amazon-vpc-cni-k8s pkg/vpc/vpc_ip_resource_limit.go",
    refreshedFrom: "that file, or the answer of `aws ec2 describe-instance-types`",
    unverified: "families launched since then: r9g and r9gd",
  },
  quotas: {
    name: "service quotas",
    file: "core/facts/quotas.ts",
    read: "2026-11-20",
    source: "user guides of VPC, EC2, EKS, ELB and IAM; dumps of Service Quotas",
    refreshedFrom: "the answer of `aws service-quotas list-aws-default-service-quotas`",
  },
  metrics: {
    name: "metrics",
    file: "core/facts/metrics",
    read: "2026-07-28",
    source: "cilium pkg/metrics and operator/pkg/ipam/metrics at the branches of 1.19 and 1.20",
    refreshedFrom: "Documentation/observability/metrics.rst of cilium/cilium",
  },
  keys: {
    name: "Helm keys",
    file: "core/facts/generated/value-keys.ts",
    read: "2026-11-20",
    source: CHARTS,
    refreshedFrom: "values.yaml of a Cilium chart",
  },
  replacements: {
    name: "what is never changed in place",
    file: "core/facts/generated/replacements.ts, core/facts/replacements.ts",
    read: REPLACEMENTS_DATE,
    source:
      "schemas of hashicorp/terraform-provider-aws; provider/pkg/provider/diff.go of pulumi/pulumi-kubernetes 4.34",
    unverified: "conditions of the provider's code beside its schemas",
  },
  movedKeys: {
    name: "moved keys and enumerations",
    file: "core/facts/helm-moved-table.ts, core/facts/helm-enums.ts",
    read: "2026-08-03",
    source: "values.yaml, values.schema.json and templates of the charts 1.8 to 1.21.0-pre.0 (cilium/charts)",
  },
  gatewayApi: {
    name: "Gateway API bundles",
    file: "core/facts/gateway-api.ts",
    read: "2026-09-03",
    source: "kubernetes-sigs/gateway-api releases v1.4.1, v1.5.1, v1.6.1",
    unverified: "v1.6.2 (2026-09-03) was not read",
  },
  annotations: {
    name: "load balancer annotations",
    file: "core/facts/load-balancer-annotations.ts",
    read: "2026-08-17",
    source: "kubernetes-sigs/aws-load-balancer-controller pkg/annotations/constants.go at v3.5.0",
    unverified: "annotations that 3.6.0 added",
  },
} as const satisfies Readonly<Record<string, DatedTable>>;
export type TableName = keyof typeof DATED_TABLES;

/** Days after which the tables are old where a stack says nothing: EKS brings a Kubernetes minor every four months. */
export const DEFAULT_MAX_TABLE_AGE_DAYS = 120;

/** All of them, oldest first. */
export const tablesByAge = (): readonly DatedTable[] =>
  Object.values<DatedTable>(DATED_TABLES).toSorted((a, b) => (a.read < b.read ? -1 : a.read > b.read ? 1 : 0));

/** The one that was read last: what the whole release is as old as. */
export const newestTable = (): DatedTable => tablesByAge().at(-1) as DatedTable;
