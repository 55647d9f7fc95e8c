import { type Command, Argument, InvalidArgumentError, Option } from "commander";
import { declare } from "../shared/declare.ts";

const FORMATS = ["text", "json", "sarif", "junit"] as const;
export type CheckFormat = (typeof FORMATS)[number];

export interface CheckFlags {
  readonly chartVersion?: string;
  readonly set?: readonly string[];
  readonly kubernetesVersion?: string;
  readonly platform?: "eks";
  readonly waivers?: string;
  readonly stack?: string;
  readonly explain?: boolean;
  readonly strict?: boolean;
}

/** Adds `check`: the catalogue over values files, manifests, eksctl files and whatever else the readers know. */
export function registerCheck(program: Command): void {
  const { command, runs } = declare(program, {
    name: "check",
    says: "judge what you already have: values of the cilium chart, manifests, plans of Terraform and Pulumi, templates of CloudFormation, files of eksctl, Argo CD and Flux",
    page: "docs/check.md",
    formats: FORMATS,
    examples: [
      ["cilium-eks check values.yaml", "values of the cilium chart"],
      [
        "cilium-eks check values.yaml prod.yaml --chart-version 1.19.6 --set k8sServicePort=443",
        "as helm would put them together",
      ],
      [
        "cilium-eks check cluster.yaml values.yaml k8s/",
        "an eksctl file, values and a folder of manifests as one cluster",
      ],
      ["kustomize build overlays/prod | cilium-eks check -", "what another tool writes"],
      ["terraform show -json plan.out | cilium-eks check -", "a plan of Terraform or OpenTofu"],
      ["pulumi preview --json | cilium-eks check -", "a Pulumi program in any language"],
      ["cilium-eks check ./infra --stack prod", "a Pulumi program of Node, without the Pulumi CLI"],
    ],
  });
  command.addArgument(
    new Argument("<input...>", "files, folders, or - for standard input; what they are is seen by their content"),
  );
  command
    .option(
      "--chart-version <version>",
      "version of the cilium chart (default: what an input says, else the newest that is known)",
    )
    .option("--kubernetes-version <version>", "minor of the control plane, 1.35, where no input says it", minor)
    .option("--set <key=value>", "value over those of the files, in Helm's grammar; may be repeated", collect)
    .addOption(new Option("--platform <platform>", "where the cluster runs, where no input says it").choices(["eks"]))
    .option("--waivers <file>", "waivers with their reasons (default: .cilium-eks.yaml beside the inputs)")
    .option(
      "-s, --stack <name>",
      "stack of a Pulumi program that is given as a folder (default: the selected one, the only one, or prod)",
    )
    .option("--explain", "say all of each finding in the text: reason, symptom, source, every place")
    .option("--strict", "treat warnings as errors");
  runs<CheckFlags, [readonly string[]]>(async ({ flags, args: [named], output }) => {
    const { runCheck } = await import("./command.ts");
    return runCheck({ named, flags, output });
  });
}

function minor(text: string): string {
  if (/^1\.\d{1,3}$/.test(text)) return text;
  throw new InvalidArgumentError("Give a minor such as 1.35.");
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
