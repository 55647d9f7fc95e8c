import { type Document, type LineCounter, type Node, isAlias, isCollection, isPair, isScalar } from "yaml";

/** Finds what stands at a path of a YAML document. */
export interface YamlPlaces {
  /** `12:5` of a path, or of the nearest part of it that stands in the file. */
  position(path: readonly string[]): string | undefined;
  /** The source text of a plain scalar such as `1.30`; undefined for anything else. */
  source(path: readonly string[]): string | undefined;
}

interface Found {
  readonly offset: number | undefined;
  /** What stands at the whole path. */
  readonly node: unknown;
}

export function placesIn(document: Document, lines: LineCounter): YamlPlaces {
  const find = (path: readonly string[]): Found => {
    let node: unknown = document.contents;
    let offset: number | undefined;
    let rest = path;
    while (rest.length > 0) {
      if (isAlias(node)) node = node.resolve(document);
      const step = below(node, rest);
      if (step === undefined) return { offset, node: undefined };
      offset = step.offset ?? offset;
      node = step.node;
      rest = rest.slice(step.taken);
    }
    return { offset, node };
  };
  return {
    position: (path) => {
      const { offset } = find(path);
      if (offset === undefined) return undefined;
      const { line, col } = lines.linePos(offset);
      return `${line}:${col}`;
    },
    source: (path) => {
      const { node } = find(path);
      return isScalar(node) && node.type === "PLAIN" ? node.source : undefined;
    },
  };
}

interface Step {
  readonly offset: number | undefined;
  readonly node: unknown;
  /** Parts of the path that the key was: names such as `quay.io` hold a dot. */
  readonly taken: number;
}

function below(node: unknown, path: readonly string[]): Step | undefined {
  if (!isCollection(node)) return undefined;
  for (let taken = 1; taken <= path.length; taken++) {
    const key = path.slice(0, taken).join(".");
    const pair = (node.items as unknown[])
      .filter((item) => isPair(item))
      .find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair !== undefined) return { offset: offsetOf(pair.key), node: pair.value, taken };
  }
  const [key = ""] = path;
  const item: unknown = /^\d+$/.test(key) ? node.get(Number(key), true) : undefined;
  return item === undefined ? undefined : { offset: offsetOf(item), node: item, taken: 1 };
}

const offsetOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];
