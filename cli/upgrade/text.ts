import type { KeyEffect } from "../../core/upgrade/values.ts";
import { type Detail, countText, findingsText } from "../shared/report/findings-text.ts";
import { editText } from "../shared/edit-text.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import { gapsText } from "../verify/text.ts";
import type { ReportedKey, UpgradeDocument, UpgradeStep, VersionSet } from "./types.ts";

/** The whole for people: where from and where to, what stands in the way, then step by step. */
export function upgradeText(document: UpgradeDocument, style: Style, detail: Detail): string {
  const { bold, dim } = paint(style);
  const { stack, from, to, steps, findings, gaps, notes, sources, file } = document;
  const about = [stack === null ? file : `stack ${stack}`, ...sources].filter((part) => part !== null).join(", ");
  const parts = [
    `${bold(about)}\n${versionsText(from, to)}${steps.length === 0 ? ": nothing to do" : dim(`  ${String(steps.length)} step${steps.length === 1 ? "" : "s"}`)}`,
    findings.length === 0 ? "" : `${bold("Before anything moves")}\n\n${findingsText({ findings }, style, detail)}`,
    gapsText(gaps, style),
    ...steps.map((step) => stepText(step, { style, detail, file: file ?? "" })),
    notes.map((note) => `- ${wrap(note, style, 2)}`).join("\n"),
    summaryOf(document),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const PARTS = { cilium: "Cilium", kubernetes: "Kubernetes", gatewayApi: "Gateway API" } as const;

const versionsText = (from: VersionSet, to: VersionSet): string =>
  (Object.keys(PARTS) as (keyof typeof PARTS)[])
    .filter((part) => to[part] !== null)
    .map((part) =>
      from[part] === to[part]
        ? `${PARTS[part]} ${to[part] ?? ""}`
        : `${PARTS[part]} ${from[part] ?? "none"} → ${to[part] ?? ""}`,
    )
    .join(", ");

interface Look {
  readonly style: Style;
  readonly detail: Detail;
  readonly file: string;
}

function stepText(step: UpgradeStep, { style, detail, file }: Look): string {
  const { bold } = paint(style);
  const { number, from, to, before, run, check, rollback, findings } = step;
  const moved = Object.keys(PARTS).filter((part) => from[part as keyof VersionSet] !== to[part as keyof VersionSet]);
  const title = moved
    .map(
      (part) =>
        `${PARTS[part as keyof VersionSet]} ${from[part as keyof VersionSet] ?? "none"} → ${to[part as keyof VersionSet] ?? ""}`,
    )
    .join(", ");
  const blocks = [
    step.edits.map((one) => editText(one, file, style)).join("\n"),
    keysText(step.keys, style),
    meaningsText(step, style),
    listed("Also changes", step.alsoChanges, style),
    rollText(step, style),
    step.support.map((line) => `  ${wrap(line, style, 2)}`).join("\n"),
    findings.length === 0 ? "" : findingsText({ findings }, style, detail),
    commands("First", before),
    commands("Run", run),
    commands("Check", check),
    `  ${bold("Back")}  ${wrap(rollback, style, 8)}`,
  ];
  return [bold(`Step ${String(number)}  ${title}`), ...blocks.filter((block) => block !== "")].join("\n\n");
}

const EFFECTS: Readonly<Record<KeyEffect, string>> = {
  moved: "goes to",
  dropped: "is read no more",
  stops: "stops Helm",
  refused: "is refused",
  leaving: "will go",
  starts: "is read from here on",
};

function keysText(keys: readonly ReportedKey[], style: Style): string {
  const { bold, dim } = paint(style);
  if (keys.length === 0) return "";
  const rows = keys.map(({ path, effect, since, to, why, edited, source }) =>
    [
      `  ${path} ${EFFECTS[effect]}${to.length === 0 ? "" : ` ${effect === "moved" ? "" : "(now "}${to.join(", ")}${effect === "moved" ? "" : ")"}`} ${dim(`since ${since}${edited ? ", edited above" : ""}`)}`,
      `      ${wrap(why, style, 6)}`,
      `      ${dim(wrap(source, style, 6))}`,
    ].join("\n"),
  );
  return [`  ${bold("Values")}`, ...rows].join("\n");
}

function meaningsText({ meanings, undocumented, to }: UpgradeStep, style: Style): string {
  const { bold, dim } = paint(style);
  const rows = meanings.map(({ key, value, was, is, meaning = "", fix }) =>
    [
      `  ${[key, value].filter((part) => part !== undefined).join(", ")}${is === undefined ? "" : `: ${was === undefined ? "" : `${JSON.stringify(was)} → `}${JSON.stringify(is)}`}`,
      `      ${wrap(meaning, style, 6)}`,
      ...(fix === undefined ? [] : [`      ${wrap(fix, style, 6)}`]),
    ].join("\n"),
  );
  const rest =
    undocumented.length === 0
      ? []
      : [
          `  ${dim(wrap(`${String(undocumented.length)} more keys of the ConfigMap are new, gone or written out in ${to.cilium ?? ""}; the upgrade notes say nothing of them: ${undocumented.join(", ")}.`, style, 2))}`,
        ];
  if (rows.length + rest.length === 0) return "";
  return [...(rows.length === 0 ? [] : [`  ${bold("The same values, another meaning")}`]), ...rows, ...rest].join("\n");
}

const listed = (title: string, lines: readonly string[], style: Style): string =>
  lines.length === 0
    ? ""
    : [`  ${paint(style).bold(title)}`, ...lines.map((line) => `  ${wrap(line, style, 4)}`)].join("\n");

function rollText({ roll }: UpgradeStep, style: Style): string {
  if (roll === null) return "";
  const groups = roll.groups.map(({ name, surge }) => `${name} (${String(surge)} more meanwhile)`).join(", ");
  const rows = roll.subnets.map(({ subnet, unit, needed, available }) => [
    subnet,
    `${String(needed)} ${unit}`,
    String(available),
    needed > available ? "too few" : "enough",
  ]);
  return [
    `  ${paint(style).bold("Nodes are replaced")}  ${groups}`,
    ...(rows.length === 0 ? [] : [table(["subnet", "needed at the largest", "there", ""], rows, style)]),
  ].join("\n");
}

const commands = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : [`  ${title}`, ...lines.map((line) => `    ${line}`)].join("\n");

function summaryOf(document: UpgradeDocument): string {
  const { findings, steps, gaps, status } = document;
  const all = { findings: [...findings, ...steps.flatMap((step) => step.findings)] };
  const unread = gaps.length === 0 ? "" : `, ${String(gaps.length)} part${gaps.length === 1 ? "" : "s"} not read`;
  const verdict = {
    0: "Nothing stands in the way",
    1: "Something stands in the way",
    2: "Not everything could be seen",
  };
  return `${verdict[status]}: ${countText(all, "error")}, ${countText(all, "warning")}${unread}.`;
}
