import type { Choices } from "../worker/types.ts";

/** What a link carries: the files and what was chosen beside them. */
export interface Shared {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly choices: Choices;
}

/** The form of the text behind the `#`; another begins with another sign. */
const FORM = "1.";

/** Browsers and what people send links with cut longer addresses (Chromium takes 2 MB). */
export const LONGEST_LINK = 1_000_000;

/** A link is text that anybody wrote: more than this it may not unfold into. */
const MOST_TEXT = 8 * 1024 * 1024;

/** The fragment, which browsers send to nobody: compressed JSON in the alphabet of URLs. */
export async function fragmentOf(shared: Shared): Promise<string> {
  const bytes = await collect(
    new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw")),
  );
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return FORM + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What a fragment carries; undefined for none. Throws where it is none of ours. */
export async function sharedOf(fragment: string): Promise<Shared | undefined> {
  const text = fragment.replace(/^#/, "");
  if (text === "") return undefined;
  if (!text.startsWith(FORM)) throw new Error("it is of no form that this page knows");
  const binary = atob(text.slice(FORM.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const json = await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  return readShared(JSON.parse(new TextDecoder().decode(json)));
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST_TEXT) throw new Error("it holds more than 8 MB");
    parts.push(new Uint8Array(value));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const isFile = (file: unknown): boolean =>
  typeof Reflect.get(Object(file), "name") === "string" && typeof Reflect.get(Object(file), "text") === "string";

function readShared(value: unknown): Shared {
  const { files, choices } = value as Partial<Shared>;
  if (!Array.isArray(files) || !files.every(isFile)) throw new Error("it holds no files");
  const { chartVersion, isEks } = choices ?? {};
  return {
    files: files as Shared["files"],
    choices: { chartVersion: typeof chartVersion === "string" ? chartVersion : "", isEks: isEks === true },
  };
}
