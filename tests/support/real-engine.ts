import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { type ConnectProxy, startConnectProxy } from "./connect-proxy.ts";
import { type LogLine, readLog } from "./standin-aws/log.ts";
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
  /** What the stack file becomes, from what it says. */
  readonly config?: (own: StackConfig) => StackConfig;
  /** What stands behind EKS clusters. */
  readonly plane: ControlPlane;
}

export type StackConfig = Readonly<Record<string, unknown>>;

export interface RunOptions {
  readonly policyPack?: string;
  readonly expectNoChanges?: boolean;
  /** More arguments of the CLI. */
  readonly args?: readonly string[];
}

/** The CLI said no; the message holds what it printed. */
export class EngineFailure extends Error {}

export interface Outcome {
  readonly output: string;
  /** What the engine did, in order. */
  readonly steps: readonly Step[];
}

/** The start or the end of one operation of the engine on one resource. */
export interface Step {
  readonly phase: "start" | "end";
  /** `create`, `delete`, `same`, `update`, `replace` … */
  readonly operation: string;
  readonly type: string;
  readonly name: string;
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
  destroy(): Promise<Outcome>;
  /** The state, without the stack itself. */
  resources(): Promise<readonly StateResource[]>;
  /** What the stand-in aws provider did, in order. */
  log(): readonly LogLine[];
  /** Hosts off this machine that something tried to reach, and did not. */
  readonly refused: readonly string[];
  remove(): Promise<void>;
}

const STANDIN = join(import.meta.dirname, "standin-aws");
const REGION = "eu-central-1";
/** The clusters' endpoint: like EKS's it has a name and no port. The API server's own certificate carries this name. */
const API_HOST = "kubernetes.default.svc";
const RUN_TIMEOUT_MS = 540_000;

export async function createRealStack(options: RealStackOptions): Promise<RealStack> {
  const dir = mkdtempSync(join(tmpdir(), "real-engine-"));
  const project = join(dir, "project");
  const log = join(dir, "aws.log");
  linkProgram(options, project);
  const proxy = await startConnectProxy(API_HOST, Number(new URL(options.plane.server).port));
  const env = environment(dir, log, options.plane, proxy);
  const events = join(dir, "events.json");
  const pulumi = (args: readonly string[]) => runPulumi(args, project, env);

  const created = await pulumi(["stack", "init", options.stack]);
  if (created.code !== 0) throw new EngineFailure(created.output);
  const run = async (command: string, settings: RunOptions = {}): Promise<Outcome> => {
    rmSync(events, { force: true });
    const { code, output } = await pulumi([
      command,
      "--stack",
      options.stack,
      "--event-log",
      events,
      ...(command === "preview" ? [] : ["--yes", "--skip-preview"]),
      ...(settings.expectNoChanges === true ? ["--expect-no-changes"] : []),
      ...(settings.policyPack === undefined ? [] : ["--policy-pack", settings.policyPack]),
      ...(settings.args ?? []),
    ]);
    if (code !== 0) throw new EngineFailure(`pulumi ${command} ended with ${String(code)}:\n${output}`);
    return { output, steps: readSteps(events) };
  };
  return {
    preview: (settings) => run("preview", settings),
    up: (settings) => run("up", settings),
    destroy: () => run("destroy"),
    async resources() {
      const { output } = await pulumi(["stack", "export", "--stack", options.stack]);
      const { deployment } = JSON.parse(output.slice(output.indexOf("{"))) as {
        deployment: { resources?: StateResource[] };
      };
      return (deployment.resources ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack");
    },
    log: () => readLog(log),
    refused: proxy.refused,
    async remove() {
      await proxy.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A project folder of links, with a Pulumi.yaml that points at the stand-in and a stack file of its own. */
function linkProgram({ source, stack, config }: RealStackOptions, project: string): void {
  mkdirSync(project, { recursive: true });
  for (const name of readdirSync(source)) {
    if (!name.startsWith(".") && !/^Pulumi\..*yaml$/.test(name)) symlinkSync(join(source, name), join(project, name));
  }
  const projectFile = readYaml(join(source, "Pulumi.yaml"));
  writeFileSync(
    join(project, "Pulumi.yaml"),
    stringify({ ...projectFile, plugins: { providers: [{ name: "aws", path: STANDIN }] } }),
  );
  const stackFile = readYaml(join(source, `Pulumi.${stack}.yaml`));
  const own = { "aws:region": REGION, ...(stackFile["config"] as StackConfig | undefined) };
  const written = stringify({ ...stackFile, config: config === undefined ? own : config(own) });
  writeFileSync(join(project, `Pulumi.${stack}.yaml`), written);
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

function environment(dir: string, log: string, plane: ControlPlane, proxy: ConnectProxy): NodeJS.ProcessEnv {
  const bin = join(dir, "bin");
  writeAwsCommand(bin, plane.token);
  for (const folder of ["home", "state"]) mkdirSync(join(dir, folder));
  const installed = join(process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), "plugins");
  if (existsSync(installed)) symlinkSync(installed, join(dir, "home", "plugins"));
  return {
    ...process.env,
    PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(dir, "home"),
    PULUMI_BACKEND_URL: `file://${join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // The event log is behind this switch.
    PULUMI_DEBUG_COMMANDS: "true",
    HTTPS_PROXY: proxy.url,
    NO_PROXY: "127.0.0.1,localhost",
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    STANDIN_AWS_LOG: log,
    STANDIN_EKS_ENDPOINT: `https://${API_HOST}`,
    STANDIN_EKS_CA: Buffer.from(plane.certificateAuthority).toString("base64"),
  };
}

/** The AWS CLI as far as a cluster needs it: `@pulumi/eks` asks for its version, the kubeconfig for a token. */
function writeAwsCommand(bin: string, token: string): void {
  mkdirSync(bin);
  const credential = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", status: { token } };
  const script = `#!/bin/sh
case "$*" in
  *--version*) echo "aws-cli/2.17.0 Python/3.11 Linux/6" ;;
  *get-token*) echo '${JSON.stringify(credential)}' ;;
  *) echo "not expected: aws $*" >&2; exit 1 ;;
esac
`;
  const file = join(bin, "aws");
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

/** The engine's own event log, one JSON object a line. */
function readSteps(file: string): Step[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { resourcePreEvent: start, resOutputsEvent: end } = JSON.parse(line) as EngineEvent;
      const metadata = (start ?? end)?.metadata;
      if (metadata === undefined) return [];
      const { op: operation, type, urn } = metadata;
      return [
        { phase: start === undefined ? "end" : "start", operation, type, name: urn.split("::").slice(3).join("::") },
      ];
    });
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
}

interface Printed {
  readonly code: number | null;
  readonly output: string;
}

function runPulumi(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: RUN_TIMEOUT_MS,
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}
