import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { WAIVERS_FILE } from "../../readers/check.ts";
import type { Input } from "../../readers/input.ts";

/** The file of waivers that was named, else the one beside the inputs, else the one here. */
export function readWaiversFile(named: string | undefined, folders: readonly string[]): Input | undefined {
  const file =
    named ??
    [...folders, "."].map((folder) => path.join(folder, WAIVERS_FILE)).find((candidate) => existsSync(candidate));
  return file === undefined ? undefined : { name: file, text: readFileSync(file, "utf8") };
}
