import type { Document } from "../input.ts";
import type { Context, Reader, Reading } from "../reader.ts";
import { type Instance, instancesOf } from "./instances.ts";
import { Plan } from "./plan.ts";
import { TERRAFORM_WORDS } from "./words.ts";

/** Plans and states of Terraform and OpenTofu: `terraform show -json`, `terraform state pull`. */
export const terraform: Reader = {
  id: "terraform",
  reads: "Terraform plans and states",
  recognises: ({ format, keys }) => format === "json" && (isShown(new Set(keys)) || isRaw(new Set(keys))),
  read: (documents, context) => joined(documents.map((document) => readingOf(document, context))),
};

/** What `show -json` writes of a plan and of a state. */
const isShown = (keys: ReadonlySet<string>): boolean =>
  keys.has("format_version") && ["planned_values", "resource_changes", "values"].some((key) => keys.has(key));

/** A state as it is stored. */
const isRaw = (keys: ReadonlySet<string>): boolean =>
  keys.has("terraform_version") && keys.has("serial") && keys.has("resources");

function readingOf(document: Document, context: Context): Reading {
  const instances = instancesOf(document);
  const plan = new Plan(document, instances);
  const { resources, notes } = plan.resources(context);
  const makesCluster = instances.some(({ type, isData }) => type === "aws_eks_cluster" && !isData);
  const hasCilium = resources.some(
    ({ resource: { type, props } }) => type.startsWith("kubernetes:helm.sh/") && props["chart"] === "cilium",
  );
  return {
    resources,
    notes: [...notes, ...notesOn(document, instances)],
    whole: [
      ...(makesCluster || hasCilium ? ["addons" as const] : []),
      ...(hasCilium ? ["releases" as const, "objects" as const] : []),
      ...(makesCluster ? ["identity" as const] : []),
    ],
    ...(instances.some(({ type }) => type.startsWith("aws_eks_")) ? { platform: "eks" as const } : {}),
    meansCilium: instances.some(meansCilium),
    program: hasCilium,
    isPlan: true,
    words: TERRAFORM_WORDS,
  };
}

/** Nobody leaves EKS's add-ons out, or taints nodes for Cilium, who wants another CNI. */
const meansCilium = ({ type, values }: Instance): boolean =>
  (type === "aws_eks_cluster" && values["bootstrap_self_managed_addons"] === false) ||
  ((type === "aws_eks_node_group" || type === "aws_launch_template") &&
    (JSON.stringify(values) ?? "").includes("node.cilium.io/"));

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

function joined(readings: readonly Reading[]): Reading {
  return {
    resources: readings.flatMap(({ resources }) => resources),
    notes: readings.flatMap(({ notes }) => notes ?? []),
    whole: readings.flatMap(({ whole }) => whole ?? []),
    ...(readings.some(({ platform }) => platform === "eks") ? { platform: "eks" as const } : {}),
    meansCilium: readings.some(({ meansCilium: means }) => means === true),
    program: readings.some(({ program }) => program === true),
    isPlan: readings.length > 0,
    words: TERRAFORM_WORDS,
  };
}
