/** Builds the page of docs/playground.md: `node scripts/build-playground.ts [file]`, playground/dist/index.html where none is given. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import { ARTICLES } from "./articles.ts";

const root = path.resolve(import.meta.dirname, "..");
const source = path.join(root, "playground");

/** Editors make their styles while they run; they say whose they are by this. */
const NONCE = "playground";

/** A script and all that it imports, as one text. What only Node has ends the build: the page has none of it. */
async function bundle(file: string): Promise<string> {
  const missing: string[] = [];
  const build = await rolldown({
    input: path.join(source, file),
    platform: "browser",
    onLog: (_, { message }) => void missing.push(message),
  });
  const { output } = await build.generate({ format: "iife", minify: true });
  await build.close();
  if (missing.length > 0) throw new Error(missing.join("\n"));
  // Whatever stands in a script ends it at this; in JavaScript both mean the same, as in texts and in regular expressions.
  return output[0].code.replaceAll(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "<\\!--");
}

const json = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");
const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const read = (name: string): string => readFileSync(path.join(source, "page", name), "utf8");

/** The page as one text: nothing is loaded, and its policy lets nothing out. */
export async function playground(): Promise<string> {
  const [engine, page] = await Promise.all([bundle("worker/index.ts"), bundle("page/main.ts")]);
  const parts: Readonly<Record<string, string>> = {
    nonce: NONCE,
    style: read("page.css"),
    examples: json(ARTICLES.map(({ title, files }) => ({ title, files }))),
    engine,
    page,
    policy: [
      "default-src 'none'",
      `script-src ${hash(page)}`,
      "worker-src blob:",
      `style-src 'nonce-${NONCE}'`,
      // Chromium gives text that is typed over a selection one; nothing can be loaded by it.
      "style-src-attr 'unsafe-inline'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join("; "),
  };
  // Without the white space that formatting puts around: the policy has the hash of the script alone.
  return read("index.html").replaceAll(/\s*%(\w+)%\s*/g, (whole, name: string) => parts[name] ?? whole);
}

if (process.argv[1] === import.meta.filename) {
  const file = path.resolve(process.argv[2] ?? path.join(source, "dist/index.html"));
  const text = await playground();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${path.relative(process.cwd(), file)}, ${(text.length / 1e6).toFixed(2)} MB\n`);
}
