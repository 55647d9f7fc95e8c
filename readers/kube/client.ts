import { setTimeout as sleep } from "node:timers/promises";
import { type KubeOptions, findEndpoint } from "./connect.ts";
import { FaultKind, ReadFault } from "./fault.ts";
import { type Answer, type Limits, type Signed, outOfTime, send } from "./request.ts";

/** Reads a cluster's API. Nothing of it writes. */
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
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export async function connectKube(options: KubeOptions, deadline: AbortSignal): Promise<KubeReader> {
  return new Client(await findEndpoint(options), { timeoutSeconds: options.timeoutSeconds, deadline });
}

class Client implements KubeReader {
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
    const url = new URL(this.server.replace(/\/$/, "") + path);
    for (const [key, value] of Object.entries(query)) if (value !== "") url.searchParams.set(key, value);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(url, accept, attempt);
      if (outcome !== AGAIN) return outcome;
    }
  }

  async #try(url: URL, accept: string | undefined, attempt: number): Promise<Answer | undefined | typeof AGAIN> {
    const last = attempt >= TRIES;
    let answer: Answer;
    try {
      answer = await this.#send(url, accept);
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
    return accepted(answer, url);
  }

  async #send(url: URL, accept: string | undefined): Promise<Answer> {
    if (this.#limits.deadline.aborted) throw outOfTime(url);
    const options = await this.#credentials(url);
    const headers = { ...options.headers, ...(accept === undefined ? {} : { accept }) };
    return send(url, { ...options, headers }, this.#limits);
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

/** A continue token ran out; the server gives another one, for the rest as it is now. */
class Expired extends Error {
  readonly next: string;
  constructor(next: string) {
    super("expired");
    this.next = next;
  }
}

interface RawList {
  readonly items?: readonly unknown[];
  readonly rows?: readonly unknown[];
  readonly columnDefinitions?: readonly { readonly name: string }[];
  readonly metadata?: { readonly continue?: string };
}

function accepted(answer: Answer, url: URL): Answer | undefined {
  const { status, text } = answer;
  if (status < 400) return answer;
  const said = messageOf(text);
  const next = status === 410 ? continueOf(text) : "";
  if (next !== "") throw new Expired(next);
  if (status === 404) return undefined;
  if (status === 401)
    throw new ReadFault(FaultKind.SignedOut, `The API server at ${url.host} does not take the credentials: ${said}`);
  if (status === 403) throw new ReadFault(FaultKind.Denied, said);
  if (status === 429) throw new ReadFault(FaultKind.Busy, `The API server is too busy: ${said}`);
  throw new ReadFault(FaultKind.Broken, `The API server answered ${String(status)} to ${url.pathname}: ${said}`);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ReadFault(FaultKind.Broken, `${path} gave an answer that is no JSON.`, { cause: error });
  }
}

const messageOf = (text: string): string => {
  try {
    return (JSON.parse(text) as { readonly message?: string }).message ?? text.slice(0, 200);
  } catch {
    return text.slice(0, 200).trim() || "no reason given";
  }
};

const continueOf = (text: string): string => {
  try {
    return (JSON.parse(text) as RawList).metadata?.continue ?? "";
  } catch {
    return "";
  }
};
