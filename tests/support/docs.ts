import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** An example in README.md or docs/: what stands between the fences. */
export interface Example {
  /** `docs/gateway.md:47`. */
  readonly where: string;
  readonly text: string;
}

/** Pages that are generated from the rules' cases have thousands of lines, and are right by construction. */
const GENERATED: ReadonlySet<string> = new Set(["docs/policies.md", "docs/config.md", "docs/alerts.md"]);

const pages = (): string[] => [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`)
    .filter((file) => !GENERATED.has(file)),
];

/** Every fenced example of a language, in all pages or in some. */
export function examples(language: string, files: readonly string[] = pages()): Example[] {
  return files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map((match) => ({
      where: `${file}:${String(text.slice(0, match.index).split("\n").length)}`,
      text: match[1] ?? "",
    }));
  });
}
