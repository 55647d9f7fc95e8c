import type { Command, Option } from "commander";
import { valuesOf } from "../shared/completes.ts";

interface Offer {
  readonly value: string;
  readonly says?: string;
}

/** What fits behind the words so far. */
export interface Offers {
  readonly offers: readonly Offer[];
  /** Whether names of files fit too. */
  readonly files: boolean;
}

/** Directives of the protocol that Cobra made: 0 leaves file names to the shell, 4 does not. */
const DIRECTIVE = { files: 0, noFiles: 4 } as const;

/** Answers a shell: a line a value, then the directive. */
export async function complete(program: Command, words: readonly string[]): Promise<void> {
  const { offers, files } = await offersFor(program, words);
  const lines = offers.map(({ value, says = "" }) => `${value}\t${says}`);
  const directive = files ? DIRECTIVE.files : DIRECTIVE.noFiles;
  process.stdout.write(`${[...lines, `:${String(directive)}`].join("\n")}\n`);
}

/** The last word is the one that is being typed. */
export async function offersFor(program: Command, words: readonly string[]): Promise<Offers> {
  const typed = words.at(-1) ?? "";
  const { command, waiting, positionals } = walk(program, words.slice(0, -1));
  if (waiting !== undefined) return valuesFor(waiting, typed);
  if (typed.startsWith("-")) return options(command, typed);
  const subcommands = command
    .createHelp()
    .visibleCommands(command)
    .filter((sub) => sub.name().startsWith(typed))
    .map((sub) => ({ value: sub.name(), says: sub.description() }));
  const argument =
    command.registeredArguments[positionals] ?? command.registeredArguments.findLast((last) => last.variadic);
  if (argument === undefined) return { offers: subcommands, files: false };
  const values = (await valuesOf(argument)).filter((value) => value.startsWith(typed));
  return { offers: [...subcommands, ...values.map((value) => ({ value }))], files: argument.name() === "file" };
}

interface Walked {
  readonly command: Command;
  /** Option whose value comes next. */
  readonly waiting: Option | undefined;
  readonly positionals: number;
}

function walk(program: Command, words: readonly string[]): Walked {
  let command = program;
  let waiting: Option | undefined;
  let positionals = 0;
  for (const word of words) {
    if (waiting !== undefined) waiting = undefined;
    else if (word.startsWith("-")) {
      const option = find(command, word);
      waiting = option !== undefined && takesValue(option) && !word.includes("=") ? option : undefined;
    } else {
      const sub = command.commands.find((candidate) => candidate.name() === word);
      positionals = sub === undefined ? positionals + 1 : 0;
      command = sub ?? command;
    }
  }
  return { command, waiting, positionals };
}

const find = (command: Command, word: string): Option | undefined => {
  const [name] = word.split("=", 1);
  return command.options.find(({ long, short }) => long === name || short === name);
};

const takesValue = ({ required, optional }: Option): boolean => required || optional;

async function options(command: Command, typed: string): Promise<Offers> {
  const equals = typed.indexOf("=");
  const option = find(command, typed);
  if (equals !== -1 && option !== undefined) {
    const { offers, files } = await valuesFor(option, typed.slice(equals + 1));
    return {
      offers: offers.map(({ value, ...rest }) => ({ value: `${typed.slice(0, equals + 1)}${value}`, ...rest })),
      files,
    };
  }
  const offers = command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, short, description }) => {
      const name = typed.length === 2 && typed === short ? short : long;
      return name?.startsWith(typed) === true ? [{ value: name, says: firstSentence(description) }] : [];
    });
  return { offers, files: false };
}

const firstSentence = (text: string): string => text.split(/[;(:]/, 1)[0]?.trim() ?? text;

async function valuesFor(option: Option, typed: string): Promise<Offers> {
  const values = (await valuesOf(option)).filter((value) => value.startsWith(typed));
  return { offers: values.map((value) => ({ value })), files: /<(?:[\w-]*file|folder)>/.test(option.flags) };
}
