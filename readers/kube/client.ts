import { setTimeout as sleep } from "node:timers/promises";
import { Expired, type RawList, accepted, messageOf, parse, signedOut } from "./answers.ts";
import { type KubeOptions, findEndpoint } from "./connect.ts";
import { FaultKind, ReadFault } from "./fault.ts";
import { type Answer, type Limits, type Signed, outOfTime, send } from "./request.ts";

/** Reads a cluster's API. */
export interface KubeReader {
  /** `https://…`. */
  readonly server: string;
  readonly context: string;
  readonly tokenArguments: readonly string[];
  /** An object, or what the path gives; undefined where there is none. */
  get(path: string, query?: Query): Promise<unknown>;
  /** A text, such as a log; undefined where there is none. */
  text(path: string, query?: Query): Promise<string | undefined>;
  /** A list page by page. */
  pages(path: string, query?: Query, accept?: string): AsyncIterable<ListPage>;
  /** Milliseconds by which this machine's clock is ahead of the server's. */
  readonly skew: () => number;
}

/** Also writes; what the server refuses is an answer, and no fault. */
export interface KubeWriter extends KubeReader {
  write(method: "POST" | "PUT", path: string, body: object, query?: Query): Promise<Written>;
}

/** What came of a write. */
type Written =
  | { readonly status: "written"; readonly object: unknown }
  | { readonly status: "refused"; readonly code: number; readonly said: string };

type Query = Readonly<Record<string, string>>;

export interface ListPage {
  readonly items: readonly unknown[];
  /** Columns of a table. */
  readonly columns: readonly { readonly name: string }[];
}

/** A token is asked for again after this; EKS's are good for 15 minutes. */
const CREDENTIALS_MS = 5 * 60_000;
/** Tries of one request where the server is busy or the connection breaks. */
const TRIES = 4;
const FIRST_WAIT_MS = 500;
const PAGE = 1000;
/** Who the server notes as the writer. */
const FIELD_MANAGER = "cilium-eks";
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export const connectKube = (options: KubeOptions, deadline: AbortSignal): Promise<KubeReader> =>
  connectKubeWriter(options, deadline);

export async function connectKubeWriter(options: KubeOptions, deadline: AbortSignal): Promise<KubeWriter> {
  return new Client(await findEndpoint(options), { timeoutSeconds: options.timeoutSeconds, deadline });
}

class Client implements KubeWriter {
  readonly server: string;
  readonly context: string;
  readonly tokenArguments: readonly string[];
  readonly #limits: Limits;
  readonly #ask: () => Promise<Signed>;
  #options: Promise<Signed> | undefined;
  #until = 0;
  #skew = 0;

  constructor(
    { server, context, tokenArguments, credentials }: Awaited<ReturnType<typeof findEndpoint>>,
    limits: Limits,
  ) {
    this.server = server;
    this.context = context;
    this.tokenArguments = tokenArguments;
    this.#ask = credentials;
    this.#limits = limits;
  }

  readonly skew = (): number => this.#skew;

  async get(path: string, query: Query = {}): Promise<unknown> {
    const answer = await this.#answer(path, query);
    return answer === undefined ? undefined : parse(answer.text, path);
  }

  async text(path: string, query: Query = {}): Promise<string | undefined> {
    return (await this.#answer(path, query, "*/*"))?.text;
  }

  async write(method: "POST" | "PUT", path: string, body: object, query: Query = {}): Promise<Written> {
    const url = this.#url(path, { ...query, fieldManager: FIELD_MANAGER, fieldValidation: "Strict" });
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(url, { method, body: JSON.stringify(body) }, attempt);
      if (answer === AGAIN) continue;
      const { status: code, text } = answer;
      if (code < 400) return { status: "written", object: parse(text, path) };
      if (code === 401) throw new ReadFault(FaultKind.SignedOut, signedOut(url, messageOf(text)));
      if (code === 429) throw new ReadFault(FaultKind.Busy, `The API server is too busy: ${messageOf(text)}`);
      return { status: "refused", code, said: messageOf(text) };
    }
  }

