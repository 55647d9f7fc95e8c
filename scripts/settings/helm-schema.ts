import { ENUM_KEYS, enumValues } from "../../core/facts/helm-enums.ts";
import { type ChartVersion, knownPaths, lookupKey } from "../../core/facts/helm-keys.ts";
import type { EditorNode } from "./editor-schema.ts";

const ENUMS: ReadonlySet<string> = new Set(ENUM_KEYS.map(({ path }) => path));

/** The value keys of a Cilium chart, with their types, as an editor needs them. */
export function helmValuesSchema(version: ChartVersion): EditorNode {
  const tree = new Map<string, unknown>();
  for (const path of knownPaths(version)) {
    const segments = path.split(".");
    let branch = tree;
    for (const [at, segment] of segments.entries()) {
      const here = segments.slice(0, at + 1).join(".");
      if (at === segments.length - 1 || lookupKey(version, here).freeForm) {
        if (!branch.has(segment)) branch.set(segment, leaf(version, here));
        break;
      }
      const next = branch.get(segment);
      const below = next instanceof Map ? (next as Map<string, unknown>) : new Map<string, unknown>();
      branch.set(segment, below);
      branch = below;
    }
  }
  return group(tree);
}

const group = (tree: ReadonlyMap<string, unknown>): EditorNode => ({
  type: "object",
  additionalProperties: false,
  properties: Object.fromEntries(
    [...tree].map(([key, below]) => [key, below instanceof Map ? group(below) : (below as EditorNode)]),
  ),
});

function leaf(version: ChartVersion, path: string): EditorNode {
  const { type } = lookupKey(version, path);
  if (type === undefined) return {};
  const [plain = "", list] = type.replaceAll("*", "").split(" enum:");
  const types = plain.split("|");
  const values =
    list?.split(",") ?? (ENUMS.has(path) ? enumValues(version, path)?.filter((value) => value !== "") : []);
  return {
    type: types.length === 1 ? types[0] : types,
    ...(values === undefined || values.length === 0 ? {} : { examples: values }),
  } as EditorNode;
}
