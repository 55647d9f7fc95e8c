import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, type Text } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { make } from "./dom.ts";
import { type Remark, remarks, setRemarks } from "./remarks.ts";

/** What stands beside a line. */
export interface Mark extends Remark {
  readonly column: number;
  /** What must hold; empty where only `says` speaks. */
  readonly title: string;
  /** What the pop-up of the mark says between both. */
  readonly found: string;
  readonly rule: string;
}

/** The editor calls when text changes or the line of the cursor does. */
export interface Listens {
  readonly changed: (text: string) => void;
  readonly moved: () => void;
}

/** Above this colours cost more than they tell: a plan of Terraform has megabytes. */
const MOST_COLOURED = 1024 * 1024;

const HIGHLIGHTS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--key)" },
  { tag: [tags.string, tags.attributeValue, tags.content], color: "var(--text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--value)" },
  { tag: [tags.comment, tags.meta], color: "var(--soft)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--soft)" },
]);

/** The editor of one file at a time; each file keeps its own history. */
export class Editor {
  readonly #view: EditorView;
  readonly #listens: Listens;
  readonly #nonce: string;

  constructor(parent: HTMLElement, nonce: string, listens: Listens) {
    this.#listens = listens;
    this.#nonce = nonce;
    this.#view = new EditorView({ parent, state: this.newState("", "") });
  }

  /** The state of a file that is opened for the first time. */
  newState(text: string, label: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions(label, text.length) });
  }

  get state(): EditorState {
    return this.#view.state;
  }

  show(state: EditorState): void {
    this.#view.setState(state);
  }

  get lineOfCursor(): number {
    const { doc, selection } = this.#view.state;
    return doc.lineAt(selection.main.head).number;
  }

  get hasFocus(): boolean {
    return this.#view.hasFocus;
  }

  focus(): void {
    this.#view.focus();
  }

  /** Puts the cursor at a place and into view. */
  goTo(line: number, column: number): void {
    const anchor = offsetOf(this.#view.state.doc, line, column);
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.#view.focus();
  }

  mark(marks: readonly Mark[]): void {
    const { state } = this.#view;
    const diagnostics = marks.map((mark) => diagnosticOf(mark, state.doc));
    this.#view.dispatch(setDiagnostics(state, diagnostics), { effects: setRemarks.of(marks) });
  }

  #extensions(label: string, length: number): Extension {
    return [
      EditorView.cspNonce.of(this.#nonce),
      EditorView.contentAttributes.of({ "aria-label": label === "" ? "File" : label, tabindex: "0" }),
      lintGutter(),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      indentOnInput(),
      indentUnit.of("  "),
      bracketMatching(),
      placeholder(
        "Paste or drop a file: values of Cilium's chart, manifests, an eksctl file, a Terraform plan as JSON …",
      ),
      remarks,
      length > MOST_COLOURED ? [] : [yaml(), syntaxHighlighting(HIGHLIGHTS)],
      keymap.of([...lintKeymap.filter(({ key }) => key === "F8"), ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.#listens.changed(update.state.doc.toString());
        if (update.selectionSet || update.docChanged || update.focusChanged) this.#listens.moved();
      }),
    ];
  }
}

function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(to, from + Math.max(0, column - 1));
}

/** From the place to the end of the key or word there. */
function diagnosticOf({ line, column, severity, title, found, says, rule }: Mark, doc: Text): Diagnostic {
  const from = offsetOf(doc, line, column);
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from);
  const length = /^(?:"[^"]*"|'[^']*'|[^\s:,{}[\]]+)/.exec(rest)?.[0].length ?? 0;
  return {
    from,
    to: from + length,
    severity,
    message: says,
    source: rule,
    renderMessage: () =>
      make(
        "div",
        { class: "pop" },
        title === "" ? undefined : make("strong", {}, title),
        found === "" ? undefined : make("p", {}, found),
        make("p", {}, says),
      ),
  };
}
