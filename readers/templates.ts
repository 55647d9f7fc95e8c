/** Stands for what a template writes; a text with it is not known. */
export const MARK = "\uE000";

/** A text without its template actions, of the same length line by line. */
export interface Masked {
  readonly text: string;
  /** From and to, in UTF-16 units: what stands there is there only if a condition holds. */
  readonly conditional: readonly (readonly [from: number, to: number])[];
}

const ACTION = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const OPENS = /^(?:if|range|with|for|block|define)\b/;
const CLOSES = /^end/;
/** Writes nothing: conditions, comments, assignments. */
const SILENT = /^(?:if|else|elif|end\w*|range|with|for|block|define|set|\/\*|#|\$\w+\s*:?=)/;

/** Whether a text is one that a template engine still has to read (Helmfile, gotmpl, Ansible). */
export const isTemplated = (text: string): boolean => text.includes("{{") || text.includes("{%");

/**
 * Takes the actions of Go and Jinja templates out of YAML. An action within a line becomes a text of marks; one that has a line of
 * its own becomes a key of marks where it writes something, at the indentation that it asks for, or a comment.
 */
export function maskTemplates(text: string): Masked {
  const conditional: [number, number][] = [];
  const open: number[] = [];
  const masked = text.replaceAll(ACTION, (action, at: number) => {
    const word = action.replace(/^\{[{%]-?\s*/, "");
    if (!isAlone(text, at, action.length)) return blank(action, MARK);
    if (OPENS.test(word)) open.push(at);
    if (CLOSES.test(word)) conditional.push([open.pop() ?? at, at + action.length]);
    return SILENT.test(word) ? comment(action) : keyOfMarks(action, text, at);
  });
  return { text: masked, conditional: [...conditional, ...open.map((from): [number, number] => [from, text.length])] };
}

function isAlone(text: string, at: number, length: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const end = text.indexOf("\n", at + length);
  const after = text.slice(at + length, end === -1 ? undefined : end);
  return before.trim() === "" && after.trim() === "";
}

const blank = (action: string, fill: string): string => fill.repeat(action.length);

/** Lines within it stay lines. */
const comment = (action: string): string => action.replaceAll(/[^\n]+/g, (line) => `#${" ".repeat(line.length - 1)}`);

/** `{{- toYaml .Values.x | nindent 4 }}`: a key that nobody knows, four spaces in. */
function keyOfMarks(action: string, text: string, at: number): string {
  if (action.includes("\n")) return comment(action);
  const indent = at - (text.lastIndexOf("\n", at - 1) + 1);
  const asked = /\bn?indent\s+(\d+)/.exec(action)?.[1];
  const spaces = asked === undefined ? 0 : Math.max(0, Number(asked) - indent);
  const marks = Math.max(1, action.length - spaces - 2);
  return `${" ".repeat(spaces)}${MARK.repeat(marks)}: `.slice(0, Math.max(action.length, spaces + 3));
}

/** `${VAR}` (envsubst, Flux; not the policy variables of IAM), secrets that are put in later (SOPS, vals, Argo CD Vault Plugin). */
const FILLED_IN = /\$\{(?!(?:aws|ec2|iam|s3):)[^}]*\}|^ENC\[|^(?:secret)?ref\+|^<path:/;

export const isFilledIn = (text: string): boolean => text.includes(MARK) || FILLED_IN.test(text);
