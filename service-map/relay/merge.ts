/** How `merge` ends sources and takes their faults. */
export interface MergeHooks<T> {
  /** Gives the item to put in place of a source that threw; the other sources go on. */
  readonly failed: (error: unknown, source: number) => T;
  /** Makes sources that wait for data end, when the reader has had enough. */
  readonly release: () => void;
}

/** Items of all sources in the order in which they come; no source waits for another and each is one item ahead at most. */
export async function* merge<T>(sources: readonly AsyncIterable<T>[], hooks: MergeHooks<T>): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const arrived: Arrival<T>[] = [];
  // Not Promise.race: it would pile up a reaction on a silent source for each item of the others.
  let wake: (() => void) | undefined;
  let open = iterators.length;
  const put = (arrival: Arrival<T>): void => {
    arrived.push(arrival);
    wake?.();
  };
  const ask = (iterator: AsyncIterator<T>, source: number): void => {
    iterator.next().then(
      (result) => put(result.done === true ? {} : { item: result.value, again: () => ask(iterator, source) }),
      (error: unknown) => put({ error, source }),
    );
  };
  iterators.forEach(ask);
  try {
    while (open > 0) {
      const next = arrived.shift() ?? (await coming((resolve) => (wake = resolve), arrived));
      if (next.again === undefined) open -= 1;
      if (next.source !== undefined) yield hooks.failed(next.error, next.source);
      else if (next.again !== undefined) {
        yield next.item as T;
        next.again();
      }
    }
  } finally {
    hooks.release();
    await Promise.all(iterators.map(async (iterator) => iterator.return?.(undefined)));
  }
}

/** An item with the way to ask for the next, a fault with its source, or the plain end of a source. */
interface Arrival<T> {
  readonly item?: T;
  readonly again?: () => void;
  readonly error?: unknown;
  readonly source?: number;
}

async function coming<T>(wait: (resolve: () => void) => void, arrived: Arrival<T>[]): Promise<Arrival<T>> {
  await new Promise<void>(wait);
  return arrived.shift() ?? {};
}
