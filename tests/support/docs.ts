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

export const pages = (): string[] => [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`)
    .filter((file) => !GENERATED.has(file)),
];

/** A command that a page tells to run. */
export interface Command {
  /** `docs/gateway.md:47`. */
  readonly where: string;
  readonly text: string;
}

/** Programs whose commands are looked at where they stand in a sentence; others may be names of things. */
const OWN = /^(?:npx|npm|node|bash|docker|cilium-eks) /;

/** Every command of some files: lines of shell blocks, indented lines, steps of pipelines, and what a sentence says in code. */
export function commands(files: readonly string[]): Command[] {
  return files.flatMap((file) => {
    let fence: string | undefined;
    const found = readFileSync(path.join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index): Command[] => {
        const where = `${file}:${String(index + 1)}`;
        const marker = /^\s*```(\w*)/.exec(line);
        if (marker !== null) {
          fence = fence === undefined ? (marker[1] ?? "") : undefined;
          return [];
        }
        return textsOf(line, fence).map((text) => ({ where, text }));
      });
    return found;
  });
}

function textsOf(line: string, fence: string | undefined): string[] {
  const step = /(?:^|\s)(?:- |run: |sh '|entry: )((?:npx|npm|node|pulumi|docker|bash) [^']*)/.exec(line)?.[1];
  if (fence === "sh" || fence === "bash") return [withoutRemark(line)].filter((text) => text !== "");
  if (fence !== undefined) return step === undefined ? [] : [withoutRemark(step)];
  const indented = /^ {4}([a-z]\S* .*)$/.exec(line)?.[1];
  if (indented !== undefined && !indented.includes(": ")) return [withoutRemark(indented)];
  return [...line.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text).filter((text) => OWN.test(text));
}

const withoutRemark = (line: string): string => line.replace(/(?:^|\s+)# .*$/, "").trim();

/** Shell blocks as a whole: a command may go over several lines. */
export const shellBlocks = (files: readonly string[]): Example[] => [
  ...examples("sh", files),
  ...examples("bash", files),
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
