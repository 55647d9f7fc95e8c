/**
 * Items of all sources in the order in which they come; no source waits for another and none is read ahead. A source that
 * throws is handed to `failed`, which gives the item to put in its place, and the others go on.
 */
export async function* merge<T>(
  sources: readonly AsyncIterable<T>[],
  failed: (error: unknown, source: number) => T,
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const waiting = new Map<number, Promise<Arrival<T>>>();
  const ask = (source: number, iterator: AsyncIterator<T>): void => {
    waiting.set(
      source,
      iterator.next().then(
        (result) => ({ source, result }),
        (error: unknown) => ({ source, result: { done: false, value: failed(error, source) }, ended: true }),
      ),
    );
  };
  iterators.forEach((iterator, source) => ask(source, iterator));
  try {
    while (waiting.size > 0) {
      const { source, result, ended } = await Promise.race(waiting.values());
      waiting.delete(source);
      const iterator = iterators[source];
      if (result.done !== true) yield result.value;
      if (result.done !== true && ended !== true && iterator !== undefined) ask(source, iterator);
    }
  } finally {
    await Promise.all(iterators.map(async (iterator) => iterator.return?.(undefined)));
  }
}

interface Arrival<T> {
  readonly source: number;
  readonly result: IteratorResult<T, unknown>;
  readonly ended?: boolean;
}
