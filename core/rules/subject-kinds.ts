import type { Settings } from "../settings/index.ts";
import { type ModelPart, type ModelWith, type Subject, subjectOf } from "./subject.ts";

/** What a part of the model that is there once becomes a subject by. */
export const single = <One, const Part extends ModelPart>(
  part: Part,
  subject: string,
  read: (model: ModelWith<Part>) => One | undefined,
  path: string = part,
): Subject<One, Part> => subjectOf({ needs: [part], of: (model) => [model], read, place: () => ({ subject, path }) });

/** A list of the model whose items have names. */
export const named = <One extends { readonly name: string }, const Part extends ModelPart>(
  part: Part,
  word: string,
  of: (model: ModelWith<Part>) => Iterable<One>,
  path: string = part,
): Subject<One, Part> =>
  subjectOf({
    needs: [part],
    of,
    read: (one) => one,
    place: ({ name }) => ({ subject: `${word} "${name}"`, path: `${path}.${name}` }),
  });

/** One entry of a map of the settings. */
export interface Entry<One> {
  readonly name: string;
  readonly settings: One;
}

/** Entries of a map of the settings. */
export const entries = <One>(
  word: string,
  path: string,
  of: (settings: Settings) => Readonly<Record<string, One>> | undefined,
): Subject<Entry<One>, "settings"> =>
  subjectOf({
    needs: ["settings"],
    of: ({ settings }) => Object.keys(of(settings) ?? {}),
    read: (name, { settings }) => {
      const one = of(settings)?.[name];
      return one === undefined ? undefined : { name, settings: one };
    },
    place: (name) => ({ subject: `${word} "${name}"`, path: `${path}.${name}` }),
  });
