import { type KubeOptions, type KubeRelay, openKubeRelay } from "./kube.ts";
import { merge } from "./merge.ts";
import { BACKOFF, readRelay } from "./session.ts";
import { readTls, relayTarget, type TlsOptions } from "./tls.ts";
import { type Backoff, type FlowSelection, RelayError, type RelayEvent, type RelayTarget } from "./types.ts";

export type { RelayEvent } from "./types.ts";
export type { TlsOptions } from "./tls.ts";

export interface RelayOptions extends FlowSelection, TlsOptions {
  /** Addresses of relays, one a cluster. */
  readonly relays: readonly string[];
  /** Clusters whose relay is reached through the API server. */
  readonly kube?: readonly Omit<KubeOptions, "tls">[];
  /** Ends reading; what has been read stays good. */
  readonly signal: AbortSignal;
  /** @default 0.5 s, doubling up to 30 s; a snapshot is given up after five attempts */
  readonly backoff?: Backoff;
}

/**
 * What all relays send, as it comes. Ends when each has sent all that was asked for, when `durationMs` is over, or when the
 * signal comes. A relay that fails becomes a gap as long as another one works; when none does, the call throws a RelayError.
 */
export async function* openRelays(options: RelayOptions): AsyncGenerator<RelayEvent> {
  const material = readTls(options);
  const targets = options.relays.map((address) => relayTarget(address, material));
  const forwards = await openForwards(options, material);
  const ending = endOf(options);
  try {
    yield* readAll([...targets, ...forwards.map(({ target }) => target)], options, ending.signal);
    const ended = ending.early();
    if (ended !== undefined) yield { kind: "gap", relay: "", message: ended };
  } finally {
    ending.clear();
    await Promise.all(forwards.map((forward) => forward.close()));
  }
}

async function openForwards(options: RelayOptions, tls: ReturnType<typeof readTls>): Promise<KubeRelay[]> {
  const opened: KubeRelay[] = [];
  try {
    for (const kube of options.kube ?? []) {
      opened.push(await openKubeRelay({ ...kube, ...(tls === undefined ? {} : { tls }) }));
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((forward) => forward.close()));
    throw error;
  }
}

async function* readAll(
  targets: readonly RelayTarget[],
  options: RelayOptions,
  signal: AbortSignal,
): AsyncGenerator<RelayEvent> {
  const failures = new Map<number, RelayError>();
  const clusters = new ClustersSeen();
  // A reader that leaves early must not wait for relays that are silent.
  const left = new AbortController();
  const stop = AbortSignal.any([signal, left.signal]);
  const sessions = targets.map((target) => readRelay(target, options, stop, options.backoff ?? BACKOFF));
  const events = merge<RelayEvent>(sessions, {
    failed: (error, source) => {
      if (!(error instanceof RelayError)) throw error;
      failures.set(source, error);
      return { kind: "gap", relay: targets[source]?.label ?? "", message: error.problem };
    },
    release: () => left.abort(),
  });
  for await (const event of events) {
    yield event;
    const twice = event.kind === "line" ? clusters.add(event.relay, event.line["node_name"]) : undefined;
    if (twice !== undefined) yield { kind: "gap", relay: event.relay, message: twice };
  }
  const [first] = failures.values();
  if (first === undefined || failures.size < targets.length) return;
  if (failures.size === 1) throw first;
  const each = targets.map((_, source) => `\n  ${failures.get(source)?.message ?? ""}`);
  throw new RelayError("no relay answered", each.join(""));
}

/** When reading ends by itself, and whether that was before a snapshot was whole. A caller knows of its own signal. */
function endOf({ signal, durationMs, follow }: RelayOptions) {
  const deadline = new AbortController();
  const timer = durationMs === undefined ? undefined : setTimeout(() => deadline.abort(), durationMs);
  return {
    signal: AbortSignal.any([signal, deadline.signal]),
    clear: () => clearTimeout(timer),
    early: (): string | undefined => {
      // Following has no end of its own.
      if (follow) return undefined;
      return deadline.signal.aborted
        ? `the relays had not sent all flows after ${String((durationMs ?? 0) / 1000)} seconds; give a longer --duration`
        : undefined;
    },
  };
}

/** Finds two relays that speak for one cluster name: their workloads cannot be told apart. */
class ClustersSeen {
  readonly #relayOf = new Map<string, string>();
  readonly #told = new Set<string>();

  add(relay: string, nodeName: unknown): string | undefined {
    const slash = typeof nodeName === "string" ? nodeName.indexOf("/") : -1;
    if (typeof nodeName !== "string" || slash < 1) return undefined;
    const cluster = nodeName.slice(0, slash);
    const first = this.#relayOf.get(cluster);
    if (first === undefined) this.#relayOf.set(cluster, relay);
    if (first === undefined || first === relay || this.#told.has(cluster)) return undefined;
    this.#told.add(cluster);
    return `it and ${first} both name their cluster "${cluster}": they are drawn as one. Give each cluster its own cluster.name.`;
  }
}
