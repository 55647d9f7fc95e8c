import type { InventoryRow } from "../../core/migration/inventory.ts";
import { type Detail, countText, findingsText } from "../shared/report/findings-text.ts";
import { editText } from "../shared/edit-text.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import { gapsText } from "../verify/text.ts";
import type { MigrateDocument, Phase } from "./types.ts";

/** The whole for people: what is there, what breaks, then phase by phase, the stack file last. */
export function migrateText(document: MigrateDocument, style: Style, detail: Detail): string {
  const { bold, dim } = paint(style);
  const { cluster, source, inventory, findings, phases, gaps, notes } = document;
  const parts = [
    `${bold(cluster ?? "cluster")}  ${dim(source)}`,
    inventoryText(inventory, style),
    findings.length === 0 ? "" : `${bold("What breaks")}\n\n${findingsText({ findings }, style, detail)}`,
    gapsText(gaps, style),
    ...phases.map((phase, at) => phaseText(phase, at + 1, document.stackFile?.file ?? "", style)),
    stackFileText(document, style),
    notes.map((note) => `- ${wrap(note, style, 2)}`).join("\n"),
    summaryOf(document),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function inventoryText(rows: readonly InventoryRow[], style: Style): string {
  if (rows.length === 0) return "";
  const cells = rows.map(({ what, found, becomes }) => [what, found ?? "could not be read", becomes]);
  return `${paint(style).bold("What depends on the VPC CNI and kube-proxy")}\n${table(["", "found", "becomes"], cells, style)}`;
}

const STATES: Readonly<Record<Phase["state"], string>> = { done: "done", now: "now", later: "later" };
const MARKS = { done: "✓", open: "·", unknown: "?" } as const;

function phaseText(phase: Phase, number: number, file: string, style: Style): string {
  const { bold, dim, green } = paint(style);
  const { title, state, checks, edits, run, look, rollback } = phase;
  const mark = state === "done" ? green : state === "now" ? bold : dim;
  const heading = `${bold(`Phase ${String(number)}`)}  ${title}  ${mark(STATES[state])}`;
  if (state === "done") return heading;
  const blocks = [
    edits.map((one) => editText(one, file, style)).join("\n"),
    commands("Run", run),
    checks.length === 0
      ? ""
      : [
          "  Then must hold",
          ...checks.map(({ what, state: is, seen }) => `    ${MARKS[is]} ${what} ${dim(`(${seen})`)}`),
        ].join("\n"),
    commands("Look", look),
    `  ${bold("Back")}  ${wrap(rollback, style, 8)}`,
  ];
  return [heading, ...blocks.filter((block) => block !== "")].join("\n\n");
}

const commands = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : [`  ${title}`, ...lines.map((line) => `    ${line}`)].join("\n");

function stackFileText({ stackFile }: MigrateDocument, style: Style): string {
  const { bold, dim } = paint(style);
  if (stackFile === null || stackFile.state === "given") return "";
  const { file, text, state } = stackFile;
  if (state === "written") return `${bold(file)}  written`;
  return `${bold(file)}  ${dim(`what --write ${file} writes`)}\n\n${text.trimEnd().replaceAll(/^(?=.)/gm, "  ")}`;
}

function summaryOf({ findings, phases, status }: MigrateDocument): string {
  const now = phases.find(({ state }) => state === "now");
  const at = phases.length === 0 ? "" : now === undefined ? " The migration is done." : ` Now: ${now.id}.`;
  const verdict = {
    0: "Nothing stands in the way",
    1: "Something stands in the way",
    2: "Not everything could be seen",
  };
  return `${verdict[status]}: ${countText({ findings }, "error")}, ${countText({ findings }, "warning")}.${at}`;
}
