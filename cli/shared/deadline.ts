import { CallError } from "./errors.ts";

/** Ends what takes longer than it may; the signal stops what can be stopped, and the promise ends in any case. */
export async function within<T>(
  milliseconds: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const fault = new CallError(`${what} gave no answer within ${String(milliseconds / 1000)} s.`);
  const timer = setTimeout(() => {
    reject(fault);
    abort.abort(fault);
  }, milliseconds);
  const running = work(abort.signal);
  // When the deadline has passed, nobody hears how the work itself ends.
  running.catch(() => {});
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
