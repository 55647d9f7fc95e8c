import { parse, stringify } from "smol-toml";
import { type MimePart, readMime, writeMime } from "./mime.ts";

/** What every node of a cluster reads before it joins, whoever starts it: mirrors, proxy, network devices. */
export interface NodeBoot {
  /** Parts of a MIME document; none where there is nothing to say. */
  readonly al2023: readonly MimePart[];
  /** TOML; empty where there is nothing to say. */
  readonly bottlerocket: string;
}

const SHELL_SCRIPT = "text/x-shellscript";
const NODE_CONFIG = "application/node.eks.aws";

/** MIME parts of user data as Karpenter tells them apart: a document, YAML, or else a script (its pkg/providers/amifamily/bootstrap/nodeadm.go). */
function partsOf(text: string): readonly MimePart[] {
  const parts = readMime(text);
  if (parts !== undefined) return parts;
  if (text.trim() === "") return [];
  const config = /^\W*apiVersion\W+node\.eks\.aws\//m.test(text);
  return [{ contentType: config ? NODE_CONFIG : SHELL_SCRIPT, body: text }];
}

/** The cluster's own user data and a pool's; undefined where neither says anything. The pool's comes later and wins. */
export function mergeUserData(family: "AL2023" | "Bottlerocket", boot: NodeBoot, own = ""): string | undefined {
  if (family === "AL2023") {
    const parts = [...boot.al2023, ...partsOf(own)];
    return parts.length === 0 ? undefined : writeMime(parts);
  }
  if (own.trim() === "") return boot.bottlerocket === "" ? undefined : boot.bottlerocket;
  if (boot.bottlerocket === "") return own;
  try {
    return stringify(merge(parse(boot.bottlerocket), parse(own)));
  } catch {
    // What is no TOML stays as it was written; a rule refuses it.
    return own;
  }
}

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const merge = (below: Table, above: Table): Table => ({
  ...below,
  ...Object.fromEntries(
    Object.entries(above).map(([key, value]) => {
      const other = below[key];
      return [key, isTable(value) && isTable(other) ? merge(other, value) : value];
    }),
  ),
});
