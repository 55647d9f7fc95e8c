import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { about } from "../shared/about.ts";
import type { Output } from "../shared/output.ts";

const QUIET: Readonly<Record<string, readonly string[]>> = {
  npm: ["install", "--no-audit", "--no-fund", "--loglevel=error"],
};

/** The one that runs this command, as it says itself: `pnpm/10.2.0 npm/? node/v24.1.0`. */
export function packageManager(env: NodeJS.ProcessEnv = process.env): string {
  const name = env["npm_config_user_agent"]?.split("/", 1)[0] ?? "";
  return ["npm", "pnpm", "yarn", "bun"].includes(name) ? name : "npm";
}

/** What a project depends on to get this very package: the file it was installed from, else its version on the registry. */
export function ownSpecifier(start = import.meta.dirname): string {
  const { name, version } = about();
  const end = `${path.sep}node_modules${path.sep}${name}`;
  const at = start.lastIndexOf(end);
  if (at === -1) return `^${version}`;
  const modules = path.join(start.slice(0, at), "node_modules");
  try {
    // npm's own note of where everything came from; files stand relative to the folder of node_modules.
    const { packages } = JSON.parse(readFileSync(path.join(modules, ".package-lock.json"), "utf8")) as Lock;
    const from = packages[`node_modules/${name}`]?.resolved;
    if (from?.startsWith("file:") !== true) return `^${version}`;
    return `file:${path.resolve(path.dirname(modules), from.slice("file:".length))}`;
  } catch {
    return `^${version}`;
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string } | undefined>>;
}

/** Installs what package.json names; whether it worked. A failure is told, and the project stays. */
export async function install(folder: string, output: Output): Promise<boolean> {
  const manager = packageManager();
  const args = QUIET[manager] ?? ["install"];
  output.progress.show(`Installing the packages: ${manager} install`);
  // On Windows package managers are scripts, which only a shell starts.
  const child = spawn(manager, args, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32",
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-4000);
  });
  const fault = await new Promise<string | undefined>((done) => {
    child.once("error", (error) => done(error.message));
    child.once("close", (code) => done(code === 0 ? undefined : said.trim()));
  });
  if (fault === undefined) return true;
  output.remark(`${manager} install did not succeed; what was written stays, and can be installed later.\n${fault}`);
  return false;
}
