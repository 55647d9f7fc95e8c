import type { GroupPicture, UpdatePicture } from "../plan/picture.ts";
import type { Consequence } from "./consequences.ts";

/** EKS waits after it cordoned a node, and at most so long for its Pods to leave (EKS user guide: managed-node-update-behavior). */
const CORDON_MINUTES = 1;
const DRAIN_MINUTES = 15;

/** What a change does to the nodes of each group that was and is there. */
export function nodeConsequences(before: readonly GroupPicture[], after: readonly GroupPicture[]): Consequence[] {
  return after.flatMap((group): Consequence[] => {
    const was = before.find(({ name }) => name === group.name);
    if (was === undefined) return [];
    const what = `node group ${group.name}`;
    const nodes = was.scaling.desired;
    const replacing = changes(was.identity, group.identity);
    if (replacing.length > 0) {
      return [
        {
          what,
          happens: `a new group is made, then its ${String(nodes)} nodes are drained and deleted, because of ${replacing.join("; ")}`,
          destroys: true,
        },
      ];
    }
    const rolling = changes(was.template, group.template);
    if (rolling.length === 0) return [];
    return [{ what, happens: `${rollText(nodes, group.update)}, because of ${rolling.join("; ")}`, destroys: false }];
  });
}

/** How a roll goes: how many at once, with how many more, and within which bounds EKS itself keeps. */
function rollText(nodes: number, { atOnce, surge }: UpdatePicture): string {
  const batch = typeof atOnce === "number" ? atOnce : Math.ceil((nodes * Number.parseInt(atOnce, 10)) / 100);
  const batches = Math.ceil(nodes / Math.max(1, batch));
  const [least, most] = [batches * CORDON_MINUTES, batches * (CORDON_MINUTES + DRAIN_MINUTES)];
  return `${String(nodes)} nodes are rolled, ${String(batch)} at a time with up to ${String(surge)} more meanwhile: between ${String(least)} and ${String(most)} minutes of draining, and the start of the new ones`;
}

function changes(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === is) return [];
    if (was === undefined) return [`${name} added`];
    return [is === undefined ? `${name} taken off` : `${name} ${was || "none"} -> ${is || "none"}`];
  });
}
