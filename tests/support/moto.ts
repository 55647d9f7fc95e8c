/**
 * An AWS API on loopback: `moto_server` of PyPI's moto (extras server, ec2, eks, elbv2, iam), found by MOTO_SERVER or on PATH.
 *
 * In front of it stands the server of aws-api.ts, which passes calls on and answers itself what moto lacks or cannot be made to
 * say: faults (throttling, denials, silence), EKS's ListAddons, prefixes on network interfaces. Such answers are given by
 * `answer`; a call that none of them answers goes to moto.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { type AwsApi, startAwsApi } from "./aws-api.ts";

interface Moto extends AwsApi {
  /** Forgets every resource, call and answer. */
  reset(): Promise<void>;
}

/** Path of `moto_server`, or one line that says what is missing. A variable that is set but wrong is a fault, not a reason to skip. */
function findMoto(env: NodeJS.ProcessEnv = process.env): string | { readonly missing: string } {
  const named = env["MOTO_SERVER"];
  if (named !== undefined && named !== "") {
    accessSync(named, constants.X_OK);
    return named;
  }
  const found = (env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, "moto_server"))
    .find(isProgram);
  return found ?? { missing: "moto_server is not on PATH and MOTO_SERVER is not set" };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For `describe.skipIf`: whether there is no moto here, said in one line. */
export function motoIsMissing(what: string): boolean {
  const found = findMoto();
  if (typeof found === "string") return false;
  console.warn(`${what} skipped: ${found.missing}`);
  return true;
}

const READY_MS = 60_000;

/** Takes two to three seconds. The caller stops it; it ends with this process in any case. */
export async function startMoto(region = "eu-central-1"): Promise<Moto> {
  const program = findMoto();
  if (typeof program !== "string") throw new Error(program.missing);
  const env = { ...process.env, PYTHONUNBUFFERED: "1" };
  const child = spawn(program, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "pipe", "pipe"], env });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const port = await portOf(child);
  const api = await startAwsApi(port, region);
  return {
    ...api,
    reset: async () => {
      api.answer();
      api.calls.length = 0;
      const { ok } = await fetch(`http://127.0.0.1:${String(port)}/moto-api/reset`, { method: "POST" });
      if (!ok) throw new Error("moto does not reset");
    },
    stop: async () => {
      process.off("exit", kill);
      await api.stop();
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Werkzeug says which port it was given. */
function portOf(child: ChildProcess): Promise<number> {
  let said = "";
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const timer = setTimeout(() => reject(new Error(`moto_server is not ready: ${said}`)), READY_MS);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  }
  child.once("error", reject);
  child.once("exit", (code) => reject(new Error(`moto_server ended with ${String(code)}: ${said}`)));
  return promise.finally(() => clearTimeout(timer));
}
