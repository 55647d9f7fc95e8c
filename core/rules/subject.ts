import type { FindingDraft } from "../findings/finding.ts";
import type { ClusterModel } from "../model/index.ts";
import { Undecided, each } from "../model/unknown.ts";

/** A part of the model that a rule reads; a lens that lacks it skips the rule and says so. */
export type ModelPart = keyof ClusterModel;

/** The model with some parts that are there: a rule is asked only where they are. */
export type ModelWith<Part extends ModelPart> = ClusterModel & {
  readonly [P in Part]-?: NonNullable<ClusterModel[P]>;
};

/** What a finding says of one subject; the subject's words and the first half of the path are filled in. */
export interface Draft extends Omit<FindingDraft, "subject" | "path" | "fix"> {
  /** Path below the subject's own, `disk.sizeGiB`; left out where the whole of it is meant. */
  readonly at?: string;
  /** Where something better can be said of this case than the rule's own `fix`. */
  readonly fix?: string;
}

/** What a finding says where the rule itself names subject and path. */
export interface PlacedDraft extends Omit<FindingDraft, "fix"> {
  readonly fix?: string;
}

/** What a rule is on: node groups, roles, objects of some kinds. Rules are asked of each one by itself. */
export interface Subject<One, Part extends ModelPart, D = Draft> {
  /** Parts of the model that tell of it. */
  readonly needs: readonly Part[];
  /** Runs a check over each one; an unknown value in one leaves the others decided. */
  readonly ask: (
    model: ModelWith<Part>,
    check: (one: One) => Iterable<D | Undecided>,
  ) => Iterable<PlacedDraft | Undecided>;
}

/** How one is named and where it stands. */
export type Target = Pick<FindingDraft, "subject" | "path">;

interface Kind<Item, One, Part extends ModelPart> {
  readonly needs: readonly Part[];
  readonly of: (model: ModelWith<Part>) => Iterable<Item>;
  /** What rules get of an item; left out where it is the item itself. Undefined where the item is none of theirs. */
  readonly read: (item: Item, model: ModelWith<Part>) => One | undefined;
  readonly place: (item: Item, model: ModelWith<Part>) => Target;
}

/** A subject by its parts. Items are read one by one, because each may hold a value that is not known yet. */
export const subjectOf = <Item, One, const Part extends ModelPart>({
  needs,
  of,
  read,
  place,
}: Kind<Item, One, Part>): Subject<One, Part> => ({
  needs,
  *ask(model, check) {
    yield* each(of(model), function* (item) {
      const one = read(item, model);
      if (one === undefined) return;
      for (const draft of check(one)) yield draft instanceof Undecided ? draft : placed(place(item, model), draft);
    });
  },
});

const placed = ({ subject, path }: Target, { at, ...draft }: Draft): PlacedDraft => ({
  subject,
  path: at === undefined ? path : `${path}.${at}`,
  ...draft,
});

/** The same subject, but only those that a test holds for. */
export const only = <One, Part extends ModelPart, D>(
  { needs, ask }: Subject<One, Part, D>,
  test: (one: One, model: ModelWith<Part>) => boolean,
): Subject<One, Part, D> => ({
  needs,
  ask: (model, check) => ask(model, (one) => (test(one, model) ? check(one) : [])),
});
