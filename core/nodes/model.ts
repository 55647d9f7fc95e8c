import type { NodeGroupModel } from "../model/index.ts";
import { surgeOf } from "./plan.ts";
import type { NodeGroupPlan } from "./types.ts";
import { XDP_MTU } from "./defaults.ts";

/** A subnet that nodes may run in. */
export interface NodeSubnet {
  readonly name: string;
  readonly zone: string;
  readonly public: boolean;
}

/** The subnets of a group: those of its zones, or all. */
export const subnetsOfGroup = <S extends Pick<NodeSubnet, "zone">>(
  { zones }: Pick<NodeGroupPlan, "zones">,
  subnets: readonly S[],
): S[] => subnets.filter(({ zone }) => zones === undefined || zones.includes(zone));

/** What rules see of planned node groups. */
export const nodesModel = (plans: readonly NodeGroupPlan[], subnets: readonly NodeSubnet[]): NodeGroupModel[] =>
  plans.map((plan) => groupModel(plan, subnetsOfGroup(plan, subnets)));

function groupModel(plan: NodeGroupPlan, subnets: readonly NodeSubnet[]): NodeGroupModel {
  const data = plan.volumes.at(-1);
  return {
    name: plan.name,
    kind: "managed",
    instanceTypes: plan.instanceTypes,
    capacityType: plan.capacityType,
    amiFamily: plan.image.family === "Bottlerocket" ? "BOTTLEROCKET" : "AL2023",
    amiRelease: plan.image.release,
    amiKubernetesVersion: plan.image.kubernetes,
    architecture: plan.architecture,
    imageParameter: plan.image.parameter,
    customImage: true,
    scaling: plan.scaling,
    surge: surgeOf(plan, new Set(subnets.map(({ zone }) => zone)).size),
    ...(plan.pods.max === undefined ? {} : { maxPods: plan.pods.max }),
    maxPodsPlaces: {
      ...(plan.pods.max === undefined ? {} : { kubelet: plan.pods.max }),
      ...(plan.image.family === "AL2023" ? { expression: plan.pods.expression } : {}),
    },
    labels: plan.labels,
    taints: plan.taints.map((taint) => ({ ...taint, place: "kubelet" })),
    subnets: subnets.map(({ name }) => name),
    publicSubnets: subnets.some((subnet) => subnet.public),
    disk: {
      ...(data?.sizeGiB === undefined ? {} : { sizeGiB: data.sizeGiB }),
      encrypted: plan.volumes.every(({ encrypted }) => encrypted),
      ...(data === undefined ? {} : { type: data.type }),
    },
    metadata: { httpTokens: plan.metadata.httpTokens, hopLimit: plan.metadata.httpPutResponseHopLimit },
    access: { kind: plan.access.kind, sourceCidrs: plan.access.sourceCidrs },
    ...(plan.access.keyName === undefined ? {} : { keyName: plan.access.keyName }),
    rolePolicies: [],
    networkSetup: preparesXdp(plan) ? { xdpUdevRule: true, mtu: XDP_MTU } : { xdpUdevRule: false },
    launchTemplateInterfaces: 0,
    update: plan.update,
    ...(plan.image.family === "AL2023" ? { nodeConfigParts: 1 } : {}),
    templateTags: plan.templateTags,
    ...(plan.podSubnetTags === undefined ? {} : { podSubnetTags: plan.podSubnetTags }),
    ...(plan.podSecurityGroupTags === undefined ? {} : { podSecurityGroupTags: plan.podSecurityGroupTags }),
    userDataKind: plan.image.family === "Bottlerocket" ? "bottlerocket" : "nodeadm",
  };
}

/** Bottlerocket takes no scripts, so nothing can prepare its devices. */
const preparesXdp = ({ host, image }: NodeGroupPlan): boolean => host.xdp && image.family === "AL2023";
