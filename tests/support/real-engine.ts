import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleAccount } from "./aws-account.ts";
import { startConnectProxy } from "./connect-proxy.ts";
import { readSteps, type Step } from "./engine-events.ts";
import { environment, linkProgram, readConfig, REGION, type StackConfig, writeConfig } from "./real-project.ts";
import { beforehandOf } from "./standin-aws/beforehand.ts";
import { type AccountServer, startAccount } from "./standin-aws/server.ts";
import type { ControlPlane } from "./testcluster.ts";

/** The Pulumi CLI on PATH, or one line that says why there is none. */
export function findPulumi(): { readonly version: string } | { readonly missing: string } {
  try {
    const version = execFileSync("pulumi", ["version"], {
      encoding: "utf8",
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    return { version: version.trim() };
  } catch {
    return { missing: "`pulumi version` does not answer: the Pulumi CLI is not on PATH" };
  }
}

export interface RealStackOptions {
  /** Folder of a Pulumi program; it is linked to, never written. */
  readonly source: string;
  readonly stack: string;
  /** @default Pulumi.STACK.yaml of the source */
  readonly stackFile?: string;
  /** What the stack file becomes, from what it says. */
  readonly config?: (own: StackConfig) => StackConfig;
  /** What stands behind EKS clusters. */
  readonly plane: ControlPlane;
}

interface RunOptions {
  readonly policyPack?: string;
  readonly expectNoChanges?: boolean;
  /** More arguments of the CLI. */
  readonly args?: readonly string[];
}

/** The CLI said no; the message holds what it printed. */
export class EngineFailure extends Error {
  readonly steps: readonly Step[];
  constructor(message: string, steps: readonly Step[] = []) {
    super(message);
    this.steps = steps;
  }
}

interface Outcome {
  readonly output: string;
  /** What the engine did, in order. */
  readonly steps: readonly Step[];
}

/** A resource as the engine keeps it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** One stack on the real engine: a file backend, the stand-in aws provider and a real API server, all in a folder of its own. */
export interface RealStack {
  preview(options?: RunOptions): Promise<Outcome>;
  up(options?: RunOptions): Promise<Outcome>;
  refresh(options?: RunOptions): Promise<Outcome>;
  destroy(options?: RunOptions): Promise<Outcome>;
  /** Any other command of the CLI, `cancel` or `import`, on this stack. @throws EngineFailure */
  command(...args: readonly string[]): Promise<string>;
  /** Ends `up` by SIGKILL, engine and plugins, as soon as the account or the event log says that it is time. */
  upUntil(time: (stack: RealStack) => boolean): Promise<"killed" | "ended">;
  /**
   * Takes away what a kill left empty beside the state: the backend of files writes the state whole, by a rename, but its
   * `.attrs` in place, and reads an empty one as `failed to load checkpoint: EOF`.
   */
  restoreState(): void;
  /** Writes the stack file anew, from what it says. */
  configure(change: (own: StackConfig) => StackConfig): void;
  /** The state, without the stack itself. */
  resources(): Promise<readonly StateResource[]>;
  /** The whole state as text. */
  exported(): Promise<string>;
  /** What stands in the event log of the run that is under way, or was the last. */
  steps(): readonly Step[];
  /** Folder of the program, for who runs the engine by other means. */
  readonly project: string;
  /** What the CLI needs there. */
  readonly environment: NodeJS.ProcessEnv;
  /** The AWS account behind the stand-in provider. */
  readonly aws: AccountServer;
  /** Hosts off this machine that something tried to reach, and did not. */
  readonly refused: readonly string[];
  remove(): Promise<void>;
}

/** The clusters' endpoint: like EKS's it has a name and no port. The API server's own certificate carries this name. */
const API_HOST = "kubernetes.default.svc";

/** What EKS would say of the control plane behind a cluster. */
export const describedAs = ({ certificateAuthority }: ControlPlane) => ({
  endpoint: `https://${API_HOST}`,
  certificateAuthority: Buffer.from(certificateAuthority).toString("base64"),
});

const RUN_TIMEOUT_MS = 540_000;
const KILL_POLL_MS = 20;

export async function createRealStack(options: RealStackOptions): Promise<RealStack> {
  const { source, stack, config, plane, stackFile = join(source, `Pulumi.${stack}.yaml`) } = options;
  const dir = mkdtempSync(join(tmpdir(), "real-engine-"));
  const project = join(dir, "project");
  linkProgram(source, project);
  let written = readConfig(stackFile);
  const configure = (change: (own: StackConfig) => StackConfig): void => {
    written = change(written);
    writeConfig(project, stack, written);
  };
  configure(config ?? ((own) => own));
  const proxy = await startConnectProxy(API_HOST, Number(new URL(plane.server).port));
  const account = { ...exampleAccount(REGION), controlPlane: describedAs(plane) };
  const aws = await startAccount(account, beforehandOf(written));
  const env = environment(dir, aws.url, plane, proxy);
  const events = join(dir, "events.json");
  const pulumi = (args: readonly string[], kill?: () => boolean) => runPulumi(args, project, env, kill);
  const command = async (...args: readonly string[]): Promise<string> => {
    const { code, output } = await pulumi([...args, "--stack", stack]);
    if (code !== 0) throw new EngineFailure(`pulumi ${args.join(" ")} ended with ${String(code)}:\n${output}`);
    return output;
  };

  const argumentsOf = (name: string, settings: RunOptions = {}): readonly string[] => [
    name,
    "--stack",
    stack,
    "--event-log",
    events,
    ...(name === "preview" ? [] : ["--yes", "--skip-preview"]),
    ...(settings.expectNoChanges === true ? ["--expect-no-changes"] : []),
    ...(settings.policyPack === undefined ? [] : ["--policy-pack", settings.policyPack]),
    ...(settings.args ?? []),
  ];
  const run = async (name: string, settings?: RunOptions): Promise<Outcome> => {
    rmSync(events, { force: true });
    const { code, output } = await pulumi(argumentsOf(name, settings));
    const steps = readSteps(events);
    if (code !== 0) throw new EngineFailure(`pulumi ${name} ended with ${String(code)}:\n${output}`, steps);
    return { output, steps };
  };
  const exported = () => command("stack", "export");

  const created = await pulumi(["stack", "init", stack]);
  if (created.code !== 0) throw new EngineFailure(created.output);
  const it: RealStack = {
    preview: (settings) => run("preview", settings),
    up: (settings) => run("up", settings),
    refresh: (settings) => run("refresh", settings),
    destroy: (settings) => run("destroy", settings),
    command,
    async upUntil(time) {
      rmSync(events, { force: true });
      const { killed } = await pulumi(argumentsOf("up"), () => time(it));
      return killed ? "killed" : "ended";
    },
    restoreState() {
      const state = join(dir, "state", ".pulumi");
      for (const name of readdirSync(state, { recursive: true, encoding: "utf8" })) {
        const file = join(state, name);
        if (name.endsWith(".attrs") && statSync(file).size === 0) rmSync(file);
      }
    },
    configure,
    async resources() {
      const output = await exported();
      const { deployment } = JSON.parse(output.slice(output.indexOf("{"))) as {
        deployment: { resources?: StateResource[] };
      };
      return (deployment.resources ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack");
    },
    exported,
    steps: () => readSteps(events),
    project,
    environment: env,
    aws,
    refused: proxy.refused,
    async remove() {
      await aws.close();
      await proxy.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return it;
}

interface Printed {
  readonly code: number | null;
  readonly output: string;
  readonly killed: boolean;
}

/** In a process group of its own, so that a kill takes the plugins along. */
function runPulumi(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  kill?: () => boolean,
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let killed = false;
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    };
    const timeout = setTimeout(end, RUN_TIMEOUT_MS);
    const watch = setInterval(() => {
      if (kill?.() !== true) return;
      killed = true;
      clearInterval(watch);
      end();
    }, KILL_POLL_MS);
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timeout);
      clearInterval(watch);
      resolve({ code, output: Buffer.concat(chunks).toString("utf8"), killed });
    });
  });
}
