import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { runCli } from "../support/run-cli.ts";

const chromium = findChromium();
if (typeof chromium !== "string") console.warn(`SKIPPED: the plan's page in a browser. ${chromium.missing}`);

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "plan-page-"));
const at = (name: string): string => path.join(folder, name);
let browser: Browser | undefined;
const troubles: string[] = [];

beforeAll(async () => {
  // Broken on purpose: a finding with its line, and a change against the plan as it stands.
  const stack = readFileSync(path.join(root, "Pulumi.prod.yaml"), "utf8");
  writeFileSync(
    at("Pulumi.prod.yaml"),
    stack.replace("max: 30", "max: 60").replace("instanceTypes: [r6i.2xlarge]", "instanceTypes: [r6i.2xlarg]"),
  );
  runCli(["plan", "--stack", "prod", "--format", `html:${at("prod.html")}`, "--format", `json:${at("prod.json")}`], {
    cwd: root,
  });
  runCli(
    ["plan", "-f", at("Pulumi.prod.yaml"), "--against", at("prod.json"), "--format", `html:${at("changed.html")}`],
    { cwd: root },
  );
  if (typeof chromium === "string") browser = await launchChromium(chromium);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function open(name: string, scheme: "light" | "dark" = "light", width = 1280): Promise<Page> {
  const page = await browser?.newPage({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: true });
  if (page === undefined) throw new Error("no browser");
  page.on("pageerror", ({ message }) => troubles.push(message));
  page.on("console", (message) => troubles.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(pathToFileURL(folder).href)) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(at(name)).href);
  return page;
}

describe("the page of prod's plan", () => {
  it("is one file below a megabyte, the same for the same plan", () => {
    const page = readFileSync(at("prod.html"), "utf8");
    expect(page.length).toBeLessThan(1_000_000);
    runCli(["plan", "--stack", "prod", "--format", `html:${at("again.html")}`], { cwd: root });
    expect(readFileSync(at("again.html"), "utf8")).toBe(page);
  });

  it("ends with 1 where a change destroys something and is asked to fail on it", () => {
    const before = JSON.parse(readFileSync(at("prod.json"), "utf8")) as { resources: Record<string, unknown>[] };
    const [first] = before.resources.filter(({ type }) => type === "aws:ec2/eip:Eip");
    before.resources.push({ ...first, urn: "urn:pulumi:prod::cilium-eks::aws:ec2/eip:Eip::gone", name: "gone" });
    writeFileSync(at("more.json"), JSON.stringify(before));
    const call = (...more: string[]) =>
      runCli(["plan", "--stack", "prod", "--against", at("more.json"), ...more], { cwd: root });
    expect(call().status).toBe(0);
    expect(call("--fail-on", "replace")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("gone (aws:ec2/eip:Eip): deleted") as string,
    });
  });

  it.each(["{", "{}", "[]", '{"resources":[]}'])("refuses %s as an earlier plan", (text) => {
    writeFileSync(at("wrong.json"), text);
    const { status, stderr } = runCli(["plan", "--stack", "prod", "--against", at("wrong.json")], { cwd: root });
    expect(status).toBe(2);
    expect(stderr).toContain("cilium-eks plan --format json");
  });
});

describe.skipIf(typeof chromium !== "string")("in Chromium", () => {
  test.each([
    ["prod.html", "light", 1280],
    ["prod.html", "dark", 1280],
    ["changed.html", "light", 390],
  ] as const)("%s in %s at %i has nothing that keeps anybody out", async (name, scheme, width) => {
    const page = await open(name, scheme, width);
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
    const { violations } = await page.evaluate<AxeResults>("axe.run()");
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(troubles.splice(0)).toEqual([]);
    await page.close();
  });

  test("plays the growth, and no word of a table breaks on a phone", async () => {
    const page = await open("prod.html", "light", 390);
    const growth = page.locator("#growth");
    expect(await growth.innerText()).toContain("Every pod got an address.");
    expect(await growth.locator("svg polygon").count()).toBe(2);
    // Two lines at most: "half had an address after" may take several, "nodes come" not one a letter.
    const [cell] = await growth.locator("td:nth-child(2)").all();
    expect((await cell?.boundingBox())?.height).toBeLessThan(80);
    await page.close();
  });

  test("fills the subnets for the size that is chosen, by keyboard too", async () => {
    const page = await open("prod.html");
    const shown = () => page.locator(".fill:visible").first().innerText();
    const most = await page.locator(".subnet.pod .fill:visible").first().innerText();
    await page.locator(".pick.max").first().focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(".pick.desired").first().isChecked()).toBe(true);
    expect(await page.locator(".subnet.pod .fill:visible").first().innerText()).not.toBe(most);
    expect(await shown()).toContain("%");
    await page.close();
  });

  test("finds by a word, and opens what is folded over it", async () => {
    const page = await open("prod.html");
    await page.locator("#search").fill("sts:AssumeRole");
    await page.locator("#search").fill("ec2:CreateNetworkInterface");
    expect(await page.locator("#hits").innerText()).toMatch(/^[1-9]/);
    expect(await page.locator("#rights details[open]").count()).toBeGreaterThan(0);
    expect(await page.locator(".dimmed").count()).toBeGreaterThan(20);
    await page.close();
  });

  test("shows a finding beside its line, and what changes", async () => {
    const page = await open("changed.html");
    expect(await page.locator(".finding.error pre .at").first().innerText()).toContain("r6i.2xlarg");
    expect(await page.locator("#changes").innerText()).toContain("3 to 60");
    await page.close();
  });

  test("unfolds everything for paper", async () => {
    const page = await open("prod.html");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("details:not([open])").count()).toBe(0);
    await page.close();
  });
});
