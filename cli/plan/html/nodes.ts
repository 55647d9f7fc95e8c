import type { ClusterPicture, GroupPicture, NodePicture } from "../../../core/plan/picture.ts";
import { escape } from "../../shared/markup.ts";

/** The interfaces of one full node of each group: what is filled, what is kept free, what is left. */
export const nodesPicture = ({ groups }: ClusterPicture): string =>
  groups.map((group) => (group.node === undefined ? withoutNumbers(group) : groupPicture(group, group.node))).join("");

const withoutNumbers = ({ name, instanceTypes }: GroupPicture): string =>
  `<article class="group"><h3>${escape(name)}</h3><p>The addresses of ${escape(instanceTypes.join(", "))} are not known.</p></article>`;

const CELL = 11;
const GAP = 2;
const MOST_SLOTS = 50;

function groupPicture({ name, instanceTypes, scaling, maxPods = 0 }: GroupPicture, node: NodePicture): string {
  const unit = node.prefixes ? "prefix of 16 addresses" : "address";
  const sizes = `${String(scaling.desired)} at the start, ${String(scaling.min)} to ${String(scaling.max)}`;
  const binds =
    node.bindsFirst === "kubelet"
      ? `The kubelet's limit of ${String(maxPods)} pods binds first; there are addresses for ${String(node.podAddresses)}.`
      : `${node.bindsFirst} bind first: addresses for ${String(node.podAddresses)} pods.`;
  const says = `${node.instanceType}: ${String(node.interfaces)} interfaces with ${String(node.slots)} slots each, a slot holds one ${unit}; ${String(node.filled)} slots are filled by ${String(maxPods)} pods, ${String(node.own)} addresses of Cilium's own and ${String(node.spare)} kept free.`;
  return `<article class="group"><h3>${escape(name)} <small>${escape(sizes)} × ${escape(instanceTypes.join(" or "))}</small></h3>
${interfaces(node, says)}
<p>${escape(says)} ${escape(binds)}</p></article>`;
}

function interfaces(node: NodePicture, says: string): string {
  const slots = Math.min(node.slots, MOST_SLOTS);
  const columns = Math.min(slots, 25);
  const rows = Math.max(1, Math.ceil(slots / columns));
  const width = columns * (CELL + GAP) + 44;
  const height = node.interfaces * (rows * (CELL + GAP) + 10);
  let left = node.filled;
  const parts = Array.from({ length: node.interfaces }, (_, index) => {
    const y = index * (rows * (CELL + GAP) + 10);
    const isOwn = index < node.excluded;
    const filled = isOwn ? 0 : Math.min(left, node.slots);
    left -= filled;
    const cells = Array.from({ length: slots }, (_, slot) => {
      const kind = isOwn ? "none" : slot < filled ? "used" : "free";
      const x = 44 + (slot % columns) * (CELL + GAP);
      return `<rect class="${kind}" x="${String(x)}" y="${String(y + Math.floor(slot / columns) * (CELL + GAP))}" width="${String(CELL)}" height="${String(CELL)}" rx="2"/>`;
    });
    return `<text x="0" y="${String(y + CELL - 1)}">ENI ${String(index)}</text>${cells.join("")}`;
  });
  return `<div class="wide" tabindex="0" role="group" aria-label="Interfaces of ${escape(node.instanceType)}"><svg class="interfaces" role="img" aria-label="${escape(says)}" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">${parts.join("")}</svg></div>`;
}

/** What the colours of the interfaces mean. */
export const NODE_LEGEND = `<ul class="legend"><li><i class="used"></i>filled on a full node</li><li><i class="free"></i>left</li><li><i class="none"></i>the node's own, not for pods</li></ul>`;
