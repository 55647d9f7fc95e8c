import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CallError } from "./errors.ts";
import { type Progress, SILENT, progress } from "./progress.ts";
import { type Style, styleOf } from "./terminal.ts";

/** The output flags, the same for every command. */
export interface OutputFlags {
  readonly format: readonly FormatFlag[];
  readonly out?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** `sarif` or `sarif:plan.sarif`. */
interface FormatFlag {
  readonly name: string;
  readonly file?: string;
}

/** Where a command's result goes. */
export interface Output<Format extends string = string> {
  /** What is wanted; the first is the one that --out and standard output get. */
  readonly formats: readonly Format[];
  /** No progress and no remarks: a check prints only what is wrong, a question only its answer. */
  readonly quiet: boolean;
  readonly progress: Progress;
  /** Draws the result once a format and writes it. Empty text is not written to standard output. */
  write(draw: (format: Format, style: Style) => string | Promise<string>): Promise<void>;
  /** A remark for people on standard error, which --quiet leaves out. */
  remark(text: string): void;
}

/** Adds the output flags to a command. The first format is the default. */
export function addOutputFlags(command: Command, formats: readonly string[]): void {
  const many = formats.length > 1;
  command
    .optionsGroup("Output:")
    .addOption(
      new Option(
        "--format <format[:file]>",
        many
          ? "form of the result, the first unless told; repeat it as FORMAT:FILE to write several"
          : "form of the result",
      )
        .choices(formats)
        .argParser((text: string, before: readonly FormatFlag[] | undefined) => [
          ...(before ?? []),
          readFormat(text, formats),
        ]),
    )
    .option("-o, --out <file>", "write to this file instead of standard output; missing folders are made")
    .option("-q, --quiet", "no progress and no remarks: only what is wrong, or what was asked for")
    .option("--no-color", "no colours, also on a terminal; NO_COLOR does the same");
}

function readFormat(text: string, formats: readonly string[]): FormatFlag {
  const colon = text.indexOf(":");
  const name = colon === -1 ? text : text.slice(0, colon);
  const file = colon === -1 ? undefined : text.slice(colon + 1);
  if (!formats.includes(name)) throw new InvalidArgumentError(`Allowed choices are ${formats.join(", ")}.`);
  if (file === "") throw new InvalidArgumentError(`Name the file behind the colon, ${name}:result.${name}.`);
  return file === undefined ? { name } : { name, file };
}

interface Target<Format> {
  readonly format: Format;
  readonly file?: string;
}

/** Reads the flags; a file that cannot be written is told before the command does any work. */
export function outputOf<Format extends string>(
  flags: Partial<OutputFlags>,
  formats: readonly Format[],
): Output<Format> {
  const targets = targetsOf(flags, formats);
  for (const { file } of targets) if (file !== undefined) makeFolder(file);
  const quiet = flags.quiet === true;
  const shown = quiet ? SILENT : progress(process.stderr);
  return {
    formats: targets.map(({ format }) => format),
    quiet,
    progress: shown,
    write: async (draw) => {
      for (const { format, file } of targets) {
        const style = styleOf(file === undefined ? process.stdout : {}, flags.color !== false);
        const text = await draw(format, style);
        shown.clear();
        if (file === undefined) await print(text);
        else writeFileSync(file, text);
      }
    },
    remark: (text) => {
      shown.clear();
      if (!quiet) process.stderr.write(`${text}\n`);
    },
  };
}

function targetsOf<Format extends string>(
  { format: wanted = [], out }: Partial<OutputFlags>,
  formats: readonly Format[],
): Target<Format>[] {
  const named =
    wanted.length === 0 ? [{ name: formats[0] as Format }] : (wanted as readonly (FormatFlag & { name: Format })[]);
  const open = named.filter(({ file }) => file === undefined);
  if (open.length > 1) {
    const [first, second] = open.map(({ name }) => name);
    throw new CallError(
      `--format ${String(first)} and --format ${String(second)} would go to the same place. Give all but one a file: --format ${String(second)}:result.${String(second)}.`,
    );
  }
  if (open.length === 0 && out !== undefined) {
    throw new CallError(`--out ${out} has nothing to hold: every --format names a file of its own.`);
  }
  return named.map(({ name, file = out }) => (file === undefined ? { format: name } : { format: name, file }));
}

/** Makes the folder that a file goes into. */
function makeFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new CallError(`${file} is a folder; name a file in it.`);
  }
  const folder = path.dirname(path.resolve(file));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(folder, { recursive: true });
}

/** A large result takes more than one write to a pipe, and the process must not end before. */
const print = (text: string): Promise<void> =>
  text === "" ? Promise.resolve() : new Promise((done) => process.stdout.write(text, () => done()));
