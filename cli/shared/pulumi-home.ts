import { createHash } from "node:crypto";
import { readFileSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** What the Pulumi CLI keeps of a project in its home folder. */
interface Workspace {
  /** Selection of a CLI before selections were kept by backend. */
  readonly stack?: string;
  /** Backend -> selected stack. */
  readonly stacks?: Readonly<Record<string, string>>;
}

/**
 * Name of the stack that `pulumi stack select` chose for the project in a folder; undefined where nobody chose, or where the
 * selections of several backends differ. Source: pulumi/pulumi pkg/workspace/workspace.go and pkg/backend/state/stacks.go.
 */
export function selectedStack(root: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment["PULUMI_STACK"];
  if (named !== undefined && named !== "") return shortName(named);
  const home = environment["PULUMI_HOME"] || path.join(homedir(), ".pulumi");
  const endings = asTyped(root, environment).map(
    (folder) => `-${fingerprint(path.join(folder, "Pulumi.yaml"))}-workspace.json`,
  );
  const folder = path.join(home, "workspaces");
  try {
    const file = readdirSync(folder).find((name) => endings.some((ending) => name.endsWith(ending)));
    if (file === undefined) return undefined;
    return chosen(JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Workspace, environment);
  } catch {
    // Never deployed from here, or another user's file: no selection.
    return undefined;
  }
}

function chosen({ stack, stacks = {} }: Workspace, environment: NodeJS.ProcessEnv): string | undefined {
  const backend = environment["PULUMI_BACKEND_URL"];
  const here = backend === undefined ? undefined : stacks[backend];
  const names = new Set(here === undefined ? Object.values(stacks) : [here]);
  if (names.size === 0 && stack !== undefined && stack !== "") names.add(stack);
  const [name] = names;
  return names.size === 1 && name !== undefined ? shortName(name) : undefined;
}

/** `organisation/project/prod` -> `prod`. */
const shortName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

const fingerprint = (file: string): string => createHash("sha1").update(file).digest("hex");

/** The CLI takes the folder as the shell names it, links included. */
function asTyped(root: string, { PWD: shell }: NodeJS.ProcessEnv): string[] {
  const here = process.cwd();
  try {
    if (shell === undefined || shell === here || realpathSync(shell) !== realpathSync(here)) return [root];
    return [root, path.resolve(shell, path.relative(here, root))];
  } catch {
    return [root];
  }
}
