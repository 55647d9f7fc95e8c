import { readdirSync } from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { completes } from "./completes.ts";
import { CallError } from "./errors.ts";
import { selectedStack } from "./pulumi-home.ts";

/** Flags of every command that reads a stack file. */
export interface StackFlags {
  readonly stack?: string;
  readonly stackFile?: string;
}

/** A stack and its file. */
export interface NamedStack {
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  /** As it is shown: below the working directory relative to it, elsewhere as it was typed. */
  readonly shownAs: string;
}

/** Adds `--stack` and `--stack-file`. */
export function addStackFlags(command: Command): void {
  command
    .addOption(
      completes(
        new Option(
          "-s, --stack <name>",
          "stack, whose file is Pulumi.<name>.yaml (default: the one that `pulumi stack select` chose, the only one, or prod)",
        ),
        () => stacksIn(process.cwd()),
      ),
    )
    .option("-f, --stack-file <file>", "stack file elsewhere; names the stack unless --stack does");
}

const STACK_FILE = /^Pulumi\.(.+)\.ya?ml$/;

/** Names of the stacks that have a file in a folder. */
export const stacksIn = (root: string): string[] =>
  readdirSync(root)
    .flatMap((file) => STACK_FILE.exec(file)?.[1] ?? [])
    .toSorted();

/** The stack that was meant. `--stack-file path/Pulumi.blue.yaml` names the stack `blue` unless `--stack` says otherwise. */
export function namedStack({ stack, stackFile }: StackFlags, root: string): NamedStack {
  if (stackFile !== undefined) {
    const file = path.resolve(stackFile);
    const name = path
      .basename(stackFile)
      .replace(/^Pulumi\./, "")
      .replace(/\.ya?ml$/, "");
    return { name: stack ?? name, file, shownAs: shown(file, stackFile) };
  }
  const name = stack ?? defaultStack(root);
  const file = path.join(root, `Pulumi.${name}.yaml`);
  return { name, file, shownAs: shown(file) };
}

const shown = (file: string, typed = file): string => {
  const relative = path.relative(process.cwd(), file);
  return (relative.startsWith("..") || path.isAbsolute(relative) ? typed : relative).replaceAll("\\", "/");
};

function defaultStack(root: string): string {
  const selected = selectedStack(root);
  if (selected !== undefined) return selected;
  const names = stacksIn(root);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  if (names.includes("prod")) return "prod";
  throw new CallError(
    only === undefined
      ? "There is no stack file here. Make one by `cilium-eks init`, or name one by --stack-file."
      : `There are several stacks, and none is selected: give --stack ${names.join(", or --stack ")}.`,
  );
}
