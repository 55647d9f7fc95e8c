import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's package `chromium`, then names that others use. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
] as const;

/** Path of a browser, or one line that says what is missing. A variable that is set but wrong is a fault, not a reason to skip. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | { readonly missing: string } {
  const named = env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which does not exist`);
  }
  const found = PLACES.find((place) => existsSync(place));
  if (found !== undefined) return found;
  return { missing: "no Chromium: apt-get install chromium, or set CHROMIUM to the path of one" };
}

export async function launchChromium(executablePath: string): Promise<Browser> {
  // Root in a container has no user namespace for the sandbox.
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}
