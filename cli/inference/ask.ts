import { type IncomingHttpHeaders, type RequestOptions, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { lookupOf, timeout } from "../shared/connection.ts";

/** How the API is reached. */
export interface Way {
  /** Up to `/v1`. */
  readonly base: URL;
  /** Bearer token. */
  readonly token?: string;
  /** Asked instead of what the URL's host resolves to. */
  readonly address?: string;
  /** PEM of the authority that the certificate must come from; the system's where left out. */
  readonly authority?: string;
  readonly timeoutSeconds: number;
}

export interface Question {
  /** Below the base; from the host on where it begins with two slashes. */
  readonly path: string;
  /** Sent as JSON by POST; a GET where left out. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What arrived at once, in the order it came. */
  readonly reads: readonly Read[];
  readonly milliseconds: number;
}

interface Read {
  readonly text: string;
  /** Milliseconds since the request was sent. */
  readonly at: number;
}

/** One request, heard to its end. */
export function ask(way: Way, { path, body, headers = {} }: Question): Promise<Answer> {
  const { base, token, address, authority, timeoutSeconds } = way;
  const url = path.startsWith("//")
    ? new URL(path.slice(1), base.origin)
    : new URL(`${base.pathname.replace(/[/]$/, "")}${path}`, base.origin);
  const start = performance.now();
  const text = body === undefined ? undefined : JSON.stringify(body);
  const options: RequestOptions = {
    method: text === undefined ? "GET" : "POST",
    headers: {
      "user-agent": "cilium-eks inference check",
      ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
    agent: false,
    ...(address === undefined ? {} : { lookup: lookupOf(address) }),
  };
  return new Promise((settle, reject) => {
    const lost = (error: Error) => {
      reject(error.name === "TimeoutError" || error.name === "AbortError" ? timeout(timeoutSeconds) : error);
    };
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const sent = send(url, { ...options, ...(authority === undefined ? {} : { ca: authority }) }, (response) => {
      const reads: Read[] = [];
      response.setEncoding("utf8");
      response.on("data", (part: string) => reads.push({ text: part, at: performance.now() - start }));
      response.on("error", lost);
      response.on("end", () => {
        settle({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: reads.map((read) => read.text).join(""),
          reads,
          milliseconds: Math.round(performance.now() - start),
        });
      });
    });
    sent.on("error", lost);
    sent.end(text);
  });
}
