import { FaultKind, ReadFault } from "./fault.ts";
import type { Answer } from "./request.ts";

/* What an answer of the API server says, whatever its status. */

/** A continue token ran out; the server gives another one, for the rest as it is now. */
export class Expired extends Error {
  readonly next: string;
  constructor(next: string) {
    super("expired");
    this.next = next;
  }
}

export interface RawList {
  readonly items?: readonly unknown[];
  readonly rows?: readonly unknown[];
  readonly columnDefinitions?: readonly { readonly name: string }[];
  readonly metadata?: { readonly continue?: string };
}

export function accepted(answer: Answer, url: URL): Answer | undefined {
  const { status, text } = answer;
  if (status < 400) return answer;
  const said = messageOf(text);
  const next = status === 410 ? continueOf(text) : "";
  if (next !== "") throw new Expired(next);
  if (status === 404) return undefined;
  if (status === 401) throw new ReadFault(FaultKind.SignedOut, signedOut(url, said));
  if (status === 403) throw new ReadFault(FaultKind.Denied, said);
  if (status === 429) throw new ReadFault(FaultKind.Busy, `The API server is too busy: ${said}`);
  throw new ReadFault(FaultKind.Broken, `The API server answered ${String(status)} to ${url.pathname}: ${said}`);
}

export const signedOut = ({ host }: URL, said: string): string =>
  `The API server at ${host} does not take the credentials: ${said}`;

export function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ReadFault(FaultKind.Broken, `${path} gave an answer that is no JSON.`, { cause: error });
  }
}

export const messageOf = (text: string): string => {
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
