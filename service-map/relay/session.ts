import { setTimeout as sleep } from "node:timers/promises";
import type { FlowLine, FlowsRequest } from "./codec.ts";
import { explain } from "./failure.ts";
import { FIELD_MASK } from "./proto.ts";
import { RecentIds } from "./recent.ts";
import { openStream, SlowConnection } from "./stream.ts";
import { type Backoff, type FlowSelection, RelayError, type RelayEvent, type RelayTarget } from "./types.ts";

/** As `hubble observe --all`: every flow that the nodes still hold. */
const ALL = "18446744073709551615";
/** Flows are asked for again from this long before the break, because nodes report out of order (drain time of the relay: 1 s). */
const OVERLAP_MS = 5000;
/** More than nodes send in the overlap; about 10 MB at most. */
const REMEMBERED = 65_536;

export const BACKOFF: Backoff = { firstMs: 500, longestMs: 30_000, attempts: 5 };

/** What is known between attempts. */
interface Progress {
  answered: boolean;
  /** Attempts in a row that brought nothing. */
  failures: number;
  newest?: string;
  readonly seen: RecentIds;
}

/**
 * Reads one relay: the stream, and after a break a new one from where the last ended. Ends quietly when the signal comes.
 * Throws a RelayError when there never was a connection, or when none can be.
 */
export async function* readRelay(
  target: RelayTarget,
  selection: FlowSelection,
  signal: AbortSignal,
  backoff: Backoff = BACKOFF,
): AsyncGenerator<RelayEvent> {
  const progress: Progress = { answered: false, failures: 0, seen: new RecentIds(REMEMBERED) };
  const start = performance.now();
  const relay = target.label;
  while (!signal.aborted) {
    const problem = yield* attempt(target, selection, progress, signal);
    if (problem === undefined || signal.aborted) return;
    progress.failures += 1;
    const late = performance.now() - start >= selection.timeoutMs;
    if (!progress.answered) {
      // Before the first answer the timeout alone decides: the relay may be starting.
      if (problem.lasting || late) throw new RelayError(relay, problem.message);
    } else if (problem.lasting || (!selection.follow && progress.failures >= backoff.attempts)) {
      yield { kind: "gap", relay, message: `given up: ${problem.message}` };
      return;
    } else if (progress.failures === 1) yield { kind: "gap", relay, message: `connection lost: ${problem.message}` };
    await pause(pauseMs(backoff, progress.failures), signal);
  }
}

/** One stream to its end. Undefined when the relay has sent all that was asked for. */
async function* attempt(
  target: RelayTarget,
  selection: FlowSelection,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<RelayEvent, { message: string; lasting: boolean } | undefined> {
  const stream = openStream(target, requestOf(selection, progress), selection.timeoutMs);
  const stop = (): void => stream.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const line of stream.lines) {
      progress.answered = true;
      progress.failures = 0;
      if (isNew(line, progress)) yield { kind: "line", relay: target.label, line };
    }
  } catch (error) {
    const failure =
      error instanceof SlowConnection
        ? { message: error.message, lasting: false }
        : explain(error, target.tls === undefined);
    return failure.lasting ? failure : { ...failure, message: target.problem?.() ?? failure.message };
  } finally {
    signal.removeEventListener("abort", stop);
    stream.close();
  }
  return selection.follow ? { message: "the relay closed the stream", lasting: false } : undefined;
}

/** The first request as the user asked; later ones from just before the newest flow. */
function requestOf(selection: FlowSelection, { newest }: Progress): FlowsRequest {
  const since = newest === undefined ? selection.since : before(newest, OVERLAP_MS);
  const number = selection.last === undefined ? ALL : String(selection.last);
  return {
    number: since === undefined ? number : "0",
    follow: selection.follow,
    fieldMask: FIELD_MASK,
    ...(since === undefined ? {} : { since }),
    ...(selection.namespaces === undefined ? {} : { namespaces: selection.namespaces }),
  };
}

const before = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) - milliseconds).toISOString();

/** Flows twice sent are dropped; whatever else a relay says passes. */
function isNew(line: FlowLine, progress: Progress): boolean {
  const flow = line["flow"] as { uuid?: unknown; time?: unknown } | undefined;
  if (flow === undefined) return true;
  // Same format and zone, so text order is time order.
  if (typeof flow.time === "string" && flow.time > (progress.newest ?? "")) progress.newest = flow.time;
  return typeof flow.uuid !== "string" || flow.uuid === "" || progress.seen.add(flow.uuid);
}

/** Doubling, with up to a fifth less at random so that several readers do not come back at once. */
function pauseMs({ firstMs, longestMs }: Backoff, failures: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return full * (1 - Math.random() / 5);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    // Aborted: the loop ends by itself.
  }
}
