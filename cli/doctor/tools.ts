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

async function toolStep({ command, minimum, why }: DeployTool, timeout: number): Promise<Step> {
  try {
    const { stdout, stderr } = await run(command, [...(VERSION_CALLS[command] ?? ["--version"])], {
      timeout,
      killSignal: "SIGKILL",
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const version = /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0];
    if (version === undefined) return failed(command, "tells no version", `Install it anew: ${why}.`);
    if (minimum !== undefined && isBelow(version, minimum)) {
      return failed(command, version, `Install ${minimum} or newer: ${why}.`);
    }
    return ok(command, version);
  } catch (error) {
    const { code, killed } = error as NodeJS.ErrnoException & { killed?: boolean };
    const found =
      code === "ENOENT"
        ? "not on PATH"
        : killed === true
          ? `no answer within ${String(timeout / 1000)} s`
          : "fails when asked for its version";
    return failed(command, found, `Install it: ${why}.`);
  }
}

function isBelow(version: string, minimum: string): boolean {
  const [found, least] = [version, minimum].map((text) => text.split(".").map(Number));
  const at = [0, 1, 2].find((part) => found?.[part] !== least?.[part]);
  return at !== undefined && (found?.[at] ?? 0) < (least?.[at] ?? 0);
}
