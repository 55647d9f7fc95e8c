import { isObject } from "../../core/model/json.ts";
import type { Answer } from "./ask.ts";

/** What came of a stream of server-sent events. */
export interface Stream {
  /** Events that carry a piece of the answer. */
  readonly pieces: number;
  /** Milliseconds until the first of them; undefined where none came. */
  readonly firstToken: number | undefined;
  /** Reads of the connection that carried pieces: one alone means that somebody collected the answer. */
  readonly reads: number;
  /** The stream ended as OpenAI's API ends one. */
  readonly ended: boolean;
}

/** Takes an answer apart by what arrived when; an event may be spread over several reads. */
export function streamOf({ reads }: Pick<Answer, "reads">): Stream {
  let rest = "";
  let pieces = 0;
  let firstToken: number | undefined;
  let carrying = 0;
  let ended = false;
  for (const { text, at } of reads) {
    const events = (rest + text).split(/\r?\n\r?\n/);
    rest = events.pop() ?? "";
    const data = events.map(dataOf);
    const here = data.filter(hasPiece).length;
    ended ||= data.includes("[DONE]");
    if (here === 0) continue;
    pieces += here;
    carrying += 1;
    firstToken ??= at;
  }
  return { pieces, firstToken: firstToken === undefined ? undefined : Math.round(firstToken), reads: carrying, ended };
}

const dataOf = (event: string): string =>
  event
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice("data:".length).trim())
    .join("\n");

/** A piece of a chat's answer, of what a model thinks before it, or of a plain completion. */
function hasPiece(data: string): boolean {
  return textsOf(parsed(data)).some((text) => text !== "");
}

/** Texts of the choices of an answer, or of an event of one. */
export function textsOf(answer: unknown): string[] {
  const choices = isObject(answer) ? answer["choices"] : undefined;
  if (!Array.isArray(choices)) return [];
  return choices.filter(isObject).flatMap((choice) => {
    const inner = [choice["message"], choice["delta"]].filter(isObject);
    return [
      choice["text"],
      ...inner.flatMap((one) => [one["content"], one["reasoning_content"], one["reasoning"]]),
    ].filter((text) => typeof text === "string");
  });
}

/** The JSON of a text; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
