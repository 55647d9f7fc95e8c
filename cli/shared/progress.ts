/** A line of progress on a terminal's standard error, nothing elsewhere. */
export interface Progress {
  show(step: string): void;
  clear(): void;
}

export function progress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  const clear = () => void stream.write("\r\u001B[2K");
  return {
    show: (step) => {
      clear();
      stream.write(`${step} …`);
    },
    clear,
  };
}
