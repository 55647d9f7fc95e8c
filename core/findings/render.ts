import type { Finding } from "./finding.ts";

/** Turns a path into the model into the words of whoever asked: a setting, a place in a file. */
type Locate = (path: string) => string;

export interface RenderOptions {
  /** What the paths belong to: a stack file, or a component and its name. */
  readonly where: string;
  readonly locate?: Locate;
}

/** One finding as one line: where, what is wrong, what was found, what to do. */
export const renderFinding = (finding: Finding, { where, locate = (path) => path }: RenderOptions): string =>
  `${where}, ${locate(finding.path)}: found ${finding.found}; expected ${finding.expected}. ${finding.fix} [${finding.rule}]`;

/** All findings as one message, a line each. */
export const renderFindings = (findings: readonly Finding[], options: RenderOptions): string =>
  findings.map((finding) => renderFinding(finding, options)).join("\n");
