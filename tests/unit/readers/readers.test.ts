import { describe, expect, it } from "vitest";
import { READERS } from "../../../readers/index.ts";
import { type ReaderCase, checkFiles, foundBy } from "../../support/readers.ts";
import { CLOUDFORMATION } from "./cloudformation.cases.ts";
import { EKSCTL } from "./eksctl.cases.ts";
import { GITOPS } from "./gitops.cases.ts";
import { HELM_VALUES } from "./helm-values.cases.ts";
import { MANIFESTS } from "./manifests.cases.ts";
import { PULUMI } from "./pulumi.cases.ts";
import { TERRAFORM } from "./terraform.cases.ts";

const CASES: Readonly<Record<string, readonly ReaderCase[]>> = {
  "helm-values": HELM_VALUES,
  manifests: MANIFESTS,
  gitops: GITOPS,
  eksctl: EKSCTL,
  terraform: TERRAFORM,
  pulumi: PULUMI,
  cloudformation: CLOUDFORMATION,
};

describe.each(Object.entries(CASES))("the reader of %s", (_, cases) => {
  it.each(cases)("$name", (one) => {
    expect(foundBy(one)).toEqual(one.finds);
    const answer = checkFiles(one.files, one.options);
    for (const note of one.notes ?? []) expect(answer.notes.join("\n")).toContain(note);
    for (const secret of one.hides ?? []) expect(JSON.stringify(answer)).not.toContain(secret);
  });
});

it("has cases for every reader, right ones among them", () => {
  for (const { id } of READERS) {
    const cases = CASES[id] ?? [];
    expect(cases.length, id).toBeGreaterThanOrEqual(12);
    expect(cases.filter(({ finds }) => finds.length === 0).length, id).toBeGreaterThanOrEqual(3);
  }
});
