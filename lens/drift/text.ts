import { SECRET_TEXT, isSecretAt, isSecretText } from "../../core/findings/secrets.ts";
import { isObject } from "../../core/model/json.ts";
import type { Deviation, Place } from "./types.ts";

const LONGEST = 100;

/** A value in one line; what is secret is never told. */
export function told(value: unknown, { what, at }: Pick<Deviation, "what" | "at">): string {
  if (value === undefined) return "nothing";
  if (what === "Secret" && at[0] === "data") return SECRET_TEXT;
  const plain = hidden(value, at);
  const line = (typeof plain === "string" ? plain : JSON.stringify(plain)).replaceAll(/\s*\n\s*/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function hidden(value: unknown, at: Place): unknown {
  const parents = at.map(String);
  const key = parents.at(-1) ?? "";
  if (typeof value === "string")
    return isSecretText(value) || isSecretAt(key, parents.slice(0, -1)) ? SECRET_TEXT : value;
  if (Array.isArray(value)) return value.map((one, index) => hidden(one, [...at, index]));
  if (!isObject(value)) return value;
  // An environment variable says by its name what its value is.
  const name = typeof value["name"] === "string" ? value["name"] : "";
  return Object.fromEntries(
    Object.entries(value).map(([inner, one]) => [
      inner,
      inner === "value" && isSecretAt(name, parents) ? SECRET_TEXT : hidden(one, [...at, inner]),
    ]),
  );
}
