import path from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { type Declaration, LATER } from "../../core/contracts/declaration.ts";

type Unplaced<D> = D extends unknown ? Omit<D, "where"> : never;

/** Under this name the offline engine (engine/preload.ts) listens to what a program tells; a deployment has nobody who does. */
const LISTENER = Symbol.for("pulumi-preview.tell");

type Listening = typeof globalThis & { readonly [LISTENER]?: (message: unknown) => void };

/** Tells whoever plans the program what it asks for, before that is judged: `plan` speaks of the program, not of a file beside it. */
export function declare(declaration: Unplaced<Declaration>): void {
  const tell = (globalThis as Listening)[LISTENER];
  tell?.({ ...(plain(declaration) as object), where: caller() });
}

/** Plain data; Outputs, promises and resources become {@link LATER}. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  if (Array.isArray(value)) return value.map(plain);
  if (pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.Resource.isInstance(value)) return LATER;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Folders of this package, of which the program's own file is none; `chunks` is where a build puts what several files share. */
const OWN = ["components", "program", "chunks"].map(
  (folder) => path.resolve(import.meta.dirname, "../..", folder) + path.sep,
);

/** The nearest frame in a file of the program, from the working directory. */
function caller(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  const { stack = "" } = new Error("where");
  Error.stackTraceLimit = stackTraceLimit;
  for (const line of stack.split("\n")) {
    const [, url = "", position = ""] = /(?:\(|at |async )(file:\/\/.+?|\/.+?):(\d+:\d+)\)?$/.exec(line.trim()) ?? [];
    const file = url.startsWith("file:") ? fileURLToPath(url) : url;
    const own = OWN.some((folder) => file.startsWith(folder));
    if (file === "" || own || file.includes(`${path.sep}node_modules${path.sep}`)) continue;
    return `${path.relative(process.cwd(), file).split(path.sep).join("/")}:${position}`;
  }
  return undefined;
}
