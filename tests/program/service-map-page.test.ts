import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../service-map/html/index.ts";
import type { PageOptions } from "../../service-map/html/model.ts";
import type { ServiceMap } from "../../service-map/flows/types.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";
import { edge, largeMap, partlyDenied, shop, workload } from "../support/service-map/maps.ts";

const chromium = findChromium();
if (typeof chromium !== "string") console.warn(`SKIPPED: the service map's page in a browser. ${chromium.missing}`);

const folder = mkdtempSync(path.join(tmpdir(), "service-map-page-"));
let browser: Browser | undefined;
const opened: Page[] = [];

/** What a page did that it must not. */
const troubles: string[] = [];

interface Look {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** Lets a test put its own script into the page. */
  readonly bypassCSP?: boolean;
}

async function open(map: ServiceMap, look: Look = {}, options: PageOptions = {}): Promise<Page> {
  const file = path.join(folder, "map.html");
  writeFileSync(file, await renderHtml(map, options));
  const { scheme = "light", width = 1440, height = 900, bypassCSP = false } = look;
  const page = await browser?.newPage({ colorScheme: scheme, viewport: { width, height }, bypassCSP });
  if (page === undefined) throw new Error("no browser");
  opened.push(page);
  page.on("pageerror", ({ message }) => troubles.push(`error: ${message}`));
  page.on("console", (message) => troubles.push(`console: ${message.text()}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    // A file that is saved is made in the page.
    if (!/^(?:data|blob):/.test(request.url()) && request.url().split("#")[0] !== pathToFileURL(file).href)
      troubles.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** Shapes and labels beyond the stage, and texts that the browser sets wider than the box that was planned without one. */
const MISPLACED = `(() => {
  const stage = document.querySelector("#stage").getBoundingClientRect();
  const beyond = [...document.querySelectorAll("#scene .shape .body, #scene .plate")].filter((box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    return left < stage.left || right > stage.right || top < stage.top || bottom > stage.bottom;
  });
  const wide = [...document.querySelectorAll("#scene .shape text, #scene .line text")].filter((text) => {
    const box = text.parentElement.querySelector(".body, .plate").getBoundingClientRect();
    return text.getBoundingClientRect().right > box.right - 1;
  });
  return [...beyond, ...wide].map((element) => element.parentElement.getAttribute("aria-label"));
})()`;

const shape = (page: Page, name: string): Locator =>
  page.locator("#scene .shape", { has: page.locator(".name", { hasText: new RegExp(`^${name}$`) }) });
const line = (page: Page, label: string): Locator => page.locator(`#scene .line[aria-label*="${label}"]`);
const seen = (page: Page, part: string): Promise<number> => page.locator(`#scene .${part}:not([hidden])`).count();
const details = (page: Page): Promise<string> => page.locator("#details").innerText();

beforeAll(async () => {
  if (typeof chromium === "string") browser = await launchChromium(chromium);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((page) => page.close()));
  const found = troubles.splice(0);
  if (found.length > 0) throw new Error(found.join("\n"));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe.skipIf(typeof chromium !== "string")("the page in Chromium", () => {
  test.each<Look>([{}, { scheme: "dark" }, { width: 900, height: 700 }, { width: 390, height: 800 }])(
    "shows the whole map at once, text inside its boxes: %o",
    async (look) => {
      const page = await open(shop, look);
      // Narrow windows begin with the table.
      expect(await page.locator("#list").isVisible()).toBe(look.width === 390);
      if (look.width === 390) await page.getByRole("button", { name: "Map" }).click();
      expect(await page.evaluate(MISPLACED)).toEqual([]);
      expect(await seen(page, "shape")).toBe(shop.nodes.length);
    },
  );

  test("tells denied connections by colour, by dashes and by a sign", async () => {
    const page = await open(shop);
    const style = (label: string) =>
      page.evaluate<{ stroke: string; dashes: string }>(`(() => {
        const found = document.querySelector('#scene .line[aria-label*="${label}"] .stroke');
        const { stroke, strokeDasharray: dashes } = getComputedStyle(found);
        return { stroke, dashes };
      })()`);
    const [allowed, no, partly, audited] = [
      await style("web to cart"),
      await style("web to ledger-db"),
      await style("checkout to gateway"),
      await style("report to ledger-db"),
    ];
    expect(new Set([allowed.stroke, no.stroke, partly.stroke, audited.stroke]).size).toBe(4);
    expect(new Set([allowed.dashes, no.dashes, partly.dashes, audited.dashes]).size).toBe(4);
    expect(await line(page, "web to ledger-db").locator("text").textContent()).toBe("✕ 5432");
    expect(await line(page, "web to ledger-db").getAttribute("aria-label")).toMatch(/, denied$/);
  });

  test("says above the map that it is incomplete", async () => {
    const page = await open(shop);
    expect(await page.getByRole("region", { name: "This map is incomplete." }).innerText()).toMatch(
      /node prod\/ip-10-0-3-9 did not answer\s+flows lost \(1,234\)/,
    );
  });

  test("gives details on a click, and lets the reader walk on from there", async () => {
    const page = await open(shop);
    await line(page, "ingress to web").locator("text").click();
    expect(await details(page)).toMatch(
      /ingress → web[^]*TCP 8080[^]*HTTP requests\s+90 \(GET 80, POST 10\)[^]*12\.3 ms/,
    );
    await page.locator("#details").getByText("To shop/web").click();
    expect(await details(page)).toMatch(/^✕?\s*web\s+Deployment, shop[^]*Calls \(4\)[^]*Called by \(1\)/);
    await page.keyboard.press("Escape");
    expect(await page.locator("#details").isVisible()).toBe(false);
  });

  test("is used with the keyboard alone", async () => {
    const page = await open(shop);
    await shape(page, "gateway").focus();
    await page.keyboard.press("Enter");
    expect(await details(page)).toMatch(/gateway\s+Deployment, payments/);
    expect(await page.locator(":focus").textContent()).toBe("gateway");
    await page.keyboard.press("Escape");
    expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^gateway Deployment, payments/);
    const before = await shape(page, "gateway").boundingBox();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("+");
    expect(await shape(page, "gateway").boundingBox()).not.toEqual(before);
    await page.keyboard.press("0");
    expect(await shape(page, "gateway").boundingBox()).toEqual(before);
  });

  test("moves when dragged and zooms at the wheel, and a drag is no click", async () => {
    const page = await open(shop);
    const box = async () => (await shape(page, "gateway").boundingBox()) ?? { x: 0, y: 0, width: 0 };
    const before = await box();
    await page.mouse.move(before.x + 20, before.y + 10);
    await page.mouse.down();
    await page.mouse.move(before.x + 120, before.y + 60, { steps: 5 });
    await page.mouse.up();
    const moved = await box();
    expect([Math.round(moved.x - before.x), Math.round(moved.y - before.y)]).toEqual([100, 50]);
    expect(await page.locator("#details").isVisible()).toBe(false);
    await page.mouse.wheel(0, -300);
    await expect.poll(async () => (await box()).width).toBeGreaterThan(moved.width * 1.3);
  });

  test("filters by namespace, with and without those they talk to", async () => {
    const page = await open(shop);
    await page.getByText("Namespaces all").click();
    await page.getByRole("button", { name: "None" }).click();
    expect(await page.locator("#nothing").isVisible()).toBe(true);
    await page.locator("#groups").getByText("payments").click();
    expect(await seen(page, "shape")).toBe(2);
    await page.getByText("and whom they talk to").click();
    // gateway, ledger-db; checkout, web and report call them; they call the bank and DNS.
    expect(await seen(page, "shape")).toBe(7);
    expect(await page.locator("#groups-chosen").textContent()).toBe("1 of 6");
  });

  test("filters by verdict, on the map and in the table", async () => {
    const page = await open(shop);
    await page.getByText("Verdicts all").click();
    await page.locator("#outcomes").getByText("allowed", { exact: true }).click();
    expect(await seen(page, "line")).toBe(3);
    expect(await seen(page, "shape")).toBe(5);
    const width = async () => (await shape(page, "web").boundingBox())?.width ?? 0;
    const before = await width();
    await page.getByRole("button", { name: "Fit" }).click();
    expect(await width()).toBeGreaterThan(before);
    await page.getByRole("button", { name: "Table" }).click();
    expect(await page.locator("#rows tr").count()).toBe(3);
    expect(await page.locator("#shown").textContent()).toBe(`, 3 of ${String(shop.edges.length)} connections shown`);
  });

  test("finds names and ports, and goes to the first", async () => {
    const page = await open(shop);
    await page.getByRole("searchbox").fill("LEDGER");
    expect(await page.locator("#scene .found").count()).toBe(1);
    expect(await page.locator("#scene .shape.dim").count()).toBeGreaterThan(3);
    await page.keyboard.press("Enter");
    expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^ledger-db/);
    await page.getByRole("searchbox").fill("udp 53");
    expect(await page.locator("#scene .line:not(.dim)").count()).toBe(4);
  });

  test("hides infrastructure where it is most of the map, says so, and shows it when asked", async () => {
    const busy = { ...shop, edges: shop.edges.filter(({ port }) => port === 53 || port === 443 || port === 9090) };
    const page = await open(busy);
    expect(await page.locator("#infrastructure-says").innerText()).toBe(
      "4 of 7 connections are infrastructure: 4 DNS. They are hidden.",
    );
    expect(await shape(page, "coredns").count()).toBe(0);
    expect(await page.locator("#shown").textContent()).toBe(", 3 of 7 connections shown");
    await page.getByLabel("Infrastructure").check();
    expect(await shape(page, "coredns").count()).toBe(1);
    expect(await page.locator("#shown").textContent()).toBe("");
  });

  test("lets whoever is pointed at or chosen stand out with whom it talks to", async () => {
    const page = await open(shop);
    await shape(page, "gateway").hover();
    expect(await page.locator("#scene .shape.near").count()).toBe(5);
    await page.mouse.move(2, 2);
    expect(await page.locator("#scene.focused").count()).toBe(0);
    await shape(page, "ledger-db").click();
    expect(await page.locator("#scene .shape.near .name").allTextContents()).toEqual(
      expect.arrayContaining(["ledger-db", "gateway", "web", "report"]),
    );
    const opacity = await page.evaluate<string>(
      `getComputedStyle([...document.querySelectorAll("#scene .shape")].find((one) => !one.matches(".near"))).opacity`,
    );
    expect(Number(opacity)).toBeLessThan(0.5);
    await page.mouse.move(2, 2);
    expect(await page.locator("#scene.focused").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator("#scene.focused").count()).toBe(0);
  });

  test("sorts the table, denied ones first, and finds what was denied", async () => {
    const page = await open(shop);
    await page.getByRole("button", { name: "Table" }).click();
    const verdicts = () => page.locator("#rows .badge").allTextContents();
    expect((await verdicts()).slice(0, 3)).toEqual(["denied", "partly denied", "audited: a policy would deny it"]);
    await page.getByRole("button", { name: "Events" }).click();
    expect(await page.locator("#rows td:last-child").first().textContent()).toBe("2,400");
    await page.getByRole("button", { name: "Events" }).click();
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toBe("Events");
    expect(await page.locator("#rows td:last-child").last().textContent()).toBe("2,400");
    await page.getByRole("searchbox").fill("denied");
    expect(await page.locator("#rows tr").count()).toBe(2);
  });

  test("keeps what is shown in its address", async () => {
    const page = await open(shop);
    await page.getByRole("searchbox").fill("Ledger");
    await page.getByLabel("Infrastructure").uncheck();
    await page.getByText("Verdicts all").click();
    await page.locator("#outcomes").getByText("allowed", { exact: true }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Table" }).click();
    await page.getByRole("button", { name: "Port", exact: true }).click();
    const rows = await page.locator("#rows").innerText();
    const address = page.url();
    expect(address).toContain(
      "#infrastructure=hidden&form=table&verdicts=audited%2Cpartly%2Cdenied&search=ledger&sort=port",
    );
    await page.goto("about:blank");
    await page.goto(address);
    expect(await page.locator("#rows").innerText()).toBe(rows);
    expect(await page.getByRole("searchbox").inputValue()).toBe("ledger");
    expect(await page.getByLabel("Infrastructure").isChecked()).toBe(false);
    expect(await page.locator("#outcomes-chosen").textContent()).toBe("3 of 4");
  });

  test("saves the drawing as SVG and PNG, and the connections as CSV", async () => {
    const page = await open({
      ...shop,
      nodes: shop.nodes.map((node) => ({ ...node, name: node.name.replace("cart", "=cart") })),
    });
    const saved = async (name: string): Promise<Buffer> => {
      await page.getByText("Save", { exact: true }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      await page.keyboard.press("Escape");
      return readFileSync(await download.path());
    };
    const drawing = (await saved("SVG")).toString();
    expect(drawing).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+/);
    expect(drawing).toContain(">ledger-db</text>");
    expect(drawing).not.toMatch(/class=|style=|href|tabindex/);
    expect((await saved("PNG")).subarray(1, 4).toString()).toBe("PNG");
    const csv = (await saved("CSV")).toString().split("\r\n");
    expect(csv[0]).toBe("from,to,port,verdict,events,change");
    expect(csv).toContain("shop/web,payments/ledger-db,TCP 5432,denied,37,");
    expect(csv).toHaveLength(shop.edges.length + 2);
  });

  test("shows what is new since an earlier recording, what is gone, and the rule for a denied edge", async () => {
    const rule = "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n";
    const isDenied = ({ destination, source }: (typeof shop.edges)[number]) =>
      destination.endsWith("ledger-db") && source.endsWith("web");
    const edges = shop.edges.filter(isDenied);
    const page = await open(
      shop,
      {},
      {
        changes: new Map(edges.map((one) => [one, "newly denied" as const])),
        gone: ["shop/web to old/<b>api</b>, TCP 80"],
        remedies: new Map(edges.map((one) => [one, rule])),
      },
    );
    await page.getByText("1 connection of the earlier recording did not come again.").click();
    expect(await page.locator("details.notice li").innerText()).toBe("shop/web to old/<b>api</b>, TCP 80");
    await line(page, "web to ledger-db").locator("text").click();
    expect(await details(page)).toMatch(/The smallest rule that allows it[^]*kind: CiliumNetworkPolicy/);
    await page.getByRole("searchbox").fill("newly");
    expect(await page.locator("#scene .line:not(.dim)").count()).toBe(1);
  });

  test("is light and whole on paper", async () => {
    const page = await open(shop, { scheme: "dark" });
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.evaluate<string>("document.documentElement.dataset.theme")).toBe("light");
    expect(await page.locator(".tools").isVisible()).toBe(false);
    expect(await page.locator("#map").getAttribute("viewBox")).toMatch(/^0 0 \d+/);
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    await expect.poll(() => page.evaluate<string>("document.documentElement.dataset.theme")).toBe("dark");
  });

  test("turns dark and light with the system and by hand", async () => {
    const page = await open(shop, { scheme: "dark" });
    const prerequisites = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const dark = await prerequisites();
    await page.getByRole("button", { name: "Change between light and dark" }).click();
    expect(await prerequisites()).not.toBe(dark);
  });

  test("opens the namespaces of a large map one by one", async () => {
    const page = await open(largeMap(12, 15));
    expect(await page.locator(".notice:not([hidden])").innerText()).toMatch(/^Drawn by namespace/);
    await shape(page, "team-003").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Show its workloads" }).click();
    expect(await seen(page, "shape")).toBeGreaterThanOrEqual(15);
    expect(await page.locator("#view").inputValue()).toBe("4");
    await page.getByRole("button", { name: "Table" }).click();
    expect(await page.locator("#rows tr").count()).toBe(largeMap(12, 15).edges.length);
  });

  test("runs nothing that stands in names", async () => {
    const bad = [
      `<img src=x onerror=alert(1)>`,
      `</script><script>alert(2)</script>`,
      `"><svg onload=alert(3)>`,
      `javascript:alert(4)`,
      `{{constructor.constructor('alert(5)')()}}`,
      `<!--<script>`,
    ];
    const nodes = bad.flatMap((text, at) => [
      { ...workload(text, text, text), id: `${text}/a${String(at)}`, workloadKind: text },
      { id: `world/${text}`, kind: "world" as const, name: text },
    ]);
    const edges = nodes.map((from, at) => {
      const text = bad[at % bad.length] ?? "";
      const counts = { [text]: 1 };
      return edge(from, nodes[(at + 1) % nodes.length] ?? from, 80, {
        ...partlyDenied,
        protocol: text,
        dropReasons: counts,
        firstSeen: text,
        lastSeen: text,
        http: { requests: 1, methods: counts, statuses: counts },
        dns: { queries: 1, codes: counts },
      });
    });
    const page = await open({ nodes, edges, incomplete: bad.map((reason) => ({ reason })) });
    const before = await page.locator("script").count();
    for (const part of ["shape", "line"]) {
      for (let at = 0; at < (await seen(page, part)); at += 1) {
        await page.locator(`#scene .${part}`).nth(at).focus();
        await page.keyboard.press("Enter");
        const inner = page.locator("#details li button");
        if ((await inner.count()) > 0) await inner.first().click();
      }
    }
    await page.getByRole("searchbox").fill("<img");
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator("#rows button").first().click();
    expect(await page.locator("script").count()).toBe(before);
    expect(await page.locator("#details img, #rows img, #scene image, main iframe").count()).toBe(0);
    expect(await page.locator("#details").innerText()).toContain("<img src=x onerror=alert(1)>");
  });

  test.each(["light", "dark"] as const)("has no fault that axe finds, %s", async (scheme) => {
    const page = await open(shop, { scheme, bypassCSP: true });
    await page.addScriptTag({
      content: readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
    });
    const faults = async (): Promise<string[]> => {
      const { violations } = await page.evaluate<AxeResults>("axe.run()");
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
    };
    expect(await faults()).toEqual([]);
    await line(page, "web to ledger-db").locator("text").click();
    expect(await faults()).toEqual([]);
    await page.getByRole("button", { name: "Table" }).click();
    expect(await faults()).toEqual([]);
  });
});
