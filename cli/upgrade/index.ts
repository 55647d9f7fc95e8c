import { type Command, InvalidArgumentError, Option } from "commander";
import { type ClusterFlags, addClusterFlags } from "../shared/cluster-flags.ts";
import { asOfOption } from "../shared/as-of.ts";
import { declare } from "../shared/declare.ts";
import { addStackFlags } from "../shared/stacks.ts";

export interface UpgradeFlags extends ClusterFlags {
  readonly stack?: string;
  readonly stackFile?: string;
  readonly values?: string;
  readonly manifests?: readonly string[];
  readonly toCilium?: string;
  readonly toKubernetes?: string;
  readonly fromCilium?: string;
  readonly fromKubernetes?: string;
  readonly live?: boolean;
  readonly asOf?: string;
  readonly explain?: boolean;
}

const version = (pattern: RegExp, example: string) => (text: string) => {
  if (pattern.test(text)) return text;
  throw new InvalidArgumentError(`Give a version such as ${example}.`);
};
const PATCH = version(/^\d+\.\d+\.\d+$/, "1.20.2");
const MINOR = version(/^\d+\.\d+$/, "1.36");

/** Adds `upgrade`: the way from the versions that are there to others, step by step, and what stands in it. */
export function registerUpgrade(program: Command): void {
  const { command, runs } = declare<"text" | "json">(program, {
    name: "upgrade",
    says: "plan an upgrade of Cilium and Kubernetes step by step, and say what stands in the way; changes nothing",
    page: "docs/upgrade.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks upgrade --stack prod", "to the newest versions that belong together, from the stack file alone"],
      ["cilium-eks upgrade --stack prod --to-cilium 1.20.2 --live", "with a look at the cluster that runs"],
      [
        "cilium-eks upgrade --values values.yaml --from-cilium 1.18.8 --from-kubernetes 1.32 --to-cilium 1.20.2",
        "without a stack: Cilium by Helm",
      ],
      [
        "cilium-eks upgrade --stack prod --bundle dump/ --manifests deploy/",
        "what was recorded, and manifests of yours",
      ],
    ],
    exits: {
      0: "nothing stands in the way",
      1: "something of severity error stands in the way",
      2: "there is no such way, an input cannot be read, or a part of the cluster could not be",
    },
  });
  addStackFlags(command);
  command
    .option("--values <file>", "values of Cilium's chart in place of a stack, as helm get values prints them")
    .option("--manifests <path...>", "files and folders of Kubernetes objects to look through as well")
    .addOption(new Option("--to-cilium <version>", "target (default: the newest that was checked)").argParser(PATCH))
    .addOption(
      new Option(
        "--to-kubernetes <version>",
        "target (default: the newest that EKS supports and Cilium is tested with)",
      ).argParser(MINOR),
    )
    .addOption(
      new Option("--from-cilium <version>", "what runs (default: the stack's version, or the cluster's)").argParser(
        PATCH,
      ),
    )
    .addOption(
      new Option("--from-kubernetes <version>", "what runs (default: the stack's version, or the cluster's)").argParser(
        MINOR,
      ),
    )
    .option("--live", "look at the cluster of the kubeconfig too; --context, --kubeconfig and --bundle mean it as well")
    .addOption(asOfOption())
    .option("--explain", "why and where from, for each finding");
  addClusterFlags(command);
  runs<UpgradeFlags>(async ({ flags, output }) => {
    const { runUpgrade } = await import("./command.ts");
    return runUpgrade(flags, output);
  });
}
