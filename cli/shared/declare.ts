import type { Command } from "commander";
import { page } from "./about.ts";
import { type Output, type OutputFlags, addOutputFlags, outputOf } from "./output.ts";
import { tell } from "./errors.ts";

/** What every command says of itself. */
export interface Face<Format extends string> {
  readonly name: string;
  /** One line without a full stop. */
  readonly says: string;
  /** Page of the documentation, `docs/plan.md`. */
  readonly page: string;
  /** Calls that can be copied, each with what it does. */
  readonly examples: readonly (readonly [call: string, does: string])[];
  /** Forms of the result; the first is the default. */
  readonly formats: readonly Format[];
  /** Exit statuses where they say more than usual. */
  readonly exits?: Readonly<Partial<Record<0 | 1 | 2, string>>>;
}

/** A command that was called. */
interface Call<Flags, Format extends string, Args extends readonly unknown[] = []> {
  readonly flags: Flags;
  /** What stands beside the flags, as the command's arguments read it. */
  readonly args: Args;
  readonly output: Output<Format>;
  /** Whether a flag was typed, or holds its default. */
  readonly typed: (flag: keyof Flags & string) => boolean;
}

/** A command before it runs: options and arguments are added to it, then `runs`. */
export interface Declared<Format extends string> {
  readonly command: Command;
  /** What it does; gives the exit status. Its libraries are loaded in here, so that starting the command line stays cheap. */
  readonly runs: <Flags, Args extends readonly unknown[] = []>(
    run: (call: Call<Flags, Format, Args>) => Promise<number>,
  ) => void;
}

/** Exit statuses of every command. */
export const EXITS = {
  0: "no error",
  1: "findings of severity error",
  2: "the call or an input cannot be read, or something unexpected happened",
} as const;

/** Adds a command that only holds others, `gateway` of `gateway check`. */
export function declareGroup(
  parent: Command,
  { name, says, page: file }: Pick<Face<string>, "name" | "says" | "page">,
): Command {
  return parent
    .command(name)
    .description(says)
    .addHelpText("after", () => ["", `More: ${page(file)}`].join("\n"));
}

/** Adds a command with what all of them have: output flags, examples, exit statuses, a link, one way to fail. */
export function declare<Format extends string>(parent: Command, face: Face<Format>): Declared<Format> {
  const command = parent.command(face.name).description(face.says);
  command.addHelpText("after", () => footer(face));
  return {
    command,
    runs: <Flags, Args extends readonly unknown[] = []>(run: (call: Call<Flags, Format, Args>) => Promise<number>) => {
      addOutputFlags(command, face.formats);
      command.action(async () => {
        try {
          const flags = command.opts<Flags & OutputFlags>();
          const typed = (flag: keyof Flags & string) => command.getOptionValueSource(flag) === "cli";
          const output = outputOf(flags, face.formats);
          const args = command.processedArgs as unknown as Args;
          process.exitCode = await run({ flags, args, output, typed });
        } catch (error) {
          tell(error);
        }
      });
    },
  };
}

function footer<Format extends string>({ examples, exits = {}, page: file }: Face<Format>): string {
  const calls = examples.map(([call, does]) => `  $ ${call}\n      ${does}`);
  const statuses = Object.entries({ ...EXITS, ...exits }).map(([status, meaning]) => `  ${status}  ${meaning}`);
  return ["", "Examples:", ...calls, "", "Exit status:", ...statuses, "", `More: ${page(file)}`].join("\n");
}
