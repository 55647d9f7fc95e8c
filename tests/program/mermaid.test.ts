import { createRequire } from "node:module";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toMermaid } from "../../service-map/flows/graph.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { runCli } from "../support/run-cli.ts";

const chromium = findChromium();
if (typeof chromium !== "string") console.warn(`SKIPPED: Mermaid in a browser. ${chromium.missing}`);

const root = path.resolve(import.meta.dirname, "../..");
let browser: Browser | undefined;
let page: Page | undefined;

beforeAll(async () => {
  if (typeof chromium !== "string") return;
  browser = await launchChromium(chromium);
  page = await browser.newPage();
  // Mermaid asks the document what text it may show, so it needs one.
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js") });
});
afterAll(async () => {
  await browser?.close();
});

/** What each text is drawn as: Mermaid's own words where it cannot be. */
async function drawn(texts: readonly string[]): Promise<string[]> {
  const draw = `Promise.all(${JSON.stringify(texts)}.map((text, at) => mermaid.render("d" + at, text).then(({ svg }) => svg, String)))`;
  return (await page?.evaluate<string[]>(draw)) ?? [];
}
const blocks = (markdown: string): string[] =>
  [...markdown.matchAll(/```mermaid\n(.*?)```/gs)].map(([, text]) => text ?? "");

/** Names that mean something to Mermaid, to HTML or to Markdown. */
const ODD = [
  "end",
  "*.example.com",
  "a&amp;b",
  "a#35;b",
  "1. first",
  "- item",
  "__b__",
  "a;b",
  "%%{init}%%",
  "subgraph x",
  "`b`",
  "<i>",
];

test.skipIf(typeof chromium !== "string")("Mermaid draws the ways of every kind of stack", async () => {
  const texts = [
    "Pulumi.prod.yaml",
    "examples/hybridGateway.yaml",
    "examples/clusterMesh.yaml",
    "examples/mixed.yaml",
  ].flatMap((stack) =>
    blocks(runCli(["plan", "-f", stack, "--format", "markdown", "--no-policies"], { cwd: root }).stdout),
  );
  expect(texts.length).toBeGreaterThanOrEqual(4);
  for (const svg of await drawn(texts)) expect(svg).toMatch(/^<svg/);
});

test.skipIf(typeof chromium !== "string")("Mermaid shows names of workloads as they are", async () => {
  const nodes = ODD.map((name) => ({ id: name, kind: "workload" as const, name, namespace: name }));
  const [svg = ""] = await drawn([toMermaid({ nodes, edges: [], incomplete: [] })]);
  await page?.setContent(svg);
  const shown = await page?.locator(".node .nodeLabel").allTextContents();
  expect(shown).toEqual(ODD);
});
