import type { TaughtFinding } from "./types.ts";

/** What people take for one fault: the same thing in many places, or said by several rules of one value. */
export interface Fault {
  /** The finding that stands for all. */
  readonly first: TaughtFinding;
  /** Other rules that say the same of the same value. */
  readonly alsoBy: readonly string[];
  /** The same in other places. */
  readonly others: readonly TaughtFinding[];
}

/** Findings as faults, in the order of their first ones. Reports for programs keep every finding. */
export function faultsOf(findings: readonly TaughtFinding[]): Fault[] {
  const byShape = new Map<string, { first: TaughtFinding; alsoBy: string[]; others: TaughtFinding[] }>();
  const told: TaughtFinding[] = [];
  for (const finding of plainLast(findings)) {
    const same = told.find((one) => isSameValue(one, finding));
    const key = shapeOf(same ?? finding);
    const fault = byShape.get(key);
    if (same !== undefined && fault !== undefined) {
      if (!fault.alsoBy.includes(finding.rule)) fault.alsoBy.push(finding.rule);
      continue;
    }
    told.push(finding);
    if (fault === undefined) byShape.set(key, { first: finding, alsoBy: [], others: [] });
    else fault.others.push(finding);
  }
  const order = new Map(findings.map((finding, index) => [finding, index]));
  return [...byShape.values()].toSorted((a, b) => (order.get(a.first) ?? 0) - (order.get(b.first) ?? 0));
}

/** The chart's own checks say what is allowed; a rule says what is needed here, so that it goes first. */
const plainLast = (findings: readonly TaughtFinding[]): TaughtFinding[] =>
  findings.toSorted((a, b) => Number(isPlain(a)) - Number(isPlain(b)));
const isPlain = ({ rule }: TaughtFinding): boolean => /^(?:helm-values|settings)-/.test(rule);

/** What the chart's checks say of a value of which a rule has said more: the same place, and one says of it what the other begins with. */
function isSameValue(a: TaughtFinding, b: TaughtFinding): boolean {
  if (!isPlain(b) || a.rule === b.rule || a.setting !== b.setting || a.where !== b.where || a.severity !== b.severity)
    return false;
  const [short = "", long = ""] = [unquoted(a.found), unquoted(b.found)].toSorted((x, y) => x.length - y.length);
  // `no taint` and `no taint of nodeadm` are two things that are missing.
  return (
    short !== "" && !short.startsWith("no ") && long.startsWith(short) && !/^[\w.-]/.test(long.slice(short.length))
  );
}

const unquoted = (text: string): string => text.replaceAll('"', "").trim();

/** The finding without what is this one's alone: the names in it, and its numbers. */
function shapeOf({ rule, severity, subject, path, found, expected, fix }: TaughtFinding): string {
  const names = new Set([
    ...[...subject.matchAll(/"([^"]+)"/g)].flatMap(([, name = ""]) => [name, ...name.split("/")]),
    // The last part is the key that is wrong, and two keys are two faults.
    ...path.split(".").slice(0, -1),
  ]);
  const general = [found, expected, fix].map((text) =>
    text.replaceAll(WORD, (word) => (names.has(word) ? "•" : word.replaceAll(/\d+/g, "#"))),
  );
  return JSON.stringify([rule, severity, ...general]);
}

const WORD = /[\w/-]+(?:\.[\w/-]+)*/g;
