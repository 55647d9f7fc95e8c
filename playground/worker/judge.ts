import { linksOf } from "../../core/findings/links.ts";
import { visibleRules } from "../../lens/evaluate.ts";
import { type CheckOptions, type Checked, type CheckedFinding, WAIVERS_FILE, check } from "../../readers/check.ts";
import { type Input, type Position, ReadError } from "../../readers/input.ts";
import { readWaivers } from "../../readers/waivers.ts";
import type { Answer, Choices, Fault, Shown } from "./types.ts";

/**
 * What `check` says of the files, for the page. A file that cannot be read is told of, and the others are judged: while somebody types
 * a file is often half of one.
 */
export function evaluate(files: readonly Input[], choices: Choices): Answer {
  const faults: Fault[] = [];
  const written = files.filter(({ text }) => text.trim() !== "");
  const waivers = attempt(faults, () => waiversOf(written.find(isWaivers)));
  let left = written.filter((file) => !isWaivers(file));
  while (left.length > 0) {
    const inputs = left;
    const checked = attempt(faults, () => check(inputs, { ...waivers, ...optionsOf(choices) }));
    if (checked !== undefined) return answerOf(checked, faults);
    const broken = faults.at(-1)?.file;
    left = inputs.filter(({ name }) => name !== broken);
    // A fault of no file that is there would be told for ever.
    if (left.length === inputs.length) break;
  }
  return { ...NOTHING, faults };
}

const NOTHING: Omit<Answer, "faults"> = { reads: [], findings: [], waived: [], notes: [], undecided: [], asked: 0 };

const isWaivers = ({ name }: Input): boolean => name.split("/").at(-1) === WAIVERS_FILE;

const waiversOf = (file: Input | undefined): Partial<CheckOptions> =>
  file === undefined ? {} : { ...readWaivers(file), waiversFile: file.name };

const optionsOf = ({ chartVersion, isEks }: Choices): Partial<CheckOptions> => ({
  ...(chartVersion === "" ? {} : { chartVersion }),
  ...(isEks ? { platform: "eks" as const } : {}),
});

/** Undefined where an input cannot be read, which is noted. */
function attempt<T>(faults: Fault[], run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { input, position } = error;
    faults.push({ file: input, ...placed(position), message: inWordsOfThePage(sentenceOf(error)) });
    return undefined;
  }
}

/** A message goes on from the name and place of its file, which the page shows by themselves. */
function sentenceOf({ message, input }: ReadError): string {
  const said = message.slice(message.indexOf(" ", input.length) + 1);
  return /^(?:is|has|holds) /.test(said) ? `This file ${said}` : said.replace(/^./, (first) => first.toUpperCase());
}

const placed = (position: Position | undefined): Partial<Position> =>
  position === undefined ? {} : { line: position.line, column: position.column };

const answerOf = (checked: Checked, faults: readonly Fault[]): Answer => ({
  faults,
  reads: checked.inputs.map(({ input, reads }) => ({ file: input, reads })),
  findings: checked.findings.map(shown),
  waived: checked.waived.map((finding) => ({ ...shown(finding), reason: finding.reason })),
  notes: checked.notes.map(inWordsOfThePage),
  undecided: byPath(checked.undecided),
  asked: checked.asked,
});

const RULES = new Map(visibleRules.map((rule) => [rule.id, rule]));

function shown({ rule, severity, subject, setting, found, expected, fix, place }: CheckedFinding): Shown {
  const texts = RULES.get(rule);
  return {
    rule,
    severity,
    subject,
    setting,
    found,
    expected,
    fix,
    file: place.input,
    ...placed(place.position),
    // A waiver that silences nothing is no rule's.
    title: texts?.title ?? "Every waiver silences something",
    why: texts?.why ?? "A waiver that silences nothing hides that what it was written for is gone.",
    ...(texts?.symptom === undefined ? {} : { symptom: texts.symptom }),
    source: texts?.source ?? "This project: docs/check.md",
    links: linksOf(texts?.source ?? ""),
  };
}

function byPath(undecided: Checked["undecided"]): Answer["undecided"] {
  const rules = Map.groupBy(undecided, ({ path }) => path);
  return [...rules]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, all]) => ({ path, rules: all.map(({ rule }) => rule) }));
}

/** The command's flags are fields above the editor here. */
const WORDS: readonly (readonly [said: string, instead: string])[] = [
  ["Say it by --chart-version.", "Choose it above."],
  ["Say another by --chart-version.", "Choose another above."],
  ["Say it by --platform eks.", "If it does, say so above."],
];

const inWordsOfThePage = (text: string): string =>
  WORDS.reduce((left, [said, instead]) => left.replace(said, instead), text);
