import { nodeCapacity } from "../capacity/node.ts";
import { findInstanceType } from "../facts/instances.ts";
import { NODE_GROUP_LABEL } from "../facts/node-labels.ts";
import { IpamMode, type NodeGroupSettings, type Settings } from "../settings/index.ts";
import { tagList } from "./ipam.ts";
import { ipamOf, plannedInterfaceIndex } from "../settings/ipam.ts";
import type { NodeConfigPlan } from "./types.ts";

/** Agent option of `ipam.nodeSpec.ipamMaxAllocate` (templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0). */
export const MAX_ALLOCATE_OPTION = "ipam-max-allocate";

/** One object a group that wants options of its own; agents of other groups keep the release's. */
export const planNodeConfigs = (settings: Settings): NodeConfigPlan[] =>
  Object.entries(settings.nodeGroups)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([group, nodes]) => {
      const defaults = {
        ...tags("eni-subnet-tags", nodes.pods?.subnetTags),
        ...tags("eni-security-group-tags", nodes.pods?.securityGroupTags),
        ...bound(settings, nodes),
      };
      return Object.keys(defaults).length === 0
        ? []
        : [{ group, nodeSelector: { [NODE_GROUP_LABEL]: group }, defaults }];
    });

function tags(option: string, wanted: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const list = tagList(wanted) as readonly string[] | undefined;
  return list === undefined || list.length === 0 ? {} : { [option]: list.join(",") };
}

/**
 * Cilium attaches ENIs to card 0 only but reads the limit of all cards (cilium/cilium#42512): without a bound it asks EC2 for
 * interfaces that it never gets. Prefixes are counted in another unit there (#32205), so they get none.
 */
function bound(settings: Settings, { instanceTypes }: NodeGroupSettings): Record<string, string> {
  const { cilium } = settings;
  if (ipamOf(settings).mode !== IpamMode.Eni || cilium?.prefixDelegation === true) return {};
  const choice = { prefixDelegation: false, firstInterfaceIndex: plannedInterfaceIndex(settings), gateway: false };
  const bounds = instanceTypes.flatMap((type) => {
    const limits = findInstanceType(type);
    return limits?.networkCards === undefined ? [] : [nodeCapacity(limits, choice).addresses];
  });
  if (bounds.length === 0) return {};
  return { [MAX_ALLOCATE_OPTION]: String(Math.min(...bounds, cilium?.allocation?.maxAllocate ?? Infinity)) };
}
