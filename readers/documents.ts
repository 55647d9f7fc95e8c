import { type Document, type Input, ReadError } from "./input.ts";
import { readJson } from "./json.ts";
import { MOST_DEEP, MOST_JSON, MOST_YAML, depthOf } from "./limits.ts";
import { readYaml } from "./yaml.ts";

/** The documents of an input, JSON or YAML. Throws a `ReadError` where it is neither. */
export function documentsOf({ name, text: raw }: Input): Document[] {
  const text = raw.startsWith("\uFEFF") ? raw.slice(1) : raw;
  const binary = /[\u0000-\u0008\u000E-\u001F\uFFFD]/.exec(text);
  if (binary !== null) {
    throw new ReadError(
      name,
      "is no text: it holds bytes that are in no YAML or JSON. Give check the text that it was made from.",
    );
  }
  const first = /\S/.exec(text)?.[0];
  if (first === "{" || first === "[") return jsonOrFlow(name, text);
  if (text.length > MOST_YAML) throw tooLarge(name, text, MOST_YAML);
  return readYaml(name, text);
}

/** JSON is read as JSON. YAML may begin with a bracket as well: then the fault of the JSON is told, unless it is valid. */
function jsonOrFlow(name: string, text: string): Document[] {
  if (text.length > MOST_JSON) throw tooLarge(name, text, MOST_JSON);
  if (depthOf(text) > MOST_DEEP) {
    throw new ReadError(name, `is nested more than ${String(MOST_DEEP)} levels deep, and nothing that check reads is.`);
  }
  try {
    return [readJson(name, text)];
  } catch (fault) {
    if (text.length > SMALL) throw fault;
    try {
      const documents = readYaml(name, text);
      for (const { value } of documents) void value;
      return documents;
    } catch {
      throw fault;
    }
  }
}

/** A text that is no JSON is tried as YAML up to here. */
const SMALL = 1024 * 1024;

const tooLarge = (name: string, { length }: string, most: number): ReadError =>
  new ReadError(
    name,
    `has ${String(Math.round(length / 1024 / 1024))} MB, and check reads at most ${String(most / 1024 / 1024)} of this kind. Give it the part that is about the cluster.`,
  );
