import { KEPT_KINDS, PHASES } from "../../core/recovery/index.ts";
import type { BackupIndex } from "../../readers/backup/folder.ts";
import { boundText } from "../shared/bound-text.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import { gapsText } from "../verify/text.ts";

/** What was kept by the step in which it comes back, who else makes some of it, and what is bound to the place. */
export function backupText(folder: string, index: BackupIndex, style: Style, quiet: boolean): string {
  const { bold, dim } = paint(style);
  const { source, place, versions } = index;
  const where = [...place.regions, ...place.vpcs].join(", ");
  const parts = [
    ...(quiet
      ? []
      : [
          `${bold(folder)}${dim(`  ${[source, where].filter((part) => part !== "").join(", ")}`)}`,
          dim(
            `Kubernetes ${versions.kubernetes ?? "?"}, Cilium ${versions.cilium ?? "?"}, Gateway API ${versions.gatewayApi ?? "none"}`,
          ),
          keptText(index, style),
          toolsText(index, style),
          boundText("Bound to this place", index.bound, style),
        ]),
    gapsText(index.gaps, style),
    ...(quiet ? [] : [endText(folder, index, style)]),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

function keptText({ kept }: BackupIndex, style: Style): string {
  const width = Math.max(...PHASES.map(({ id }) => id.length));
  return PHASES.flatMap(({ id }) => {
    const own = KEPT_KINDS.filter(({ kind, phase }) => phase === id && kept[kind] !== undefined);
    const said = own.map(({ kind }) => `${String(kept[kind])} ${kind}`).join(", ");
    return said === "" ? [] : [`  ${paint(style).bold(id.padEnd(width))}  ${wrap(said, style, width + 4)}`];
  }).join("\n");
}

function toolsText({ tools }: BackupIndex, style: Style): string {
  const all = Object.values(tools);
  if (all.length === 0) return "";
  const counts = [...Map.groupBy(all, (tool) => tool)].map(([tool, own]) => `${String(own.length)} by ${tool}`);
  return wrap(`Of these a tool makes some again, and restore leaves them to it: ${counts.join(", ")}.`, style, 0);
}

function endText(folder: string, { gaps, secrets }: BackupIndex, style: Style): string {
  const { green, yellow } = paint(style);
  const done = gaps.length === 0 ? green("Whole.") : yellow(`Not whole: ${String(gaps.length)} not read.`);
  const files = `objects.yaml is plain${secrets ? ", secrets.age is encrypted" : "; no secret is in it"}.`;
  return wrap(`${done} ${files} Try it before it is needed: cilium-eks restore ${folder} --dry-run.`, style, 0);
}
