import type { Registered } from "../../lens/registered.ts";
import { FaultKind, ReadFault, endsAll } from "../kube/fault.ts";
import { type Gap, gapOf } from "./gaps.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";

/** How many readings run at once: an API server that is in trouble needs no crowd. */
const AT_ONCE = 4;

/** Reads part by part and goes on where one fails: what fails is unknown, and told. */
export class Parts {
  readonly gaps: Gap[] = [];
  readonly registered: Registered[] = [];
  readonly #show: (what: string) => void;
  #over: ReadFault | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(show: (what: string) => void) {
    this.#show = show;
  }

  /** A part, or `UNKNOWN`. After a fault that ends all, nothing more is asked. */
  async part<T>(name: string, what: string, read: () => Promise<T>, right?: string): Promise<T> {
    await this.#turn();
    try {
      if (this.#over !== undefined) throw this.#over;
      this.#show(what);
      return await read();
    } catch (error) {
      if (endsAll(error)) this.#over = error;
      this.gaps.push(gapOf(name, what, error, right));
      return UNKNOWN as never;
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  /** For what hangs on a part that is missing. */
  lacks(name: string, what: string, said: string): void {
    this.gaps.push(gapOf(name, what, new ReadFault(FaultKind.NotRecorded, said)));
  }

  /** The same of several parts at once. */
  lacksAll<T>(parts: T, what: string, said: string): T {
    this.lacks("account", what, said);
    return parts;
  }

  async #turn(): Promise<void> {
    while (this.#running >= AT_ONCE) await new Promise<void>((done) => this.#waiting.push(done));
    this.#running++;
  }
}
