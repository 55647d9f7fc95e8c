import type { Gap } from "./types.ts";

/** Why a map may not show everything, with how often where that can be counted. */
export class Gaps {
  readonly #counts = new Map<string, number | undefined>();

  add(reason: string, count = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  /** A reason that holds or does not. */
  set(reason: string): void {
    this.#counts.set(reason, undefined);
  }

  merge(others: readonly Gap[]): void {
    for (const { reason, count } of others) {
      if (count === undefined) this.set(reason);
      else this.add(reason, count);
    }
  }

  list(): Gap[] {
    return [...this.#counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, count]) => (count === undefined ? { reason } : { reason, count }));
  }
}
