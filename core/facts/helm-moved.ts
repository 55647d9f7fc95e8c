import { chartVersionFor, lookupKey } from "./helm-keys.ts";
import { DEPRECATED_KEYS, FAILING_KEYS, GONE_KEYS, IDLE_KEYS, LEAVING_KEYS, NEVER_KEYS } from "./helm-moved-table.ts";
import { compareVersions, minorOf } from "./version.ts";

/** What happens to a value that is set under an old or wrong key. */
export const MovedEffect = {
  /** The chart ignores it without a word. */
  Ignored: "ignored",
  /** Helm stops with an error as soon as it holds anything. */
  RenderFails: "render-fails",
  /** It still works, and will go. */
  Deprecated: "deprecated",
  /** The key is listed or read, but changes nothing that matters on EKS. */
  NoEffect: "no-effect",
} as const;
export type MovedEffect = (typeof MovedEffect)[keyof typeof MovedEffect];

/** A Helm value key that is not, or no longer, right in a Cilium version. */
export interface MovedKey {
  /** The row's path: the one asked for, or one that ends in `.*` and covers it. */
  readonly path: string;
  readonly effect: MovedEffect;
  /** First Cilium minor without it; undefined where no chart ever had it, or where its end is not set. */
  readonly since?: string;
  /** Paths that replace it, keys or blocks; empty where it is simply dropped. */
  readonly replacement: readonly string[];
  /** Why, and what to know, in a sentence or two. */
  readonly why: string;
  readonly source: string;
}

interface Table {
  readonly text: string;
  readonly effect: MovedEffect;
  readonly source: string;
}

const BY_MINOR = "values.yaml and templates of the Cilium charts 1.9 to 1.20 (cilium/charts)";

const TABLES: readonly Table[] = [
  { text: NEVER_KEYS, effect: "ignored", source: "values.yaml and templates of the Cilium charts 1.19.6 and 1.20.2" },
  {
    text: FAILING_KEYS,
    effect: "render-fails",
    source: "templates/validate.yaml of the Cilium charts 1.19.6 and 1.20.0",
  },
  { text: GONE_KEYS, effect: "ignored", source: BY_MINOR },
  { text: LEAVING_KEYS, effect: "deprecated", source: BY_MINOR },
  {
    text: DEPRECATED_KEYS,
    effect: "deprecated",
    source: "values.yaml and templates/warnings.txt of the Cilium chart 1.20.0",
  },
  { text: IDLE_KEYS, effect: "no-effect", source: "files/nodeinit of the Cilium chart 1.19.6; templates of 1.20.0" },
];

let rows: readonly MovedKey[] | undefined;

/** Every row, as it stands in the tables. */
export function movedKeys(): readonly MovedKey[] {
  rows ??= TABLES.flatMap(parseTable);
  return rows;
}

/**
 * What is known of an old or wrong path in a Cilium version, or undefined. An exact row wins over one for everything below it,
 * and a path that the chart knows is only reported where a row names it as failing, deprecated or idle.
 */
export function movedKey(ciliumVersion: string, path: string): MovedKey | undefined {
  const minor = minorOf(ciliumVersion);
  const key =
    movedKeys().find((row) => row.path === path) ??
    movedKeys().find((row) => row.path.endsWith(".*") && path.startsWith(row.path.slice(0, -1))) ??
    // A map where the row's key holds something else: `eni.securityGroupTags: { Name: pods }`.
    movedKeys().find((row) => path.startsWith(`${row.path}.`) && !isKnown(ciliumVersion, path));
  if (minor === undefined || key === undefined) return undefined;
  const gone = key.since === undefined || compareVersions(minor, key.since) >= 0;
  if (key.effect === "deprecated") return key.since !== undefined && gone ? { ...key, effect: "ignored" } : key;
  if (!gone) return undefined;
  return key.effect === "ignored" && isKnown(ciliumVersion, path) ? undefined : key;
}

function isKnown(ciliumVersion: string, path: string): boolean {
  const chart = chartVersionFor(ciliumVersion);
  return chart !== undefined && lookupKey(chart, path).known;
}

function parseTable({ text, effect, source }: Table): MovedKey[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [since = "", path = "", replacement = "", why = ""] = line.split("|").map((cell) => cell.trim());
      return {
        path,
        effect,
        ...(since === "-" ? {} : { since }),
        replacement: replacement === "" ? [] : replacement.split(", "),
        why,
        source,
      };
    });
}
