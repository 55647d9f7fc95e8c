import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ClusterModel } from "../../core/model/index.ts";

/** What must be among the findings of a failing case. */
interface Said {
  readonly path?: string;
  /** A part of `found`. */
  readonly found?: string;
  /** Shown in the documentation: the case says the whole of what matters. */
  readonly example?: true;
}

export type Case = readonly [why: string, model: ClusterModel];
export type FailingCase = readonly [why: string, model: ClusterModel, said?: Said];

/** What a rule must say of models. */
export interface RuleCases {
  readonly fails: readonly FailingCase[];
  readonly passes: readonly Case[];
  /** A value that the rule reads is not known yet, so it can neither refuse nor accept. */
  readonly unknown?: readonly Case[];
}

/** Cases by the id of their rule; each rule stands in one file, beside the tests of its group. */
export type CasesByRule = Readonly<Record<string, RuleCases>>;

/** Declares the cases of a file, its default export. */
export const cases = (byRule: CasesByRule): CasesByRule => byRule;

const folder = path.resolve(import.meta.dirname, "../unit/core/rules");

/** The cases of every rule, from every `*.cases.ts`. */
export async function allCases(): Promise<ReadonlyMap<string, RuleCases>> {
  const all = new Map<string, RuleCases>();
  for (const file of globSync("**/*.cases.ts", { cwd: folder }).toSorted()) {
    const module = (await import(pathToFileURL(path.join(folder, file)).href)) as { readonly default: CasesByRule };
    for (const [id, one] of Object.entries(module.default)) {
      if (all.has(id)) throw new Error(`${file}: the cases of ${id} stand in another file too.`);
      all.set(id, one);
    }
  }
  return all;
}
