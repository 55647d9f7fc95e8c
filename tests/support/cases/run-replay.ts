/** Replays every rule's test cases through the resources lens and prints what it found, as JSON; run by plain Node. */
import { SEEN_PARTS } from "../../../lens/index.ts";
import { catalogue } from "../../../core/rules/index.ts";
import { collectCases } from "./collect.ts";
import { type Disagreement, replay } from "./replay.ts";

export interface ReplayReport {
  readonly disagreements: readonly Disagreement[];
  /** Rules that were replayed, with how many of their failing cases were. */
  readonly replayed: Readonly<Record<string, number>>;
}

const isSeen = new Set(
  catalogue.filter(({ needs }) => needs.every((part) => SEEN_PARTS.includes(part))).map(({ id }) => id),
);
const tables = (await collectCases()).filter(({ rule }) => isSeen.has(rule.id));
const report: ReplayReport = {
  disagreements: tables.flatMap((table) => replay(table)),
  replayed: Object.fromEntries(tables.map(({ rule, fails }) => [rule.id, fails.length])),
};
process.stdout.write(JSON.stringify(report));
