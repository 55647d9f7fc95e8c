import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CallError } from "./errors.ts";

const run = promisify(execFile);

/** How long one answer of AWS may take, its own retries included. */
const AWS_DEADLINE_MS = 20_000;

/**
 * Asks AWS by the AWS CLI, which a deployment needs anyway and which knows every way of signing in; nothing is changed.
 * `service` and `operation` are the CLI's words: `ec2`, `describe-subnets`.
 */
export async function askAws<T>(
  [service, operation, ...args]: readonly [service: string, operation: string, ...args: string[]],
  region?: string,
  deadlineMs = AWS_DEADLINE_MS,
): Promise<T> {
  const call = [service, operation, ...args, ...(region === undefined ? [] : ["--region", region])];
  try {
    const { stdout } = await run("aws", [...call, "--output", "json", "--no-cli-pager"], {
      timeout: deadlineMs,
      killSignal: "SIGKILL",
      maxBuffer: 64 << 20,
      env: { ...process.env, AWS_CLI_AUTO_PROMPT: "off" },
    });
    return JSON.parse(stdout) as T;
  } catch (error) {
    throw new CallError(`aws ${service} ${operation}: ${reason(error, deadlineMs)}`, { cause: error });
  }
}

function reason(error: unknown, deadlineMs: number): string {
  const { code, killed, stderr, message } = error as NodeJS.ErrnoException & { killed?: boolean; stderr?: string };
  if (code === "ENOENT") return "the AWS CLI is not on PATH.";
  if (killed === true) return `no answer within ${String(deadlineMs / 1000)} s.`;
  const lines = (stderr ?? message).trim().split("\n");
  return lines.findLast((line) => line.trim() !== "")?.trim() ?? message;
}
