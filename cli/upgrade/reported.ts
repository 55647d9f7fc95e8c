import type { ChartChange } from "../../core/facts/chart-changes.ts";
import type { KeyChange } from "../../core/upgrade/values.ts";
import type { ReportedKey, UpgradeStep } from "./types.ts";

/** Changes of keys as they are told, with those that the edits see to. */
export const reportedKeys = (changes: readonly KeyChange[], edited: ReadonlySet<string>): readonly ReportedKey[] =>
  changes.map(({ path, effect, since, to, why, source }) => ({
    path,
    effect,
    since,
    to,
    why,
    source,
    edited: edited.has(path),
  }));

/** Changes that mean something, and the keys of the others. */
export const reportedMeanings = (changes: readonly ChartChange[]): Pick<UpgradeStep, "meanings" | "undocumented"> => ({
  meanings: changes.filter(({ meaning }) => meaning !== undefined),
  undocumented: changes.flatMap(({ meaning, key }) => (meaning === undefined && key !== undefined ? [key] : [])),
});
