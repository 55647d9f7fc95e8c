import path from "node:path";
import { fileURLToPath } from "node:url";
import { Severity } from "../../core/findings/finding.ts";
import { OtherRule } from "../shared/rule-texts.ts";
import type { PlacedFinding } from "../shared/report/types.ts";

interface Program {
  /** How the program is called. */
  readonly name: string;
  /** Folder of the project; places are told from the working directory, as those of the stack file are. */
  readonly root: string;
}

/** What ended a program, one finding an error, at its line of the program. */
export function programFaults(messages: readonly string[], program: Program): PlacedFinding[] {
  const told = new Set<string>();
  return messages.flatMap((message) => {
    const { error, frames } = partsOf(message);
    // The SDK tells one error on its own and once more as the program's end.
    if (told.has(error)) return [];
    told.add(error);
    return [
      faultOf(
        error,
        frames.map((frame) => shown(frame, program.root)),
        program,
      ),
    ];
  });
}

function faultOf(error: string, places: readonly string[], { name }: Program): PlacedFinding {
  const [where, ...callers] = places;
  const called = callers.length === 0 ? "" : `\ncalled at ${callers.slice(0, MOST_CALLERS).join(", ")}`;
  return {
    rule: OtherRule.Program,
    severity: Severity.Error,
    subject: "program",
    path: "program",
    found: `${error}${called}`,
    expected: "a program that runs to its end",
    fix: remedyOf(error),
    setting: "program",
    where: where ?? name,
    lens: "settings",
  };
}

const MOST_CALLERS = 4;

/** What the SDK's runner writes in front of an error that nobody caught. */
const PREAMBLE = /^Running program '[^']*' failed with an unhandled exception:\s*/;
const FRAME = /^\s+at (?:async )?(?:.*\()?((?:file:\/\/)?\/?[^\s()]+?:\d+:\d+)\)?$/;
/** Node's own head of a syntax error: the place, then the line with a caret below. */
const HEAD = /^((?:file:\/\/)?\/[^\s]+?:\d+)\n[^]*?\n\s*(\^+)\n\s*/;

/** The error in its own words, and where the program was, innermost first. */
function partsOf(message: string): { readonly error: string; readonly frames: readonly string[] } {
  const text = message.replace(PREAMBLE, "");
  const head = HEAD.exec(text);
  const lines = (head === null ? text : text.slice(head[0].length)).split("\n");
  const frames = lines.flatMap((line) => FRAME.exec(line)?.[1] ?? []);
  const error = lines
    .filter((line) => !/^\s+at /.test(line))
    .join("\n")
    .replaceAll("\t", "  ")
    .trim();
  return { error, frames: [...(head?.[1] === undefined ? [] : [`${head[1]}:${columnIn(head[0])}`]), ...frames] };
}

/** Where the caret stands. */
const columnIn = (head: string): string => String((/^(\s*)\^/m.exec(head)?.[1]?.length ?? 0) + 1);

function shown(frame: string, root: string): string {
  const [, named = frame, place = ""] = /^(.+?)((?::\d+){1,2})$/.exec(frame) ?? [];
  const file = named.startsWith("file://") ? fileURLToPath(named) : path.resolve(root, named);
  const relative = path.relative(process.cwd(), file);
  return `${relative.startsWith("..") ? file : relative.replaceAll(path.sep, "/")}${place}`;
}

/** What the SDK itself says to do is a command to run; else the place is all there is to say. */
function remedyOf(error: string): string {
  const [, command] = /`(pulumi config set [^`]*)`/.exec(error) ?? [];
  if (command !== undefined) return `Run \`${command}\`, or give the value a default in the program.`;
  const [, module] = /Cannot find (?:package|module) '([^']+)'/.exec(error) ?? [];
  if (module !== undefined) {
    return /^[./]|^file:/.test(module)
      ? `Correct the path of the import: ${module} is not there.`
      : `Run \`npm install ${module}\`, or remove the import.`;
  }
  return "Mend the program there: it ended before every resource was declared.";
}
