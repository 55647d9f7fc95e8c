/** Remembers the newest ids, so that flows sent again after a new connection are counted once. */
export class RecentIds {
  readonly #limit: number;
  #young = new Set<string>();
  #old = new Set<string>();

  /** Holds between `limit` and twice as many. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether the id is new; it is remembered. */
  add(id: string): boolean {
    if (this.#young.has(id) || this.#old.has(id)) return false;
    this.#young.add(id);
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    return true;
  }
}
