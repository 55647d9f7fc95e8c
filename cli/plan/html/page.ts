import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ClusterPicture } from "../../../core/plan/picture.ts";
import { Severity } from "../../../core/findings/finding.ts";
import type { PlanDifference } from "../difference.ts";
import { moneyLine } from "../overview.ts";
import type { PlanDocument } from "../types.ts";
import { findingsPart } from "./findings.ts";
import { type PlayedClusters, growthPart } from "./growth.ts";
import { escape } from "../../shared/markup.ts";
import { folded, percent, section, slug, table } from "./markup.ts";
import { networkPicture } from "./network.ts";
import { NODE_LEGEND, nodesPicture } from "./nodes.ts";
import { policiesPart, rightsPart } from "./rights.ts";
import { timelinePicture } from "./timeline.ts";
import { thousands } from "../../shared/numbers.ts";

const SECTIONS = [
  "Changes",
  "Findings",
  "Network",
  "Nodes",
  "Ways",
  "Growth",
  "Creation",
  "Quotas",
  "Costs",
  "Rights",
  "Policies",
  "Objects",
  "Notes",
  "Requirements",
] as const;

/** The plan as one page that holds everything it needs: no network, no script but its own, the same plan gives the same page. */
export function toHtml(document: PlanDocument, clusters: PlayedClusters = []): string {
  const style = readPart("page.css");
  const script = readPart("page.js");
  const policy = `default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`;
  const body = SECTIONS.map((title) => partOf(title, document, clusters));
  const links = SECTIONS.filter((_, index) => body[index] !== "").map(
    (title) => `<a href="#${slug(title)}">${title}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(`Plan of ${document.stack}`)}</title>
<style>${style}</style>
</head>
<body>
${header(document)}
<nav aria-label="Parts of the plan">${links.join("")}</nav>
<main>${body.join("\n")}</main>
<footer><p>${escape(LIMITS)}</p></footer>
<script>${script}</script>
</body>
</html>
`;
}

const LIMITS =
  "Not checked offline: whether ids, domains and keys exist, credentials and rights, names and quotas that are in use, free capacity of instance types, what registries answer.";

const readPart = (name: string): string => readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");
const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

function header({ stack, stackFile, program, versions, findings, waived }: PlanDocument): string {
  const errors = findings.filter(({ severity }) => severity === Severity.Error).length;
  const said = errors === 0 ? "Nothing was found that stops this stack." : "This stack would not work.";
  const counts = `${String(errors)} errors, ${String(findings.length - errors)} warnings, ${String(waived.length)} waived`;
  const of = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
  return `<header><div><h1>Plan of ${escape(stack)}</h1><p>${escape([stackFile, program, ...of].join(" · "))}</p></div>
<p class="verdict ${errors === 0 ? "fine" : "over"}"><strong>${said}</strong> ${counts}.</p>
<div class="tools"><label class="visually-hidden" for="search">Search the plan</label><input type="search" id="search" placeholder="Search the plan" autocomplete="off"><output id="hits"></output><button type="button" id="theme">Light or dark</button></div></header>`;
}

function partOf(title: (typeof SECTIONS)[number], document: PlanDocument, clusters: PlayedClusters): string {
  const { pictures, resources, capacity } = document;
  const each = (draw: (picture: ClusterPicture, prefix: string) => string): string =>
    pictures.map((picture) => draw(picture, pictures.length > 1 ? `${picture.name}/` : "")).join("");
  switch (title) {
    case "Changes":
      return document.difference === undefined ? "" : section(title, changesPart(document.difference));
    case "Findings":
      return section(title, findingsPart(document));
    case "Network":
      return section(
        title,
        each((picture, prefix) => networkPicture(picture, capacity, prefix)),
      );
    case "Nodes":
      return section(title, wrap(each(nodesPicture), NODE_LEGEND), "The interfaces of one full node of each group.");
    case "Ways":
      return section(title, each(waysPart), "The way of a request, step by step.");
    case "Growth":
      return growthPart(clusters);
    case "Creation":
      return section(title, timelinePicture(resources));
    case "Quotas":
      return section(
        title,
        each(quotasPart),
        "What the plan needs at its largest, of what the account has or AWS gives a new one.",
      );
    case "Costs":
      return section(title, each(costsPart));
    case "Rights":
      return section(title, rightsPart(resources), "What the roles of this plan may do.");
    case "Policies":
      return section(title, policiesPart(resources), "Network policies that this plan makes.");
    case "Objects":
      return section(
        title,
        document.sections
          .map(({ title: name, columns, rows }) => `<h3>${escape(name)}</h3>${table(columns, rows)}`)
          .join(""),
      );
    case "Notes":
      return section(title, notesPart(document));
    case "Requirements":
      return section(title, requirementsPart(document));
    default:
      return title satisfies never;
  }
}

const foldedList = (word: string, names: readonly string[]): string =>
  names.length === 0
    ? ""
    : folded(`${String(names.length)} ${word}`, `<ul>${names.map((name) => `<li>${escape(name)}</li>`).join("")}</ul>`);

function changesPart({ against, consequences, rows, newFindings, goneFindings, resources }: PlanDifference): string {
  const { added, removed, replaced, changed } = resources;
  return [
    `<p>Against <code>${escape(against)}</code>.</p>`,
    ...consequences.map(
      ({ what, happens, destroys }) =>
        `<p class="verdict${destroys ? " over" : ""}"><strong>${escape(what)}</strong> ${escape(happens)}</p>`,
    ),
    rows.length === 0
      ? ""
      : table(
          ["", "before", "after"],
          rows.map(({ what, before, after }) => [what, before, after]),
        ),
    foldedList(
      "new findings",
      newFindings.map(({ rule, setting }) => `${rule} at ${setting}`),
    ),
    foldedList(
      "gone findings",
      goneFindings.map(({ rule, setting }) => `${rule} at ${setting}`),
    ),
    foldedList("new resources", added),
    foldedList("gone resources", removed),
    foldedList("replaced resources", replaced),
    foldedList(
      "changed resources",
      changed.map(({ name, keys }) => `${name}: ${keys.join(", ")}`),
    ),
  ].join("");
}

const wrap = (body: string, before: string): string => (body === "" ? "" : `${before}${body}`);

const waysPart = ({ ways }: ClusterPicture): string =>
  ways
    .map(
      ({ title, steps }) =>
        `<h3>${escape(title)}</h3><ol class="way">${steps.map(({ at, says }) => `<li><strong>${escape(at)}</strong><span>${escape(says)}</span></li>`).join("")}</ol>`,
    )
    .join("");

const quotasPart = ({ quotas }: ClusterPicture): string =>
  quotas
    .map((quota) => ({ ...quota, share: quota.limit === 0 ? Infinity : quota.needed / quota.limit }))
    .toSorted((a, b) => b.share - a.share)
    .map(
      ({ name, code, needed, limit, isDefault, share }) =>
        `<div class="quota"><span>${escape(name)} <code>${escape(code)}</code></span><meter min="0" max="1" low="0.8" high="1" optimum="0" value="${String(Math.min(1, share))}" aria-label="${escape(name)}"></meter><span class="number">${percent(share)} <small>${thousands(needed)} of ${thousands(limit)}${isDefault ? ", AWS's default" : ""}</small></span></div>`,
    )
    .join("");

function costsPart({ name, money }: ClusterPicture): string {
  const rows = money.rows.map(({ item, count, monthly, byVolume = "" }) => [
    String(count),
    item,
    ...(monthly === undefined
      ? ["", "", ""]
      : [monthly.min, monthly.desired, monthly.max].map((usd) => usd.toFixed(2))),
    byVolume,
  ]);
  const { min, desired, max } = money.total;
  const total = ["", "in all", min.toFixed(2), desired.toFixed(2), max.toFixed(2), ""];
  return `<h3>${escape(name)}</h3><p>${escape(moneyLine(money))}</p>${table(["", "what", "USD a month at the minimum", "at the start", "at the maximum", "and by volume"], [...rows, total], [0, 2, 3, 4])}`;
}

function notesPart({ notes, undecided, skipped }: PlanDocument): string {
  const items = notes.map((note) => `<li>${escape(note)}</li>`).join("");
  const open = undecided.map(({ rule, path }) => [rule, path]);
  return [
    items === "" ? "" : `<ul>${items}</ul>`,
    open.length === 0
      ? ""
      : folded(
          `${String(open.length)} rules met a value that is known only after deployment`,
          table(["rule", "value"], open),
        ),
    skipped.length === 0
      ? ""
      : folded(
          `${String(skipped.length)} rules speak of what this stack does not have`,
          table(
            ["rule", "lacks"],
            skipped.map(({ rule, missing }) => [rule, missing.join(", ")]),
          ),
        ),
  ].join("");
}

const requirementsPart = ({ requirements }: PlanDocument): string =>
  requirements.length === 0
    ? ""
    : table(
        ["", "needed", "this stack"],
        requirements.map(({ what, needed, here }) => [what, needed, here]),
      );
