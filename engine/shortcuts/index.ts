import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { SHARED } from "./shared.ts";
import { takeAll } from "./shortcut.ts";

/** Takes the shortcuts of the SDK's program runner or policy host, whichever this process is about to run. */
export async function takeShortcuts(runner: string): Promise<void> {
  const require = createRequire(join(runner, "index.js"));
  const { SHORTCUTS } = basename(runner) === "run" ? await import("./program.ts") : await import("./pack.ts");
  takeAll([...SHARED, ...SHORTCUTS], require);
}
