import { Document, type YAMLMap, isCollection } from "yaml";
import type { Settings } from "../../core/settings/index.ts";

const SCHEMA = "./node_modules/pulumi-cilium-eks/dist/config/schema.json";

/** A stack file of configuration keys, with the comment by which editors complete it. */
export function stackDocument(config: Readonly<Record<string, unknown>>): Document {
  const document = new Document({ config });
  document.commentBefore = ` yaml-language-server: $schema=${SCHEMA}`;
  for (const path of flowPaths(document)) (document.getIn(path, true) as YAMLMap).flow = true;
  return document;
}

export const stackText = (document: Document): string =>
  document.toString({ lineWidth: WIDTH, flowCollectionPadding: true });

/** Settings under the keys that a stack file has them by. */
export const stackConfig = ({ region, ...settings }: Settings): Record<string, unknown> => ({
  "aws:region": region,
  ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`cilium-eks:${key}`, value])),
});

const WIDTH = 120;

/** Lists and groups that hold only plain values stand on one line, as long as they fit. */
function flowPaths(document: Document): (string | number)[][] {
  const found: (string | number)[][] = [];
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (typeof value !== "object" || value === null) return;
    const plain = Object.values(value).every((inner) => typeof inner !== "object" || inner === null);
    const fits = JSON.stringify(value).length + 2 * path.length + String(path.at(-1)).length <= WIDTH;
    if (plain && fits && path.length > 2 && isCollection(document.getIn(path, true))) found.push(path);
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(document.toJS(), []);
  // Reasons are sentences: each keeps its line.
  return found.filter((path) => path[1] !== "cilium-eks:waivers");
}
