import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject } from "../../core/model/json.ts";
import { type PhaseId, kindOf, nameOf } from "../../core/recovery/index.ts";
import type { Raw } from "../../lens/live/raw.ts";
import { listOf, recordOf } from "../../lens/live/raw.ts";
import type { KubeReader } from "../kube/client.ts";
import { type ServedKind, collectionOf, keyOf, servedKinds } from "./served.ts";

/** Something that was waited for between two phases. */
export interface Wait {
  readonly phase: PhaseId | "kinds";
  readonly what: string;
  readonly came: boolean;
  readonly seconds: number;
}

interface WaitOptions {
  readonly waitSeconds: number;
  readonly show: (what: string) => void;
  readonly signal: AbortSignal;
}

const LOOK_AGAIN_MS = 2000;

/** Waits for what the next phase needs. Nothing is lost where it does not come: the wait is told, and the restore goes on. */
export class Waiter {
  readonly waits: Wait[] = [];
  readonly #kube: KubeReader;
  readonly #options: WaitOptions;

  constructor(kube: KubeReader, options: WaitOptions) {
    this.#kube = kube;
    this.#options = options;
  }

  /** Until the kinds of these objects are served. */
  async kinds(objects: readonly KubernetesObject[]): Promise<ReadonlyMap<string, ServedKind>> {
    const wanted = new Map(objects.flatMap((object) => kindOf(object) ?? []).map((kind) => [keyOf(kind), kind]));
    let served = await servedKinds(this.#kube);
    const lacking = (): string[] => [...wanted].flatMap(([key, { kind }]) => (served.has(key) ? [] : [kind]));
    if (lacking().length > 0)
      await this.#until("kinds", `kinds that are served: ${lacking().join(", ")}`, async () => {
        served = await servedKinds(this.#kube);
        return lacking().length === 0;
      });
    return served;
  }

  /** Until what a phase brought is taken by its controller, where something that follows needs it. */
  async settle(
    phase: PhaseId,
    objects: readonly KubernetesObject[],
    served: ReadonlyMap<string, ServedKind>,
  ): Promise<void> {
    const [type, only] =
      phase === "gateways" ? ["Programmed", "Gateway"] : phase === "routes" ? ["Accepted", "Route"] : ["", ""];
    // One time for all of them: they come about side by side.
    const until = performance.now() + this.#options.waitSeconds * 1000;
    for (const object of objects.filter(({ kind }) => only !== "" && kind.endsWith(only))) {
      const known = kindOf(object);
      const kind = known && served.get(keyOf(known));
      if (kind === undefined) continue;
      const path = `${collectionOf(kind, object.metadata.namespace)}/${object.metadata.name}`;
      await this.#until(
        phase,
        `${nameOf(object)} ${type}`,
        async () => isTrue((await this.#kube.get(path)) as Raw | undefined, type),
        until,
      );
    }
  }

  async #until(phase: Wait["phase"], what: string, look: () => Promise<boolean>, end?: number): Promise<void> {
    const { waitSeconds, show, signal } = this.#options;
    const begun = performance.now();
    const until = end ?? begun + waitSeconds * 1000;
    const passed = (): number => Math.round((performance.now() - begun) / 1000);
    let came = await look();
    while (!came && performance.now() < until && !signal.aborted) {
      show(`Waiting for ${what}`);
      await sleep(Math.min(LOOK_AGAIN_MS, Math.max(0, until - performance.now())), undefined, { signal }).catch(
        () => {},
      );
      came = await look();
    }
    this.waits.push({ phase, what, came, seconds: passed() });
  }
}

/** A condition of the object itself, or of each Gateway that a route names. */
function isTrue(object: Raw | undefined, type: string): boolean {
  const status = recordOf(object?.status);
  const holds = (conditions: unknown): boolean =>
    listOf<{ readonly type?: string; readonly status?: string }>(conditions).some(
      (one) => one.type === type && one.status === "True",
    );
  const parents = listOf<Readonly<Record<string, unknown>>>(status["parents"]);
  return parents.length > 0 ? parents.every((parent) => holds(parent["conditions"])) : holds(status["conditions"]);
}
