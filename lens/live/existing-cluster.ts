import type { ExistingClusterModel, ExistingGroupModel, ExistingVpcModel } from "../../core/model/index.ts";
import type { RawCluster } from "./aws.ts";

/** DescribeCluster's answer, as far as a stack on a cluster that exists needs it. */
export interface RawExistingCluster extends RawCluster {
  readonly endpoint?: string;
  readonly certificateAuthority?: { readonly data?: string };
  readonly identity?: { readonly oidc?: { readonly issuer?: string } };
  readonly kubernetesNetworkConfig?: { readonly serviceIpv4Cidr?: string };
  readonly resourcesVpcConfig?: { readonly vpcId?: string; readonly clusterSecurityGroupId?: string };
}

export interface RawExistingGroup {
  readonly nodegroupName?: string;
  readonly instanceTypes?: readonly string[];
  readonly amiType?: string;
  readonly capacityType?: string;
  readonly scalingConfig?: { readonly minSize?: number; readonly desiredSize?: number; readonly maxSize?: number };
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key?: string; readonly value?: string; readonly effect?: string }[];
  readonly subnets?: readonly string[];
}

export function existingClusterOf(
  cluster: RawExistingCluster,
  groups: readonly RawExistingGroup[],
  vpc: ExistingVpcModel,
): ExistingClusterModel {
  const [, partition = "aws", , region = "", account = ""] = (cluster.arn ?? "").split(":");
  const issuer = cluster.identity?.oidc?.issuer?.replace(/^https:\/\//, "");
  return {
    name: cluster.name ?? "",
    region,
    kubernetesVersion: cluster.version ?? "",
    serviceCidr: cluster.kubernetesNetworkConfig?.serviceIpv4Cidr ?? "",
    endpoint: cluster.endpoint ?? "",
    certificateAuthority: cluster.certificateAuthority?.data ?? "",
    clusterSecurityGroupId: cluster.resourcesVpcConfig?.clusterSecurityGroupId ?? "",
    ...(issuer === undefined ? {} : { oidcProviderArn: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` }),
    vpc,
    groups: groups.map(existingGroupOf),
  };
}

/** Effects, as EKS writes them (EKS API: Taint). */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

const existingGroupOf = (group: RawExistingGroup): ExistingGroupModel => ({
  name: group.nodegroupName ?? "",
  instanceTypes: group.instanceTypes ?? [],
  scaling: {
    min: group.scalingConfig?.minSize ?? 0,
    desired: group.scalingConfig?.desiredSize ?? 0,
    max: group.scalingConfig?.maxSize ?? 0,
  },
  spot: group.capacityType === "SPOT",
  bottlerocket: group.amiType?.startsWith("BOTTLEROCKET") === true,
  labels: group.labels ?? {},
  taints: (group.taints ?? []).map(({ key = "", value, effect = "" }) => ({
    key,
    ...(value === undefined ? {} : { value }),
    effect: EFFECTS[effect] ?? effect,
  })),
  subnets: group.subnets ?? [],
});
