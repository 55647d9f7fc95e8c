import type { Answer, Choices, Reply } from "../worker/types.ts";
import { VALUE_KEY_VERSIONS } from "../../core/facts/generated/value-keys.ts";
import { make, part, partAs } from "./dom.ts";
import { listenForDrops } from "./drops.ts";
import { Editor } from "./editor.ts";
import { Engine } from "./engine.ts";
import { type File, drawTabs, freeName, textsOf } from "./files.ts";
import { drawAnswer, highlight } from "./findings.ts";
import { countsOf, marksOf } from "./marks.ts";
import { LONGEST_LINK, fragmentOf, sharedOf } from "./link.ts";
import { followTheme } from "./theme.ts";

interface Example {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
}

const EXAMPLES = JSON.parse(part("examples").textContent) as readonly Example[];
const NOTHING: Answer = { faults: [], reads: [], findings: [], waived: [], notes: [], undecided: [], asked: 0 };

const chart = partAs("chart", HTMLSelectElement);
const platform = partAs("eks", HTMLInputElement);
const nameField = partAs("name", HTMLInputElement);
let files: File[] = [];
let open = 0;
let answer = NOTHING;

const editor = new Editor(part("editor"), part("style").nonce, {
  changed: () => {
    ask();
  },
  moved: showLine,
});
const engine = new Engine(part("engine").textContent, told);

const nameOfOpen = (): string => files[open]?.name ?? "";

/** The open file's text stands in the editor. */
const contents = (): { name: string; text: string }[] =>
  files.map(({ name, state }, at) => ({ name, text: (at === open ? editor.state : state).doc.toString() }));

const choices = (): Choices => ({ chartVersion: chart.value, isEks: platform.checked });

function ask(): void {
  engine.ask(contents(), choices());
}

function told(reply: Reply): void {
  if ("failure" in reply) {
    say(`The rules could not be asked: ${reply.failure}`);
    return;
  }
  if (answer === NOTHING) performance.mark("first answer");
  answer = reply.answer;
  drawAnswer(answer, reply.milliseconds, goTo);
  drawFiles();
  markOpen();
  document.documentElement.dataset["answered"] = String(reply.id);
}

function goTo({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}): void {
  const at = files.findIndex(({ name }) => name === file);
  if (at === -1) return;
  openFile(at);
  editor.goTo(line ?? 1, column ?? 1);
}

function markOpen(): void {
  editor.mark(marksOf(answer, nameOfOpen()));
  showLine();
}

/** Findings of the cursor's line stand out in the list, while somebody is in the editor. */
function showLine(): void {
  highlight(nameOfOpen(), editor.hasFocus ? editor.lineOfCursor : 0);
}

function drawFiles(): void {
  drawTabs(files, open, countsOf(answer), { open: openFile, close: closeFile });
  nameField.value = nameOfOpen();
}

function openFile(at: number): void {
  const [before, next] = [files[open], files[at]];
  if (next === undefined) return;
  if (before !== undefined && at !== open) before.state = editor.state;
  if (at !== open) editor.show(next.state);
  open = at;
  drawFiles();
  markOpen();
}

function replaceAll(all: readonly { readonly name: string; readonly text: string }[]): void {
  files = [];
  answer = NOTHING;
  for (const { name, text } of all.length === 0 ? [{ name: "values.yaml", text: "" }] : all) addFile(name, text);
  open = 0;
  editor.show((files[0] as File).state);
  drawFiles();
  ask();
}

function addFile(wanted: string, text: string): void {
  const name = freeName(
    wanted,
    files.map((file) => file.name),
  );
  files.push({ name, state: editor.newState(text, name) });
}

function closeFile(at: number): void {
  const left = contents().filter((_, index) => index !== at);
  replaceAll(left);
  openFile(Math.min(at, files.length - 1));
}

async function take(entries: Parameters<typeof textsOf>[0]): Promise<void> {
  const { files: taken, left } = await textsOf(entries);
  say(left.join("; "));
  if (taken.length === 0) return;
  const isEmpty = contents().every(({ text }) => text.trim() === "");
  replaceAll(isEmpty ? taken : [...contents(), ...taken]);
  openFile(isEmpty ? 0 : files.length - taken.length);
}

function say(text: string): void {
  part("said").textContent = text;
}

function listen(): void {
  const picker = partAs("picker", HTMLInputElement);
  const examples = partAs("example", HTMLSelectElement);
  part("add").addEventListener("click", () => {
    files = files.map((file, at) => (at === open ? { ...file, state: editor.state } : file));
    addFile("values.yaml", "");
    openFile(files.length - 1);
    editor.focus();
  });
  part("close").addEventListener("click", () => {
    closeFile(open);
  });
  part("pick").addEventListener("click", () => {
    picker.click();
  });
  picker.addEventListener("change", () => {
    void take([...(picker.files ?? [])]);
    picker.value = "";
  });
  nameField.addEventListener("change", () => {
    const file = files[open];
    if (file === undefined || nameField.value.trim() === "") return;
    file.name = freeName(
      nameField.value.trim(),
      files.filter((_, at) => at !== open).map(({ name }) => name),
    );
    drawFiles();
    ask();
  });
  for (const choice of [chart, platform]) choice.addEventListener("change", ask);
  examples.addEventListener("change", () => {
    const example = EXAMPLES[Number(examples.value)];
    if (example !== undefined) replaceAll(Object.entries(example.files).map(([name, text]) => ({ name, text })));
    examples.value = "";
  });
  part("link").addEventListener("click", () => void copyLink());
  addEventListener("hashchange", () => void fromLink());
  listenForDrops((entries) => void take(entries));
}

/** The address changes only when somebody asks: browsers keep a history of addresses, and some carry it to other machines. */
async function copyLink(): Promise<void> {
  const fragment = await fragmentOf({ files: contents(), choices: choices() });
  if (fragment.length > LONGEST_LINK) {
    say("These files are too large for a link.");
    return;
  }
  history.replaceState(undefined, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied. It holds all of the files, what is secret in them as well.");
  } catch {
    say("The link stands in the address bar. It holds all of the files, what is secret in them as well.");
  }
}

async function fromLink(): Promise<boolean> {
  try {
    const shared = await sharedOf(location.hash);
    if (shared === undefined) return false;
    chart.value = shared.choices.chartVersion;
    if (chart.selectedIndex === -1) chart.value = "";
    platform.checked = shared.choices.isEks;
    replaceAll(shared.files);
    return true;
  } catch (error) {
    say(`The link cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    return false;
  }
}

followTheme(part("theme"));
chart.append(
  make("option", { value: "" }, "as the files say"),
  ...VALUE_KEY_VERSIONS.toReversed().map((version) => make("option", { value: version }, version)),
);
part("example").append(...EXAMPLES.map(({ title }, at) => make("option", { value: String(at) }, title)));
listen();
void start();

/** An example shows at a glance what the page does. */
async function start(): Promise<void> {
  if (await fromLink()) return;
  replaceAll(Object.entries(EXAMPLES[0]?.files ?? {}).map(([name, text]) => ({ name, text })));
}
