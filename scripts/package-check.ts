/** `npm run package:check [folder]`: packs once, as npm would publish it, and has the tarball judged. It stays in the folder that is given. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const [given] = process.argv.slice(2);
const folder = given ?? mkdtempSync(path.join(tmpdir(), "tarball-"));

try {
  const said = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, encoding: "utf8" });
  const tarball = path.join(folder, said.trim().split("\n").at(-1) ?? "");
  const evaluate = (program: string, ...args: readonly string[]): void => {
    execFileSync(path.join(root, "node_modules/.bin", program), args, { cwd: root, stdio: "inherit" });
  };
  evaluate("publint", tarball, "--strict");
  evaluate("attw", tarball, "--profile", "esm-only");
} finally {
  if (given === undefined) rmSync(folder, { recursive: true });
}