  async *pages(path: string, query: Query = {}, accept = "application/json"): AsyncIterable<ListPage> {
    let limit = PAGE;
    let next = "";
    do {
      try {
        const answer = await this.#answer(path, { ...query, limit: String(limit), continue: next }, accept);
        if (answer === undefined) throw new ReadFault(FaultKind.Absent, `${path} is not served.`);
        const list = parse(answer.text, path) as RawList;
        yield { items: list.rows ?? list.items ?? [], columns: list.columnDefinitions ?? [] };
        next = list.metadata?.continue ?? "";
      } catch (error) {
        if (error instanceof Expired) next = error.next;
        else if (error instanceof ReadFault && error.kind === FaultKind.TooLarge && limit > 1)
          limit = Math.ceil(limit / 4);
        else throw error;
      }
    } while (next !== "");
  }

  /** Asks until there is an answer; undefined where there is nothing. */
  async #answer(path: string, query: Query, accept?: string): Promise<Answer | undefined> {
    const url = this.#url(path, query);
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(url, accept === undefined ? {} : { accept }, attempt);
      if (answer !== AGAIN) return accepted(answer, url);
    }
  }

  #url(path: string, query: Query): URL {
    const url = new URL(this.server.replace(/\/$/, "") + path);
    for (const [key, value] of Object.entries(query)) if (value !== "") url.searchParams.set(key, value);
    return url;
  }

  /** One try; a write may be tried again too, because the server refuses a second POST and a PUT of an older version. */
  async #once(url: URL, what: Asked, attempt: number): Promise<Answer | typeof AGAIN> {
    const last = attempt >= TRIES;
    let answer: Answer;
    try {
      answer = await this.#send(url, what);
    } catch (error) {
      if (last || !(error instanceof ReadFault) || error.kind !== FaultKind.Unreachable) throw error;
      // A refused connection is refused again; one that broke may have met a server that restarts.
      if (/ECONNREFUSED|ENOTFOUND|CERT|SELF_SIGNED|ALTNAME/.test(error.message)) throw error;
      await this.#wait(attempt, undefined);
      return AGAIN;
    }
    if (answer.serverTime !== undefined) this.#skew = Date.now() - answer.serverTime;
    if (answer.status === 401 && attempt === 1) {
      this.#until = 0;
      return AGAIN;
    }
    if (BUSY.has(answer.status) && !last) {
      await this.#wait(attempt, answer.retryAfterSeconds);
      return AGAIN;
    }
    return answer;
  }

  async #send(url: URL, { method, accept, body }: Asked): Promise<Answer> {
    if (this.#limits.deadline.aborted) throw outOfTime(url);
    const options = await this.#credentials(url);
    const headers = {
      ...options.headers,
      ...(accept === undefined ? {} : { accept }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    return send(url, { ...options, headers, ...(method === undefined ? {} : { method }) }, this.#limits, body);
  }

  async #credentials(url: URL): Promise<Signed> {
    if (this.#options === undefined || Date.now() > this.#until) {
      this.#until = Date.now() + CREDENTIALS_MS;
      this.#options = this.#ask();
    }
    const { promise: late, reject } = Promise.withResolvers<never>();
    const milliseconds = this.#limits.timeoutSeconds * 1000;
    const timer = setTimeout(
      reject,
      milliseconds,
      new ReadFault(FaultKind.Slow, "The program that gives tokens did not end."),
    );
    try {
      return await Promise.race([this.#options, late]);
    } catch (error) {
      if (error instanceof ReadFault) throw error;
      throw new ReadFault(
        FaultKind.SignedOut,
        `There are no credentials for ${url.host}: ${(error as Error).message.trim()}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async #wait(attempt: number, askedSeconds: number | undefined): Promise<void> {
    const milliseconds = askedSeconds === undefined ? FIRST_WAIT_MS * 2 ** (attempt - 1) : askedSeconds * 1000;
    // Whoever asks for a longer wait than one answer may take is as good as silent.
    const most = this.#limits.timeoutSeconds * 1000;
    await sleep(Math.min(milliseconds, most), undefined, { signal: this.#limits.deadline }).catch(() => {});
  }
}

const AGAIN = Symbol("again");

interface Asked {
  readonly method?: "POST" | "PUT";
  readonly accept?: string;
  readonly body?: string;
}
