import { IpamMode, type IpamSettings, type Settings } from "./index.ts";

export const ipamOf = ({ cilium }: Pick<Settings, "cilium">): IpamSettings => cilium?.ipam ?? { mode: IpamMode.Eni };

/** False where EC2 nodes have the VPC CNI alone: AWS's build of Cilium then runs on hybrid nodes only, and no release of ours is made. */
export const runsCilium = (settings: Pick<Settings, "cilium">): boolean => ipamOf(settings).mode !== IpamMode.VpcCni;

/** Pods' addresses mean nothing outside the cluster. */
export const isOverlay = (mode: string): boolean => mode === IpamMode.ClusterPool || mode === IpamMode.MultiPool;

/** Blocks of pods' addresses that exist only inside the cluster. */
export function overlayBlocks(settings: Pick<Settings, "cilium">): readonly string[] {
  const ipam = ipamOf(settings);
  if (ipam.mode === IpamMode.ClusterPool) return ipam.podCidrs;
  return ipam.mode === IpamMode.MultiPool ? Object.values(ipam.pools).flatMap(({ cidrs }) => cidrs) : [];
}

/** Whether aws-node gives the addresses, with Cilium chained to it or without. */
export const hasVpcCni = (settings: Pick<Settings, "cilium">): boolean =>
  ipamOf(settings).mode === IpamMode.AwsCni || !runsCilium(settings);

/** First ENI of the pods: 1 with pod subnets or pod groups, because ENI 0 lies in the node's subnet with the node's groups. */
export const plannedInterfaceIndex = ({ cilium, network, nodeGroups }: Settings): 0 | 1 =>
  cilium?.firstInterfaceIndex ??
  (network.podSubnets !== undefined ||
  cilium?.eni?.securityGroupTags !== undefined ||
  Object.values(nodeGroups).some(({ pods }) => pods !== undefined)
    ? 1
    : 0);
