import { Severity } from "../../../core/findings/finding.ts";
import { teach } from "./teach.ts";
import type { PlacedFinding, TaughtFinding } from "./types.ts";

interface Unreadable extends Pick<PlacedFinding, "rule" | "subject" | "where" | "setting" | "lens"> {
  /** The sentence that people get. */
  readonly message: string;
}

/** A file that cannot be read, as a finding: reports show it at its line, and the exit status stays 2. */
export const unreadableFinding = ({ message, ...of }: Unreadable): TaughtFinding =>
  teach({
    ...of,
    severity: Severity.Error,
    path: "",
    found: foundIn(message, of.where),
    expected: `${of.subject.startsWith("input") ? "an" : "a"} ${of.subject} that can be read`,
    fix: "Mend the file at this place; nothing else of it was looked at.",
  });

/** The place is said once, beside the finding: `Pulumi.dev.yaml is not valid YAML` becomes `a file that is not valid YAML`. */
function foundIn(message: string, where: string): string {
  const text = (message.startsWith(where) ? message.slice(where.length) : message)
    .replace(/^:?\s+/, "")
    .replace(/\.$/, "");
  return /^(?:is|does|may|cannot|holds|has|unfolds|repeats)\b/.test(text) ? `a file that ${text}` : text;
}
