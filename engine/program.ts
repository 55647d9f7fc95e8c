import { languageHostVariables } from "./environment.ts";
import { readable } from "./messages.ts";
import { creationOrder } from "./order.ts";
import type { Beginning, NodeProcess } from "./process.ts";
import { loadSdk } from "./sdk.ts";
import { DEFAULT_ORGANIZATION, serve, type EngineServer } from "./server.ts";
import { Severity, type EngineMessage, type EngineResource, type ProgramResult, type ProgramRun } from "./types.ts";
import { STACK_TYPE } from "./urn.ts";
import { awaitProgram } from "./waiting.ts";

const DEFAULT_TIMEOUT_MS = 60_000;

/** How many of the last registrations a stopped program is described by. */
const LAST_SHOWN = 5;

/** Resource operations that the SDK may have under way at once; the Pulumi CLI's own default is of this order. */
const PARALLEL = 16;

type Stopped = "timeout" | "aborted";

/** Runs a Pulumi program as a first preview would, with no provider, no state and no account behind it. */
export async function runProgram(run: ProgramRun): Promise<ProgramResult> {
  const started = performance.now();
  const { root, child } = run.waiting ?? awaitProgram(run.projectDir);
  const server = await serve(loadSdk(root), run).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  const listening = performance.now() - started;
  try {
    if (run.onMessage !== undefined) child.listen(run.onMessage);
    child.begin(beginning(run, server.address));
    run.onListening?.();
    const ending = await waitFor(child, run);
    const resources = creationOrder(server.registry.resources);
    const errors = errorsOf(run, server, child, ending);
    return {
      ok: errors.length === 0,
      exitCode: ending.stopped ? null : ending.code,
      ...(ending.stopped ? { stopped: ending.stopped } : {}),
      resources,
      outputs: server.registry.find(server.registry.stackUrn)?.outputs ?? {},
      log: [...server.log, ...warningsOf(run, errors, resources)],
      errors,
      stdout: child.stdout(),
      stderr: child.stderr(),
      timings: { listening, total: performance.now() - started },
    };
  } finally {
    server.close();
  }
}

/** What the language host gives the SDK's program runner. */
const beginning = (run: ProgramRun, address: string): Beginning => ({
  args: [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--organization=${run.organization ?? DEFAULT_ORGANIZATION}`,
    `--project=${run.projectName}`,
    `--root-directory=${run.projectDir}`,
    `--stack=${run.stackName}`,
    `--parallel=${PARALLEL}`,
    `--pwd=${run.projectDir}`,
    ...((run.dryRun ?? true) ? ["--dry-run"] : []),
    run.main,
  ],
  env: { ...languageHostVariables({ config: run.config, secretKeys: run.secretKeys ?? [] }), ...run.env },
});

interface Ending {
  readonly code: number | null;
  readonly stopped?: Stopped;
}

async function waitFor(child: NodeProcess, run: ProgramRun): Promise<Ending> {
  let stopped: Stopped | undefined;
  const stop = (why: Stopped): void => {
    stopped ??= why;
    child.kill();
  };
  const onAbort = (): void => stop("aborted");
  const timer = setTimeout(stop, run.timeoutMs ?? DEFAULT_TIMEOUT_MS, "timeout");
  run.signal?.addEventListener("abort", onAbort);
  if (run.signal?.aborted) onAbort();
  try {
    const { code } = await child.exited;
    return stopped ? { code, stopped } : { code };
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener("abort", onAbort);
  }
}

function errorsOf(run: ProgramRun, server: EngineServer, child: NodeProcess, ending: Ending): EngineMessage[] {
  const errors = distinct(server.log.filter(({ severity }) => severity === Severity.Error));
  if (ending.stopped)
    return [...errors, { severity: Severity.Error, message: stoppedMessage(run, server, ending.stopped) }];
  if (ending.code === 0 || errors.length > 0) return errors;
  const said = readable(child.stderr()).trim() || "It printed nothing.";
  const message = `The program ${run.main} ended with exit code ${ending.code ?? "none"}. ${said}`;
  return [{ severity: Severity.Error, message }];
}

/** One fault may reject several promises, and then is logged several times. */
function distinct(messages: readonly EngineMessage[]): EngineMessage[] {
  return [...new Map(messages.map((message) => [`${message.urn ?? ""} ${message.message}`, message])).values()];
}

/** A program that declares nothing deletes everything on a live stack; most often the wrong file was run. */
function warningsOf(
  run: ProgramRun,
  errors: readonly EngineMessage[],
  resources: readonly EngineResource[],
): EngineMessage[] {
  if (errors.length > 0 || resources.some(({ type }) => type !== STACK_TYPE)) return [];
  const message = `The program ${run.main} registered no resource. Check "main" in Pulumi.yaml.`;
  return [{ severity: Severity.Warning, message }];
}

function stoppedMessage(run: ProgramRun, server: EngineServer, stopped: Stopped): string {
  const seconds = (run.timeoutMs ?? DEFAULT_TIMEOUT_MS) / 1000;
  const why = stopped === "timeout" ? `did not end within ${seconds} s and was stopped` : "was stopped on request";
  const last = server.registry.resources.slice(-LAST_SHOWN).map(({ type, name }) => `${type} "${name}"`);
  const seen = last.length === 0 ? "It registered nothing." : `Last registrations: ${last.join(", ")}.`;
  const hint = stopped === "timeout" ? " Look for a timer, a server or a promise that keeps it alive." : "";
  return `The program ${run.main} ${why}. ${seen}${hint}`;
}
