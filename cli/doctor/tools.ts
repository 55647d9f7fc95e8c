import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DEPLOY_TOOLS, type DeployTool } from "../../core/facts/tools.ts";
import { type Step, failed, ok } from "../shared/steps.ts";

const run = promisify(execFile);
const VERSION_CALLS: Readonly<Record<string, readonly string[]>> = {
  pulumi: ["version"],
  aws: ["--version"],
  kubectl: ["version", "--client"],
};

/** The programs on PATH, each asked for its version. */
export const toolSteps = (timeoutMs: number): Promise<Step[]> =>
  Promise.all(DEPLOY_TOOLS.map((tool) => toolStep(tool, timeoutMs)));

async function toolStep({ command, minimum, legacyMinimum, why }: DeployTool, timeout: number): Promise<Step> {
  const call = [command, ...(VERSION_CALLS[command] ?? ["--version"])];
  try {
    const { stdout, stderr } = await run(command, call.slice(1), {
      timeout,
      killSignal: "SIGKILL",
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const version = /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0];
    if (version === undefined) return failed(command, "tells no version", `Install it anew: ${why}.`);
    const least = legacyMinimum?.split(".", 1)[0] === version.split(".", 1)[0] ? legacyMinimum : minimum;
    if (minimum !== undefined && least !== undefined && isBelow(version, least)) {
      return failed(command, version, `Install ${minimum} or newer: ${why}.`);
    }
    return ok(command, version);
  } catch (error) {
    const { code, killed, stderr } = error as NodeJS.ErrnoException & { killed?: boolean; stderr?: string };
    if (code === "ENOENT") return failed(command, "not on PATH", `Install it: ${why}.`);
    if (killed === true) {
      const found = `no answer within ${String(timeout / 1000)} s`;
      return failed(command, found, `Run \`${call.join(" ")}\` by hand: it should print a version at once.`);
    }
    const said = (stderr ?? "").trim().split("\n").at(-1) ?? "";
    return failed(
      command,
      `fails when asked for its version${said === "" ? "" : `: ${said}`}`,
      `Install it anew: ${why}.`,
    );
  }
}

function isBelow(version: string, minimum: string): boolean {
  const [found, least] = [version, minimum].map((text) => text.split(".").map(Number));
  const at = [0, 1, 2].find((part) => found?.[part] !== least?.[part]);
  return at !== undefined && (found?.[at] ?? 0) < (least?.[at] ?? 0);
}
