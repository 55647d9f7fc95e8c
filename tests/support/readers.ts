import { type CheckOptions, type Checked, type CheckedFinding, check } from "../../readers/check.ts";
import type { Input } from "../../readers/input.ts";

/** Inputs in the style in which people write them, with the rules that they break; none where they are right. */
export interface ReaderCase {
  readonly name: string;
  /** By file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly options?: CheckOptions;
  /** `rule file:line:column`, or `rule address`, sorted; a place may be left out. Every finding must be named, and nothing else. */
  readonly finds: readonly string[];
  /** Parts of notes that must be there. */
  readonly notes?: readonly string[];
  /** Texts of the input that must be nowhere in the answer. */
  readonly hides?: readonly string[];
}

const inputsOf = (files: ReaderCase["files"]): Input[] => Object.entries(files).map(([name, text]) => ({ name, text }));

export const checkFiles = (files: ReaderCase["files"], options: CheckOptions = {}): Checked =>
  check(inputsOf(files), options);

/** What a case finds, in the form of `finds`: with a place where the expectation has one. */
export function foundBy({ files, options, finds }: ReaderCase): string[] {
  const withPlace = new Set(finds.filter((text) => text.includes(" ")).map((text) => text.split(" ")[0]));
  const isAddressed = ({ place }: CheckedFinding): boolean =>
    place.position === undefined && Object.hasOwn(files, place.input);
  const found = checkFiles(files, options).findings.map((finding) =>
    withPlace.has(finding.rule)
      ? `${finding.rule} ${isAddressed(finding) ? finding.setting : finding.where}`
      : finding.rule,
  );
  return [...new Set(found)].toSorted();
}
