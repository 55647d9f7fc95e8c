import { readFileSync } from "node:fs";
import { type Document, LineCounter, isCollection, isPair, isScalar, parseDocument } from "yaml";
import { SECRET_TEXT } from "../core/findings/secrets.ts";
import { NAMESPACE, type RawStack, StackFileError } from "./stack.ts";

/** A stack file, read without the Pulumi CLI. */
export interface StackFile {
  readonly path: string;
  readonly raw: RawStack;
  /** Every key of `config`, as the engine passes it to a program: objects as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys that hold an encrypted value; their content cannot be read offline. */
  readonly secretKeys: readonly string[];
  /** Paths of the encrypted leaves of namespace `cilium-eks`, without it: `["mesh", "certificateAuthority", "privateKey"]`. */
  readonly secretPaths: readonly (readonly string[])[];
  /** `12:5` of a path such as `nodeGroups.general.maxPods`, or of the nearest part of it that stands in the file. */
  position(path: string): string | undefined;
}

/** Reads and parses a stack file. */
export function readStackFile(path: string, shownAs = path): StackFile {
  return parseStackFile(readText(path, shownAs), shownAs);
}

function readText(path: string, shownAs: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new StackFileError(
      `${shownAs} cannot be read. Give an existing stack file by --stack-file, or a stack by --stack.`,
    );
  }
}

export function parseStackFile(text: string, shownAs: string): StackFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true });
  const [error] = document.errors;
  if (error !== undefined) throw new StackFileError(`${shownAs} is not valid YAML: ${error.message}`);
  const content: unknown = document.toJS();
  const config = isRecord(content) ? (content["config"] ?? {}) : {};
  if (!isRecord(config))
    throw new StackFileError(`${shownAs}: config must be a group of keys such as ${NAMESPACE}:cluster.`);

  const secretKeys = Object.keys(config).filter((key) => holdsSecret(config[key]));
  const plain = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, withoutSecrets(value)]));
  return {
    path: shownAs,
    raw: { region: plain["aws:region"], values: ownKeys(plain) },
    config: Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, asConfigText(value)])),
    secretKeys,
    secretPaths: secretPathsIn(ownKeys(config)),
    position: (at) => positionOf(document, lines, at),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSecret = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";

const holdsSecret = (value: unknown): boolean =>
  isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret));

function secretPathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (isSecret(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretPathsIn(inner, [...path, key]));
}

/** Secrets are shown as `[secret]`: the offline plan has no key. */
function withoutSecrets(value: unknown): unknown {
  if (isSecret(value)) return SECRET_TEXT;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

const ownKeys = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(`${NAMESPACE}:`))
      .map(([key, value]) => [key.slice(NAMESPACE.length + 1), value]),
  );

const asConfigText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function positionOf(document: Document, lines: LineCounter, path: string): string | undefined {
  const parts = path.replace(`${NAMESPACE}:`, "").split(".");
  const [head = "", ...rest] = parts;
  const keys = ["config", head.includes(":") ? head : `${NAMESPACE}:${head}`, ...rest];
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of keys) {
    if (!isCollection(node)) break;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
    if (isPair(pair) && isScalar(pair.key)) {
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else {
      node = node.get(/^\d+$/.test(key) ? Number(key) : key, true);
      const range: unknown = (node as { range?: unknown } | undefined)?.range;
      if (Array.isArray(range) && typeof range[0] === "number") offset = range[0];
    }
  }
  if (offset === undefined) return undefined;
  const { line, col } = lines.linePos(offset);
  return `${String(line)}:${String(col)}`;
}
