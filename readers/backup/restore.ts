import type { KubernetesObject } from "../../core/model/json.ts";
import {
  type KeptObject,
  type Moved,
  PHASES,
  type PhaseId,
  inOrder,
  movedTo,
  nameOf,
  phaseOf,
  replaced,
  strangeIn,
} from "../../core/recovery/index.ts";
import type { KubeWriter } from "../kube/client.ts";
import { ReadFault } from "../kube/fault.ts";
import { type Gap, gapOf } from "../live/gaps.ts";
import { Bringer, type Outcome } from "./bring.ts";
import type { OpenBackup } from "./folder.ts";
import { placeOf } from "./place.ts";
import { type ServedKind, servedKinds } from "./served.ts";
import { type Wait, Waiter } from "./waits.ts";

export interface RestoreOptions {
  readonly dryRun: boolean;
  /** Change objects that are there and differ. */
  readonly overwrite: boolean;
  /** Bring also what a tool makes again. */
  readonly managed: boolean;
  /** Take values over that are bound to another place. */
  readonly keepIds: boolean;
  readonly only: readonly PhaseId[];
  readonly replace: ReadonlyMap<string, string>;
  readonly waitSeconds: number;
  readonly show: (what: string) => void;
  readonly signal: AbortSignal;
}

/** What became of an object. */
export interface RestoreStep extends Outcome {
  readonly object: string;
  readonly phase: PhaseId;
}

export interface Restored {
  readonly moved: Moved | undefined;
  readonly steps: readonly RestoreStep[];
  readonly waits: readonly Wait[];
  /** Why it ended early, or what could not be read. */
  readonly gaps: readonly Gap[];
}

/** Brings back, phase by phase, what a backup holds. It can be run again: what is there as it was is left alone. */
export async function restore(kube: KubeWriter, backup: OpenBackup, options: RestoreOptions): Promise<Restored> {
  const run = new Run(kube, backup, options);
  try {
    await run.all();
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    run.gaps.push(gapOf("restore", "the cluster", error));
  }
  return { moved: run.moved, steps: run.steps(), waits: run.waiter.waits, gaps: run.gaps };
}

class Run {
  readonly gaps: Gap[] = [];
  readonly waiter: Waiter;
  moved: Moved | undefined;
  readonly #kube: KubeWriter;
  readonly #backup: OpenBackup;
  readonly #options: RestoreOptions;
  readonly #all: readonly (KeptObject & { readonly phase: PhaseId })[];
  readonly #done = new Map<KeptObject, Outcome>();

  constructor(kube: KubeWriter, backup: OpenBackup, options: RestoreOptions) {
    const { names } = backup.index;
    this.#kube = kube;
    this.#backup = backup;
    this.#options = options;
    this.waiter = new Waiter(kube, options);
    this.#all = inOrder(
      backup.objects.map((one) => ({ ...one, object: replaced(one.object, options.replace) })),
      names,
    ).map((one) => ({ ...one, phase: phaseOf(one.object, names) ?? "routes" }));
  }

  async all(): Promise<void> {
    const { only, signal } = this.#options;
    const target = await placeOf(this.#kube, (what, right, get) => this.#read(what, right, get));
    this.moved = movedTo(this.#backup.index.place, target);
    for (const { id } of PHASES) {
      const own = this.#all.filter(({ phase }) => phase === id && (only.length === 0 || only.includes(id)));
      if (own.length === 0) continue;
      const served = await this.#served(own);
      const bringer = new Bringer(this.#kube, served, this.#options);
      for (const one of own) {
        if (signal.aborted) return;
        this.#options.show(`${id}: ${nameOf(one.object)}`);
        this.#done.set(one, this.#held(one) ?? (await bringer.bring(one.object, this.#spacesToCome())));
      }
      if (!this.#options.dryRun)
        await this.waiter.settle(
          id,
          own.map(({ object }) => object).filter((object) => this.#isThere(object)),
          served,
        );
    }
  }

  /** Everything in its order; what was not come to is told too. */
  steps(): readonly RestoreStep[] {
    const { only } = this.#options;
    return this.#all
      .filter(({ phase }) => only.length === 0 || only.includes(phase))
      .map((one) => ({
        object: nameOf(one.object),
        phase: one.phase,
        ...(this.#done.get(one) ?? { state: "not-reached" }),
      }));
  }

  /** Waits until the kinds of a phase are served: Cilium's come with its operator. */
  async #served(own: readonly KeptObject[]): Promise<ReadonlyMap<string, ServedKind>> {
    if (this.#options.dryRun) return servedKinds(this.#kube);
    return this.waiter.kinds(own.map(({ object }) => object));
  }

  /** What is not brought at all, and why. */
  #held({ object, tool }: KeptObject): Outcome | undefined {
    if (tool !== undefined && !this.#options.managed && object.kind !== "Namespace")
      return { state: "left", said: `${tool} makes it again` };
    const strange = this.#options.keepIds ? [] : strangeIn(object, this.moved);
    if (strange.length === 0) return undefined;
    return { state: "held", bound: strange };
  }

  #isThere(object: KubernetesObject): boolean {
    const [, outcome] = [...this.#done].find(([one]) => one.object === object) ?? [];
    return outcome?.state === "created" || outcome?.state === "same" || outcome?.state === "overwritten";
  }

  /** Namespaces that a real run would have made by now. */
  #spacesToCome(): ReadonlySet<string> {
    return new Set(
      this.#options.dryRun
        ? [...this.#done].flatMap(([{ object }, { state }]) =>
            object.kind === "Namespace" && state === "created" ? [object.metadata.name] : [],
          )
        : [],
    );
  }

  async #read<T>(what: string, right: string, get: () => Promise<T>): Promise<T | undefined> {
    try {
      return await get();
    } catch (error) {
      // A cluster whose operator does not run yet has no such kind.
      if (error instanceof ReadFault && error.kind === "absent") return undefined;
      this.gaps.push(gapOf("place", what, error, right));
      return undefined;
    }
  }
}
