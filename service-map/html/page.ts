import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type PageData, Outcome } from "./data.ts";
import { MARKS } from "./gather.ts";
import { count } from "./text.ts";

/** The page's modules, each after those that it imports. Their names are distinct, so they can share one scope. */
const SCRIPTS = [
  "dom.js",
  "camera.js",
  "drawing.js",
  "wanted.js",
  "order.js",
  "focus.js",
  "details.js",
  "table.js",
  "filters.js",
  "address.js",
  "save.js",
  "print.js",
  "live.js",
  "main.js",
] as const;

/** Text as it may stand in markup. */
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0))};`);

/** JSON as it may stand in a script element: no `<`, so nothing can end the element or begin a comment. */
const inlineJson = (data: PageData): string =>
  JSON.stringify(data)
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);

/**
 * The page as one text. Its policy lets the browser run this script and apply this style sheet alone, and load nothing: even
 * markup that got past the escapes would do nothing.
 */
export function pageHtml(data: PageData): string {
  const style = readPart("page.css");
  const script = `"use strict";(() => {\n${SCRIPTS.map(readModule).join("\n")}})();`;
  // A picture of the drawing is made of the page's own text; a served page asks its server whether the map has changed.
  const more = data.live === undefined ? "" : " connect-src 'self';";
  const policy = `default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; img-src data:;${more} base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(data.title)}</title>
<style>${style}</style>
</head>
<body>
${header(data)}
${notices(data)}
${MAIN}
<script type="application/json" id="data">${inlineJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const readPart = (name: string): string => readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");

/** A module without what ties it to the others: a page from a file may not load modules. */
const readModule = (name: string): string =>
  readPart(name)
    .replaceAll(/^import [^;]*;\n/gm, "")
    .replaceAll(/^export (?=const|let|function)/gm, "");

const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const header = ({ title, summary, live }: PageData): string => `<header>
<div><h1>${escapeHtml(title)}</h1><p>${escapeHtml(summary)}<span id="shown" role="status"></span>${live === undefined ? "" : ` · <span id="live" role="status">Live</span>`}</p></div>
<div class="tools">
<label class="visually-hidden" for="search">Search names and ports</label>
<input type="search" id="search" placeholder="Search names and ports" autocomplete="off" spellcheck="false">
${menu("Namespaces", "groups-chosen", `<div class="all"><button type="button" id="all-groups">All</button><button type="button" id="no-groups">None</button></div><label class="apart"><input type="checkbox" id="neighbours"> and whom they talk to</label><div id="groups" role="group" aria-label="Namespaces"></div>`)}
${menu("Verdicts", "outcomes-chosen", `<div id="outcomes" role="group" aria-label="Verdicts"></div>`)}
<label class="toggle" id="infrastructure-choice" hidden><input type="checkbox" id="infrastructure"> Infrastructure</label>
<label class="visually-hidden" for="view">Drawing</label><select id="view"></select>
<div class="switch" role="group" aria-label="Form"><button type="button" id="as-map" aria-pressed="true">Map</button><button type="button" id="as-table" aria-pressed="false">Table</button></div>
<details class="menu"><summary>Save</summary><div class="save" role="group" aria-label="Save"><button type="button" id="save-svg">Drawing as SVG</button><button type="button" id="save-png">Drawing as PNG</button><button type="button" id="save-csv">Connections as CSV</button></div></details>
<button type="button" id="theme" aria-label="Change between light and dark"></button>
</div>
</header>`;

const menu = (word: string, output: string, content: string): string =>
  `<details class="menu"><summary>${word} <output id="${output}"></output></summary><div>${content}</div></details>`;

/** What the map does not show stands above it, not in a corner. */
function notices({ incomplete, collapsed, gone }: PageData): string {
  const gaps = incomplete.map((gap) => `<li>${escapeHtml(gap)}</li>`).join("");
  return [
    `<noscript><p class="notice">This page draws its map with a script, and scripts are off.</p></noscript>`,
    ...(gaps === ""
      ? []
      : [
          `<section id="gaps" aria-labelledby="gaps-title"><h2 id="gaps-title">This map is incomplete.</h2>Connections may be missing:<ul>${gaps}</ul></section>`,
        ]),
    `<p class="notice" id="infrastructure-says" role="status" hidden></p>`,
    ...(gone.length === 0
      ? []
      : [
          `<details class="notice"><summary>${count(gone.length, "connection", "connections")} of the earlier recording did not come again.</summary><ul>${gone.map((one) => `<li>${escapeHtml(one)}</li>`).join("")}</ul></details>`,
        ]),
    ...(collapsed === undefined ? [] : [`<p class="notice">${escapeHtml(collapsed)}</p>`]),
  ].join("\n");
}

const sample = (outcome: Outcome, word: string): string =>
  `<li><svg class="line ${outcome}" aria-hidden="true"><path class="stroke ${outcome}" d="M0 5H30" stroke-width="2"/></svg>${MARKS[outcome]}${word}</li>`;

const head = (word: string): string =>
  `<th scope="col" data-by="${word.toLowerCase()}"><button type="button">${word}</button></th>`;

const MAIN = `<main>
<section id="stage" aria-label="Map">
<svg id="map" tabindex="0" role="group" aria-label="Service map. Arrow keys move it, plus and minus zoom, zero shows all. Tab goes through workloads and connections."></svg>
<p id="left-out" hidden></p>
<p id="nothing" hidden>Nothing matches the filters.</p>
<ul id="legend" aria-label="Legend">${sample(Outcome.Allowed, "allowed")}${sample(Outcome.Partly, "partly denied")}${sample(Outcome.Denied, "denied")}${sample(Outcome.Audited, "audited: a policy would deny it")}<li>8080: TCP port</li><li>wide: much traffic</li></ul>
<div class="zoom" role="group" aria-label="Zoom"><button type="button" id="zoom-out" aria-label="Zoom out">−</button><button type="button" id="zoom-in" aria-label="Zoom in">+</button><button type="button" id="zoom-all">Fit</button></div>
</section>
<section id="list" aria-label="Connections" tabindex="0" hidden>
<table><thead><tr>${["From", "To", "Port", "Verdict", "Events"].map(head).join("")}</tr></thead><tbody id="rows"></tbody></table>
<button type="button" id="more" hidden>Show more</button>
</section>
<aside id="details" aria-label="Details" hidden></aside>
</main>`;
