import type { Choices, Question, Reply } from "../worker/types.ts";

type Ask = Omit<Question, "id">;

/** Longest that an answer is waited for before a newer question takes its place. */
const PATIENCE_MS = 20_000;

/**
 * Asks the worker, one question at a time: of what is typed meanwhile only the newest is asked next. The worker's text stands in the
 * page, so that nothing has to be fetched.
 */
export class Engine {
  readonly #url: string;
  readonly #told: (reply: Reply) => void;
  #worker: Worker;
  #id = 0;
  #askedAt: number | undefined;
  #waiting: Ask | undefined;

  constructor(text: string, told: (reply: Reply) => void) {
    this.#url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    this.#told = told;
    this.#worker = this.#start();
  }

  ask(files: Ask["files"], choices: Choices): void {
    this.#waiting = { files, choices };
    if (this.#askedAt !== undefined && performance.now() - this.#askedAt > PATIENCE_MS) {
      this.#worker.terminate();
      this.#worker = this.#start();
    }
    this.#next();
  }

  #start(): Worker {
    this.#askedAt = undefined;
    const worker = new Worker(this.#url);
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      this.#askedAt = undefined;
      // An answer to what has been changed meanwhile would point at the wrong lines.
      if (this.#waiting === undefined) this.#told(data);
      this.#next();
    });
    worker.addEventListener("error", ({ message }) => {
      this.#told({ id: this.#id, failure: message });
    });
    return worker;
  }

  #next(): void {
    if (this.#askedAt !== undefined || this.#waiting === undefined) return;
    const question: Question = { id: ++this.#id, ...this.#waiting };
    this.#waiting = undefined;
    this.#askedAt = performance.now();
    this.#worker.postMessage(question, []);
  }
}
