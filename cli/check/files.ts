import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Input } from "../../readers/input.ts";
import { MOST_JSON } from "../../readers/limits.ts";
import { CallError } from "../shared/errors.ts";

/** What was read from files, folders and standard input. */
export interface Inputs {
  readonly inputs: readonly Input[];
  /** Names of files that nobody named: they were found in a folder. */
  readonly found: ReadonlySet<string>;
  /** Folders of the inputs, each once. */
  readonly folders: readonly string[];
  readonly notes: readonly string[];
}

/** Whether a name is the folder of a Pulumi project. */
export const isProject = (name: string): boolean =>
  ["Pulumi.yaml", "Pulumi.yml"].some((file) => existsSync(path.join(name, file)));

/** Never holds what somebody deploys by hand: packages, working copies of tools, charts that are rendered. */
const SKIPPED_FOLDERS = /^(?:node_modules|vendor|\.terraform|\.git|\..+|__pycache__|dist)$/;
const READ_FILES = /\.(?:ya?ml|json|gotmpl|tmpl)$/;
/** Of other tools, whatever they hold: locks and settings of packages, of editors, of pipelines. */
const SKIPPED_FILES =
  /^(?:package(?:-lock)?|tsconfig.*|pnpm-lock|renovate|composer)\.(?:json|ya?ml)$|^Pulumi\..*ya?ml$/;
/** More files than this are no folder of manifests. */
const MOST_FILES = 10_000;

export async function readInputs(named: readonly string[]): Promise<Inputs> {
  const inputs: Input[] = [];
  const found = new Set<string>();
  const folders = new Set<string>();
  const notes: string[] = [];
  for (const name of named) {
    if (name === "-") inputs.push({ name: "standard input", text: await standardInput() });
    else if (statSync(name).isDirectory()) {
      folders.add(name);
      for (const file of filesIn(name, notes)) {
        const shown = path.join(name, file);
        found.add(shown);
        inputs.push({ name: shown, text: textOf(shown) });
      }
    } else {
      folders.add(path.dirname(name));
      inputs.push({
        name,
        text: statSync(name).isFile() ? textOf(name) : await textOfStream(createReadStream(name), name),
      });
    }
  }
  return { inputs: distinct(inputs), found, folders: [...folders], notes };
}

/** A file that is named twice is read once. */
const distinct = (inputs: readonly Input[]): Input[] => [
  ...new Map(inputs.map((input) => [path.normalize(input.name), input])).values(),
];

function textOf(file: string): string {
  const { size } = statSync(file);
  if (size > MOST_JSON) throw tooLarge(file, `has ${String(Math.round(size / 1024 / 1024))} MB`);
  return readFileSync(file, "utf8");
}

const tooLarge = (name: string, has: string): CallError =>
  new CallError(`${name} ${has}, and check reads at most ${String(MOST_JSON / 1024 / 1024)} MB.`);

/** A pipe and a device have no size, and may have no end. */
async function textOfStream(stream: AsyncIterable<unknown>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MOST_JSON) throw tooLarge(name, "goes on and on");
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Files below a folder, sorted. */
function filesIn(root: string, notes: string[]): string[] {
  const files: string[] = [];
  const visit = (folder: string): void => {
    const entries = readdirSync(path.join(root, folder), { withFileTypes: true }).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    const isChart = entries.some((entry) => entry.isFile() && entry.name === "Chart.yaml");
    for (const entry of entries) {
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (SKIPPED_FOLDERS.test(entry.name)) continue;
        if (isChart && entry.name === "templates") {
          notes.push(
            `${path.join(root, inside)}: templates of a chart were not read. Pipe what they make: helm template ${path.join(root, folder)} | cilium-eks check -`,
          );
        } else visit(inside);
      } else if (entry.isFile() && READ_FILES.test(entry.name) && !SKIPPED_FILES.test(entry.name)) files.push(inside);
      if (files.length > MOST_FILES)
        throw new CallError(`${root} holds more than ${String(MOST_FILES)} files; name a folder of manifests.`);
    }
  };
  visit("");
  return files;
}

async function standardInput(): Promise<string> {
  const text = await textOfStream(process.stdin, "Standard input");
  if (text.trim() === "") throw new CallError("Standard input is empty: the command before the pipe wrote nothing.");
  return text;
}
