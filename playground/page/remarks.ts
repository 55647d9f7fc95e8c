import { type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import { make } from "./dom.ts";

export interface Remark {
  readonly line: number;
  readonly severity: "error" | "warning";
  /** What to do, in a sentence. */
  readonly says: string;
}

/** What is wrong in a line, behind its end. Screen readers read the list of findings instead. */
class RemarkWidget extends WidgetType {
  readonly #remarks: readonly Remark[];

  constructor(all: readonly Remark[]) {
    super();
    this.#remarks = all;
  }

  override eq(other: RemarkWidget): boolean {
    return JSON.stringify(other.#remarks) === JSON.stringify(this.#remarks);
  }

  override toDOM(): HTMLElement {
    const [first, ...more] = this.#remarks;
    const text = `${first?.says ?? ""}${more.length === 0 ? "" : ` +${String(more.length)}`}`;
    return make("span", { class: `remark ${first?.severity ?? ""}`, "aria-hidden": "true" }, text);
  }
}

export const setRemarks = StateEffect.define<readonly Remark[]>();

/** A tint of the line and a remark behind it, errors first. They move with the text until the next answer. */
export const remarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, newDoc }) {
    const told = effects.find((effect) => effect.is(setRemarks));
    if (told === undefined) return before.map(changes);
    const byLine = Map.groupBy(
      told.value.filter(({ line }) => line <= newDoc.lines),
      ({ line }) => line,
    );
    const ranges = [...byLine].flatMap(([number, all]): Range<Decoration>[] => {
      const sorted = all.toSorted((a, b) => (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0));
      const { from, to } = newDoc.line(number);
      return [
        Decoration.line({ class: `marked ${sorted[0]?.severity ?? ""}` }).range(from),
        Decoration.widget({ widget: new RemarkWidget(sorted), side: 1 }).range(to),
      ];
    });
    return Decoration.set(ranges, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});
