import { isObject } from "../core/model/json.ts";
import { type Document, LineCounter, type YAMLError, parseDocument } from "yaml";
import { SECRET_TEXT } from "../core/findings/secrets.ts";
import { readOtherwiseIn } from "./cli-yaml.ts";
import { ownKeys } from "./stack-keys.ts";
import { readStackText } from "./stack-text.ts";
import { NAMESPACE, type RawStack, StackFileError } from "./stack.ts";
import { placesIn } from "./yaml-places.ts";

/** A stack file, read without the Pulumi CLI. */
export interface StackFile {
  readonly path: string;
  readonly raw: RawStack;
  /** Every key of `config`, as the engine passes it to a program: objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Settings with their encrypted values as they stand. */
  readonly sealed: RawStack["values"];
  /** How values are encrypted: the keys beside `config` that say so. */
  readonly encryption: Readonly<Record<string, unknown>>;
  /** Keys that hold an encrypted value; their content cannot be read offline. */
  readonly secretKeys: readonly string[];
  /** Paths of the encrypted leaves of namespace `cilium-eks`, without it: `["mesh", "certificateAuthority", "privateKey"]`. */
  readonly secretPaths: readonly (readonly string[])[];
  /** `12:5` of a path such as `nodeGroups.general.maxPods`, or of the nearest part of it that stands in the file. */
  position(path: string): string | undefined;
}

/** Reads and parses a stack file. */
export const readStackFile = (path: string, shownAs = path): StackFile =>
  parseStackFile(readStackText(path, shownAs), shownAs);

export function parseStackFile(text: string, shownAs: string): StackFile {
  const lines = new LineCounter();
  const { document, content } = contentOf(text, shownAs, lines);
  const config = isObject(content) ? (content["config"] ?? {}) : {};
  if (!isObject(config) || (content !== null && !isObject(content)))
    throw new StackFileError(`${shownAs}: config must be a group of keys such as ${NAMESPACE}:cluster.`);
  const yaml = placesIn(document, lines);
  const own = ownKeys(isObject(content) ? content : {}, (place) => {
    const position = yaml.position(place);
    return position === undefined ? "" : `, line ${position.split(":", 1)[0] ?? ""}`;
  });
  /** Where a setting stands, also one in a wrong place. */
  const placeOf = (path: string): string[] => {
    const [head = "", ...rest] = path.replace(`${NAMESPACE}:`, "").split(".");
    return [...(own.places.get(head) ?? ["config", head.includes(":") ? head : `${NAMESPACE}:${head}`]), ...rest];
  };
  const secretPaths = secretPathsIn(own.values);
  return {
    path: shownAs,
    raw: {
      region: own.region,
      values: withoutSecrets(own.values) as RawStack["values"],
      source: (path) => yaml.source(placeOf(path)),
      secretPaths,
      faults: [...own.faults, ...readOtherwiseIn(document)],
    },
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, asConfigText(withoutSecrets(value))]),
    ),
    sealed: own.values,
    encryption: Object.fromEntries(
      Object.entries(isObject(content) ? content : {}).filter(([key]) => ENCRYPTION_KEYS.has(key)),
    ),
    secretKeys: Object.keys(config).filter((key) => secretPathsIn(config[key]).length > 0),
    secretPaths,
    position: (path) => yaml.position(placeOf(path)),
  };
}

/** Pulumi documentation: concepts/projects/stack-settings-file. */
const ENCRYPTION_KEYS: ReadonlySet<string> = new Set(["secretsprovider", "encryptedkey", "encryptionsalt"]);

interface Content {
  readonly document: Document;
  readonly content: unknown;
}

/** Messages of the YAML library quote the file's lines, which may hold secrets: they are told without. */
export function contentOf(text: string, shownAs: string, lines: LineCounter): Content {
  try {
    const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
    const [error] = document.errors;
    if (error === undefined) {
      const content: unknown = document.toJS();
      // An anchor within itself reads well and has no end.
      JSON.stringify(content);
      return { document, content };
    }
    if (error.message.includes("call stack")) throw new RangeError(error.message);
    const { line, col } = lines.linePos(error.pos[0]);
    throw new StackFileError(`${shownAs}${yamlFault(error, text, line, col)}`, `${line}:${col}`);
  } catch (error) {
    if (error instanceof StackFileError) throw error;
    throw new StackFileError(
      `${shownAs} cannot be read as YAML: its anchors and aliases name nothing, name themselves, or multiply beyond measure, or it is nested too deeply. Write the values out.`,
    );
  }
}

/** What is wrong, after the file's name. A key may be shown: keys are no secrets. */
function yamlFault({ code, message, pos }: YAMLError, text: string, line: number, col: number): string {
  if (code === "MULTIPLE_DOCS")
    return ` holds more than one YAML document: one ends before line ${line}. A stack file is one document: remove the line "---" there, or make a file of each.`;
  if (code === "DUPLICATE_KEY") {
    const [key = ""] = /^[\w:."'-]+?(?=:\s|:?$)/m.exec(text.slice(pos[0])) ?? [];
    return `:${line}:${col} has the key ${key} a second time in the same group. YAML allows it once: remove one of the two.`;
  }
  return `:${line}:${col} is not valid YAML: ${message}`;
}

const isSecret = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";

export function secretPathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (isSecret(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretPathsIn(inner, [...path, key]));
}

/** Secrets are shown as `[secret]`: the offline plan has no key. */
export function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return SECRET_TEXT;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

const asConfigText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
