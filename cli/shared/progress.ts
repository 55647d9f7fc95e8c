/** A line of progress on a terminal's standard error, nothing elsewhere. */
export interface Progress {
  show(step: string): void;
  clear(): void;
}

/** Says nothing: what `--quiet` and pipes get. */
export const SILENT: Progress = { show: () => {}, clear: () => {} };

/** What takes less than this needs no line. */
const PATIENCE_MS = 300;

/** Shows a step once it is clear that it takes a while; steps that block the process say so by `now`. */
export function progress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return SILENT;
  let shown = false;
  let waiting: NodeJS.Timeout | undefined;
  const begun = performance.now();
  const print = (step: string): void => {
    stream.write(`\r\u001B[2K${step.slice(0, Math.max(20, (stream.columns || 80) - 3))} …`);
    shown = true;
  };
  const clear = (): void => {
    clearTimeout(waiting);
    if (shown) stream.write("\r\u001B[2K");
    shown = false;
  };
  return {
    show: (step) => {
      clearTimeout(waiting);
      if (shown || performance.now() - begun > PATIENCE_MS) print(step);
      else waiting = setTimeout(print, PATIENCE_MS, step).unref();
    },
    clear,
  };
}
