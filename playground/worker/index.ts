import { evaluate } from "./judge.ts";
import type { Question, Reply } from "./types.ts";

const reply = (message: Reply): void => {
  postMessage(message);
};

/** The worker: rules run beside the page, so that typing never waits for them. */
addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const { id, files, choices } = data;
  const started = performance.now();
  try {
    reply({ id, answer: evaluate(files, choices), milliseconds: performance.now() - started });
  } catch (error) {
    reply({ id, failure: error instanceof Error ? error.message : String(error) });
  }
});
