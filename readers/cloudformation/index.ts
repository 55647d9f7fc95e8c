import { type Document, isMap } from "../input.ts";
import { readingOfProgram } from "../program.ts";
import type { Reader } from "../reader.ts";
import { valueAt } from "../values.ts";
import { Stack } from "./stack.ts";
import { CLOUDFORMATION_WORDS } from "./words.ts";

/** Templates of CloudFormation, written by hand or by `cdk synth`. */
export const cloudformation: Reader = {
  id: "cloudformation",
  reads: "CloudFormation templates",
  recognises: (document) => document.keys.includes("Resources") && isTemplate(document),
  read: (documents, context) => {
    const all = documents.map((document) => {
      const stack = new Stack(document);
      const { resources, notes } = stack.resources(context);
      return { resources, notes: [...notes, ...notesOn(document, stack)] };
    });
    return {
      ...readingOfProgram(all.flatMap(({ resources }) => resources)),
      notes: all.flatMap(({ notes }) => notes),
      words: CLOUDFORMATION_WORDS,
    };
  },
};

function isTemplate({ value }: Document): boolean {
  const resources = valueAt(value, ["Resources"]);
  return (
    isMap(resources) && Object.values(resources).some((one) => /^(?:AWS|Custom)::/.test(String(valueAt(one, ["Type"]))))
  );
}

const SHOWN = 5;
const some = (names: readonly string[]): string =>
  names.length > SHOWN
    ? `${names.slice(0, SHOWN).join(", ")} and ${String(names.length - SHOWN)} more`
    : names.join(", ");

function notesOn({ input }: Document, { template }: Stack): string[] {
  const ofType = (type: string): string[] =>
    [...template.resources].flatMap(([id, { Type: own }]) => (own === type ? [id] : []));
  const [groups, nested] = [ofType("AWS::AutoScaling::AutoScalingGroup"), ofType("AWS::CloudFormation::Stack")];
  const assumed = [...template.assumed].toSorted();
  return [
    ...(groups.length === 0
      ? []
      : [
          `${input}: Auto Scaling groups of nodes were not judged (${some(groups)}): a template does not tell which nodes they make.`,
        ]),
    ...(nested.length === 0
      ? []
      : [`${input}: nested stacks are in templates of their own: give those as well (${some(nested)}).`]),
    ...(assumed.length === 0
      ? []
      : [
          `${input}: judged with the defaults of its parameters, and with what a condition adds where nobody can tell (${some(assumed)}).`,
        ]),
  ];
}
