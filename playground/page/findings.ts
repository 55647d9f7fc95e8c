import type { Answer, Fault, Shown } from "../worker/types.ts";
import { count, make, part } from "./dom.ts";

type Opens = (place: { readonly file: string; readonly line?: number; readonly column?: number }) => void;

/** All that an answer says, as the column beside the editor. */
export function drawAnswer(answer: Answer, milliseconds: number, opens: Opens): void {
  const { faults, findings, waived, notes, undecided, asked, reads } = answer;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const evaluated = reads.some(({ reads: kinds }) => kinds.length > 0);
  const verdict = part("verdict");
  verdict.className =
    faults.length > 0 || errors > 0 ? "over" : findings.length > 0 ? "high" : evaluated ? "fine" : "none";
  verdict.replaceChildren(make("strong", {}, said(answer, errors, evaluated)), ` ${counts(answer, errors)}`);
  part("time").textContent = evaluated
    ? `${count(asked, "rule")} asked in ${String(Math.max(1, Math.round(milliseconds)))} ms`
    : "";
  part("findings").replaceChildren(
    ...faults.map((fault) => faultCard(fault, opens)),
    ...inOrder(findings, reads).map((finding) => findingCard(finding, opens)),
    ...folded(
      "Waived",
      waived.map(({ rule, setting, reason }) => `${rule} at ${setting}: ${reason}`),
    ),
    ...folded("Not seen", notes, true),
    ...folded(
      "Not decidable from what was given",
      undecided.map(({ path, rules }) => `${path}: ${rules.join(", ")}`),
    ),
    ...folded(
      "What was read",
      reads.map(
        ({ file, reads: kinds }) => `${file}: ${kinds.length === 0 ? "of no kind that is judged" : kinds.join(", ")}`,
      ),
    ),
  );
}

function said({ faults, findings }: Answer, errors: number, evaluated: boolean): string {
  if (errors > 0) return "This would not work as it is.";
  if (faults.length > 0) return "Something here cannot be read.";
  if (!evaluated) return "Nothing to judge yet.";
  return findings.length > 0 ? "It would work, with warnings." : "Nothing was found that stops this cluster.";
}

const counts = ({ findings, waived }: Answer, errors: number): string =>
  [
    count(errors, "error"),
    count(findings.length - errors, "warning"),
    ...(waived.length === 0 ? [] : [`${String(waived.length)} waived`]),
  ].join(", ");

/** File by file, from its first line down. */
function inOrder(findings: readonly Shown[], reads: Answer["reads"]): Shown[] {
  const order = new Map(reads.map(({ file }, at) => [file, at]));
  const rank = ({ file, line = 0 }: Shown): readonly [number, number] => [order.get(file) ?? -1, line];
  return findings.toSorted((a, b) => {
    const [[fileA, lineA], [fileB, lineB]] = [rank(a), rank(b)];
    return fileA - fileB || lineA - lineB;
  });
}

const where = (file: string, line: number | undefined): string =>
  line === undefined ? file : `${file}:${String(line)}`;

function opener(place: Parameters<Opens>[0], opens: Opens): HTMLElement {
  const button = make("button", { type: "button", class: "where" }, where(place.file, place.line));
  button.addEventListener("click", () => {
    opens(place);
  });
  return button;
}

function findingCard(finding: Shown, opens: Opens): HTMLElement {
  const { severity, title, subject, setting, found, expected, fix, why, symptom, source, links, rule, file, line } =
    finding;
  return make(
    "article",
    { class: `finding ${severity}`, "data-file": file, "data-line": line === undefined ? undefined : String(line) },
    make(
      "header",
      {},
      make("span", { class: "mark" }, severity),
      opener(finding, opens),
      make("code", { class: "rule" }, rule),
    ),
    make("h3", {}, title),
    make("p", { class: "about" }, setting === subject ? subject : `${subject}, ${setting}`),
    make("dl", {}, ...pair("Found", found), ...pair("Expected", expected)),
    make("p", { class: "fix" }, make("strong", {}, "Fix "), fix),
    make("p", {}, make("strong", {}, "Why "), why),
    ...(symptom === undefined ? [] : [make("p", {}, make("strong", {}, "What you see "), symptom)]),
    make("p", { class: "source" }, make("strong", {}, "Source "), source, ...links.map(linkTo)),
  );
}

const pair = (term: string, text: string): HTMLElement[] => [make("dt", {}, term), make("dd", {}, text)];

/** Leaves the page only when somebody follows it, and says nothing of where from. */
const linkTo = (address: string): HTMLElement =>
  make("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, shortened(address));

const shortened = (address: string): string => address.replace(/^https:\/\//, "").replace(/\.html$|\/$/, "");

const faultCard = (fault: Fault, opens: Opens): HTMLElement =>
  make(
    "article",
    {
      class: "finding error",
      "data-file": fault.file,
      "data-line": fault.line === undefined ? undefined : String(fault.line),
    },
    make("header", {}, make("span", { class: "mark" }, "cannot be read"), opener(fault, opens)),
    make("p", {}, fault.message),
  );

function folded(title: string, lines: readonly string[], open = false): HTMLElement[] {
  if (lines.length === 0) return [];
  return [
    make(
      "details",
      { open },
      make("summary", {}, `${title} (${String(lines.length)})`),
      make("ul", {}, ...lines.map((line) => make("li", {}, line))),
    ),
  ];
}

/** Shows which findings belong to the line of the cursor. */
export function highlight(file: string, line: number): void {
  for (const card of document.querySelectorAll<HTMLElement>("#findings .finding")) {
    card.classList.toggle("here", card.dataset["file"] === file && card.dataset["line"] === String(line));
  }
}
