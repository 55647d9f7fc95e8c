import { existsSync } from "node:fs";
import path from "node:path";
import { StackFileError } from "../../config/stack.ts";

/** The nearest folder with a Pulumi.yaml, from the working directory upwards. */
export function projectRoot(): string {
  let folder = process.cwd();
  while (!existsSync(path.join(folder, "Pulumi.yaml"))) {
    const parent = path.dirname(folder);
    if (parent === folder) {
      throw new StackFileError("No Pulumi.yaml here or above. Run this in the folder of a Pulumi project.");
    }
    folder = parent;
  }
  return folder;
}
