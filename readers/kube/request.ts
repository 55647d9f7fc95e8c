import { type IncomingMessage, request as httpRequest } from "node:http";
import { type RequestOptions, request as httpsRequest } from "node:https";
import { createGunzip } from "node:zlib";
import { FaultKind, ReadFault } from "./fault.ts";

/** What came back, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Seconds to wait that the server asks for. */
  readonly retryAfterSeconds: number | undefined;
  /** The server's clock, milliseconds since 1970. */
  readonly serverTime: number | undefined;
}

/** TLS, credentials and headers of a request. */
export type Signed = Omit<RequestOptions, "headers"> & { readonly headers?: Readonly<Record<string, string>> };

export interface Limits {
  /** For one answer. */
  readonly timeoutSeconds: number;
  /** For everything that is read. */
  readonly deadline: AbortSignal;
}

/** More than this in one answer is not read: pages are halved until they are smaller. */
const MOST_BYTES = 256 << 20;

/** One request, a GET unless options name another method. Ends at the deadline whatever the server does: also where it sends a byte a minute. */
export function send(url: URL, options: Signed, limits: Limits, body?: string): Promise<Answer> {
  const signal = AbortSignal.any([limits.deadline, AbortSignal.timeout(limits.timeoutSeconds * 1000)]);
  const request = url.protocol === "http:" ? httpRequest : httpsRequest;
  return new Promise((settle, reject) => {
    const fail = (error: Error): void => reject(faultOf(error, url, limits));
    const sent = request(
      url,
      { ...options, signal, headers: { accept: "application/json", "accept-encoding": "gzip", ...options.headers } },
      (response) => {
        read(response).then((text) => settle(answerOf(response, text)), fail);
      },
    );
    sent.on("error", fail);
    sent.end(body);
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const zipped = response.headers["content-encoding"] === "gzip";
  const stream = zipped ? response.pipe(createGunzip()) : response;
  if (zipped) response.on("error", (error) => stream.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      response.destroy();
      throw new ReadFault(FaultKind.TooLarge, `One answer is larger than ${String(MOST_BYTES >> 20)} MiB.`);
    }
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error("the connection ended in the middle of an answer");
  return Buffer.concat(chunks).toString("utf8");
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, text: string): Answer {
  const retry = Number(headers["retry-after"]);
  const date = headers.date === undefined ? Number.NaN : Date.parse(headers.date);
  return {
    status: statusCode,
    text,
    retryAfterSeconds: Number.isFinite(retry) ? retry : undefined,
    serverTime: Number.isNaN(date) ? undefined : date,
  };
}

export const outOfTime = ({ pathname }: URL): ReadFault =>
  new ReadFault(FaultKind.Slow, `The time for all of it ran out at ${pathname}.`);

function faultOf(error: Error, url: URL, { timeoutSeconds, deadline }: Limits): ReadFault {
  if (error instanceof ReadFault) return error;
  if (deadline.aborted) return outOfTime(url);
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return new ReadFault(FaultKind.Slow, `${url.pathname} gave no answer within ${String(timeoutSeconds)} s.`);
  const { code = "" } = error as NodeJS.ErrnoException;
  const said = [code, error.message].filter((part) => part !== "").join(": ");
  return new ReadFault(FaultKind.Unreachable, `The API server at ${url.host} cannot be reached: ${said}.`, {
    cause: error,
  });
}
