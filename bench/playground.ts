/** `node bench/playground.ts`: from opening the page of docs/playground.md to its first answer, in Chromium. ROUNDS=1 is quicker. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { playground } from "../scripts/build-playground.ts";
import { findChromium, launchChromium } from "../tests/support/chromium.ts";
import { median } from "./measure.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 7);
/** What docs/benchmarks.md promises. */
const MOST_MS = 1000;
const MOST_BYTES = 2_500_000;

const chromium = findChromium();
if (typeof chromium !== "string") throw new Error(chromium.missing);
const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
const browser = await launchChromium(chromium);
try {
  const file = path.join(folder, "index.html");
  const page = await playground();
  writeFileSync(file, page);
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // A context of its own: nothing is kept from the round before.
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(file).href);
    await tab.waitForSelector("html[data-answered]");
    const milliseconds = await tab.evaluate<number>("performance.getEntriesByName('first answer')[0].startTime");
    if (round > 0) times.push(milliseconds);
    await context.close();
  }
  const range = `${String(Math.round(Math.min(...times)))} to ${String(Math.round(Math.max(...times)))} ms`;
  process.stdout.write(
    `first answer ${String(Math.round(median(times)))} ms (${range}), ${String(page.length)} bytes\n`,
  );
  if (median(times) > MOST_MS || page.length > MOST_BYTES) process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
