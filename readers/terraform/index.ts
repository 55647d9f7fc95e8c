import type { Document } from "../input.ts";
import { readingOfProgram } from "../program.ts";
import type { Context, Reader, Reading } from "../reader.ts";
import { type Instance, instancesOf } from "./instances.ts";
import { Plan } from "./plan.ts";
import { TERRAFORM_WORDS } from "./words.ts";

/** Plans and states of Terraform and OpenTofu: `terraform show -json`, `terraform state pull`. */
export const terraform: Reader = {
  id: "terraform",
  reads: "Terraform plans and states",
  recognises: ({ format, keys }) => format === "json" && (isShown(new Set(keys)) || isRaw(new Set(keys))),
  read: (documents, context) => {
    const all = documents.map((document) => readDocument(document, context));
    return {
      ...readingOfProgram(all.flatMap(({ resources }) => resources)),
      notes: all.flatMap(({ notes }) => notes ?? []),
      words: TERRAFORM_WORDS,
    };
  },
};

/** What `show -json` writes of a plan and of a state. */
const isShown = (keys: ReadonlySet<string>): boolean =>
  keys.has("format_version") && ["planned_values", "resource_changes", "values"].some((key) => keys.has(key));

/** A state as it is stored. */
const isRaw = (keys: ReadonlySet<string>): boolean =>
  keys.has("terraform_version") && keys.has("serial") && keys.has("resources");

function readDocument(document: Document, context: Context): Pick<Reading, "resources" | "notes"> {
  const instances = instancesOf(document);
  const { resources, notes } = new Plan(document, instances).resources(context);
  return { resources, notes: [...notes, ...notesOn(document, instances)] };
}

function notesOn({ input, value }: Document, instances: readonly Instance[]): string[] {
  const groups = instances.filter(({ type, isData }) => type === "aws_autoscaling_group" && !isData);
  const errored = typeof value === "object" && value !== null && "errored" in value && value.errored === true;
  return [
    ...(errored ? [`${input}: the plan ended in an error, so what comes after it is missing.`] : []),
    ...(groups.length === 0
      ? []
      : [
          `${input}: Auto Scaling groups of nodes were not judged (${groups
            .map(({ address }) => address)
            .slice(0, 3)
            .join(
              ", ",
            )}${groups.length > 3 ? ", …" : ""}): a plan does not tell which nodes they make of their template.`,
        ]),
  ];
}
