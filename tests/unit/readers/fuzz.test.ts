import { assert, array, constantFrom, integer, jsonValue, nat, property, record, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { check } from "../../../readers/check.ts";
import { ReadError } from "../../../readers/input.ts";
import { runs } from "../../support/runs.ts";
import { CLOUDFORMATION } from "./cloudformation.cases.ts";
import { EKSCTL } from "./eksctl.cases.ts";
import { GITOPS } from "./gitops.cases.ts";
import { HELM_VALUES } from "./helm-values.cases.ts";
import { MANIFESTS } from "./manifests.cases.ts";
import { PULUMI } from "./pulumi.cases.ts";
import { TERRAFORM } from "./terraform.cases.ts";

/** 10,000 inputs a reader with `PROPERTY_RUNS=250`. */
const RUNS = runs(40);

/** What breaks readers: brackets, templates, aliases, odd numbers, keys of JavaScript. */
const SNIPPETS = [
  "{{ .Values.x }}",
  "{{- if .a }}\n",
  "{{ end }}\n",
  "${VAR}",
  "*a",
  "&a ",
  "<<: *a\n",
  "---\n",
  "...\n",
  "- ",
  ": ",
  "{",
  "}",
  "[",
  "]",
  "|\n",
  "!Ref x",
  "\t",
  "__proto__: 1\n",
  "constructor: {}\n",
  "null",
  "~",
  "1e999",
  "-0",
  "0x1F",
  "'",
  '"',
  "#",
  "\r\n",
  "\u2028",
  "\uFEFF",
  "%YAML 9\n",
  "? a\n: b\n",
];

/** Either an answer or a sentence: never another error. */
function answers(files: Readonly<Record<string, string>>): void {
  try {
    const { findings } = check(
      Object.entries(files).map(([name, text]) => ({ name, text })),
      { set: [], platform: "eks" },
    );
    for (const { where, setting } of findings) expect(`${where} ${setting}`).not.toMatch(/undefined|NaN|\[object/);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
}

/** A hundred runs take less than a second; a machine may be busy. */
const TIMEOUT = 60_000 + RUNS * 60;

const CASES = {
  "helm-values": HELM_VALUES,
  manifests: MANIFESTS,
  gitops: GITOPS,
  eksctl: EKSCTL,
  terraform: TERRAFORM,
  pulumi: PULUMI,
  cloudformation: CLOUDFORMATION,
};

describe.each(Object.entries(CASES))("the reader of %s", (_, cases) => {
  const files = constantFrom(...cases.map((one) => one.files));

  it(
    "answers texts that were cut, doubled and spliced",
    () => {
      const edit = record({ at: nat(), length: integer({ min: 0, max: 40 }), put: constantFrom(...SNIPPETS, "") });
      const run = () =>
        assert(
          property(files, array(edit, { minLength: 1, maxLength: 4 }), (all, edits) => {
            const [[name, text] = ["", ""], ...others] = Object.entries(all);
            const broken = edits.reduce((left, { at, length, put }) => {
              const from = at % (left.length + 1);
              return left.slice(0, from) + put + left.slice(from + length);
            }, text);
            answers({ [name]: broken, ...Object.fromEntries(others) });
          }),
          { numRuns: RUNS },
        );
      expect(run).not.toThrow();
    },
    TIMEOUT,
  );

  it(
    "answers values of any kind in any place",
    () => {
      const run = () =>
        assert(
          property(
            files,
            tuple(nat(), nat()),
            jsonValue({ maxDepth: 2 }),
            string(),
            (all, [which, where], value, key) => {
              const names = Object.keys(all);
              const name = names[which % names.length] ?? "";
              const documents = parseAllDocuments(all[name] ?? "").map(
                (document) => document.toJS({ maxAliasCount: 10 }) as unknown,
              );
              const places = documents.flatMap((document) => ownersIn(document));
              const place = places[where % Math.max(1, places.length)];
              if (place !== undefined) {
                const keys = Object.keys(place);
                place[keys[where % Math.max(1, keys.length)] ?? key] = value;
              }
              answers({ ...all, [name]: documents.map((document) => JSON.stringify(document)).join("\n---\n") });
            },
          ),
          { numRuns: RUNS },
        );
      expect(run).not.toThrow();
    },
    TIMEOUT,
  );
});

/** Every map and list of a value. */
function ownersIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(ownersIn)];
}
