import type { AddressPlan, Pool, Slot } from "../../../core/fleet/addresses.ts";
import { thousands } from "../../shared/numbers.ts";
import { findingsText } from "../../shared/report/findings-text.ts";
import type { TaughtFinding } from "../../shared/report/types.ts";
import { type Style, paint, table } from "../../shared/style.ts";

interface Shown extends Omit<AddressPlan, "findings"> {
  readonly findings: readonly TaughtFinding[];
}

const NAMES = { vpc: "VPCs", pods: "Pods" } as const;
const FROM: Readonly<Record<Slot["from"], string>> = { settings: "its settings", before: "as before", new: "new" };

/** Who has which block, and how much is left. */
export function toText({ pools, released, findings }: Shown, style: Style): string {
  const sections = [
    ...pools.map((pool) => poolText(pool, style)),
    releasedText(released, style),
    findingsText({ findings }, style, "short"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function poolText(pool: Pool, style: Style): string {
  const { bold, dim } = paint(style);
  const rows = pool.slots.map(({ cluster, cidr, slot, from }) => [
    cluster,
    cidr,
    slot === cidr ? "" : slot,
    FROM[from],
  ]);
  return [
    `${bold(NAMES[pool.name])} ${dim(pool.blocks.join(", "))}`,
    ...(rows.length === 0 ? [] : [table(["", "block", "may grow to", ""], rows, style)]),
    `  ${fullness(pool)}`,
    `  ${roomText(pool)}`,
  ].join("\n");
}

function fullness({ total, allocated, growth, reserved, free }: Pool): string {
  const share = (count: number): string => `${thousands(count)} (${String(Math.round((count / total) * 100))} %)`;
  const parts = [
    `${share(allocated)} allocated`,
    `${share(growth)} kept for growth`,
    ...(reserved === 0 ? [] : [`${share(reserved)} reserved`]),
    `${share(free)} free`,
  ];
  return `${thousands(total)} addresses: ${parts.join(", ")}.`;
}

function roomText({ fits, fitsInOnePiece, freeBlocks }: Pool): string {
  const lost = fitsInOnePiece - fits;
  const room = `${thousands(fits)} more ${fits === 1 ? "cluster fits" : "clusters fit"} with their growth`;
  const pieces = `what is free lies in ${String(freeBlocks.length)} block${freeBlocks.length === 1 ? "" : "s"}`;
  return `${room}; ${pieces}${lost === 0 ? "" : `, and in one piece it would hold ${thousands(lost)} more`}.`;
}

function releasedText(released: readonly Slot[], style: Style): string {
  if (released.length === 0) return "";
  const lines = released.map(({ cluster, cidr }) => `  - ${cidr} of ${cluster}, which the fleet has no more`);
  return [paint(style).bold("Free again"), ...lines].join("\n");
}
