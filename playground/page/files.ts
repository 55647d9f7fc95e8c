import type { EditorState } from "@codemirror/state";
import { make, part } from "./dom.ts";

/** One file, whose text stands in its state unless it is the one that is open. */
export interface File {
  name: string;
  state: EditorState;
}

/** What the tabs of files ask for. */
export interface Wants {
  readonly open: (at: number) => void;
  readonly close: (at: number) => void;
}

/** A tab a file, as one tab stop with arrow keys (ARIA Authoring Practices: tabs). */
export function drawTabs(
  files: readonly File[],
  open: number,
  counts: ReadonlyMap<string, string>,
  wants: Wants,
): void {
  const list = part("tabs");
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren(
    ...files.map(({ name }, at) => {
      const isOpen = at === open;
      const tab = make(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${String(at)}`,
          "aria-selected": String(isOpen),
          "aria-controls": "pane",
          tabindex: isOpen ? "0" : "-1",
        },
        name,
        badge(counts.get(name)),
      );
      tab.addEventListener("click", () => {
        wants.open(at);
      });
      tab.addEventListener("keydown", ({ key }) => {
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: files.length - 1 }[key];
        if (to !== undefined) wants.open((to + files.length) % files.length);
        else if (key === "Delete") wants.close(at);
        else return;
        part(
          `tab-${String(Math.min(files.length - 1, to === undefined ? at : (to + files.length) % files.length))}`,
        ).focus();
      });
      return tab;
    }),
  );
  part("pane").setAttribute("aria-labelledby", `tab-${String(open)}`);
  if (hadFocus) part(`tab-${String(open)}`).focus();
}

const badge = (text: string | undefined): HTMLElement | undefined =>
  text === undefined
    ? undefined
    : make("span", { class: `count ${text.includes("error") ? "error" : "warning"}` }, text);

/** `values.yaml`, then `values-2.yaml`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const [, stem = wanted, end = ""] = /^(.*?)(\.[^./]*)?$/.exec(wanted) ?? [];
  let number = 2;
  while (taken.includes(`${stem}-${String(number)}${end}`)) number++;
  return `${stem}-${String(number)}${end}`;
}

/** A page holds texts in memory several times over: what is larger belongs to the command. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Texts of what was dropped or chosen, folders with all below them; what is too large or no text of a known name is told. */
export async function textsOf(
  entries: readonly (FileSystemEntry | globalThis.File)[],
): Promise<{ files: { name: string; text: string }[]; left: string[] }> {
  const files: { name: string; text: string }[] = [];
  const left: string[] = [];
  const take = async (name: string, file: globalThis.File): Promise<void> => {
    if (file.size > MOST_BYTES) left.push(`${name} has more than 32 MB: give it to the command`);
    else files.push({ name, text: await file.text() });
  };
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    const name = entry.fullPath.replace(/^\//, "");
    if (entry.isFile) {
      await take(name, await new Promise((done, failed) => (entry as FileSystemFileEntry).file(done, failed)));
    } else if (!SKIPPED_FOLDER.test(entry.name)) {
      for (const one of await entriesOf(entry as FileSystemDirectoryEntry)) {
        if (one.isDirectory || READ_FILE.test(one.name)) await visit(one);
      }
    }
  };
  for (const entry of entries) {
    if (entry instanceof globalThis.File) await take(entry.webkitRelativePath || entry.name, entry);
    else await visit(entry);
  }
  return { files, left };
}

/** As the command reads folders. */
const SKIPPED_FOLDER = /^(?:node_modules|vendor|\..+|__pycache__|dist)$/;
const READ_FILE = /\.(?:ya?ml|json|gotmpl|tmpl)$/;

/** A reader gives a hundred at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => {
      reader.readEntries(done, failed);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}
