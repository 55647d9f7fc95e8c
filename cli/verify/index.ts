import { type Command, Option } from "commander";
import { type ClusterFlags, addClusterFlags } from "../shared/cluster-flags.ts";
import { declare } from "../shared/declare.ts";
import { seconds } from "../shared/flags.ts";

export interface VerifyFlags extends ClusterFlags {
  readonly stack?: string;
  readonly stackFile?: string;
  readonly wait?: number;
  readonly watch?: boolean;
  readonly interval: number;
  readonly strict?: boolean;
}

export type VerifyFormat = "text" | "json" | "junit" | "sarif";

/** Adds `verify`: whether what runs is healthy, and what was planned. */
export function registerVerify(program: Command): void {
  const { command, runs } = declare<VerifyFormat>(program, {
    name: "verify",
    says: "check whether a cluster that runs is healthy and is what was planned; reads only",
    page: "docs/verify.md",
    formats: ["text", "json", "junit", "sarif"],
    examples: [
      ["cilium-eks verify", "the cluster of the kubeconfig, and its account"],
      ["cilium-eks verify --stack prod --wait 10m --format junit:verify.xml", "in a pipeline after pulumi up"],
      ["cilium-eks verify --bundle dump/ --no-aws", "what was recorded of a cluster"],
      ["cilium-eks verify --print-rights", "the least ClusterRole, Role and IAM policy that it needs"],
    ],
    exits: {
      0: "everything was read, and nothing of severity error was found",
      1: "findings of severity error",
      2: "something could not be read and no error was found, or the reading broke off",
    },
  });
  command
    .option("-s, --stack <name>", "compare with what this stack plans")
    .option("-f, --stack-file <file>", "stack file elsewhere")
    .addOption(new Option("--wait <time>", "look again until it is healthy, at most so long").argParser(seconds))
    .option("--watch", "go on looking and tell what changes; Ctrl-C ends it with the last status")
    .addOption(new Option("--interval <time>", "between two looks").argParser(seconds).default(15, "15s"))
    .option("--strict", "treat warnings as errors");
  addClusterFlags(command);
  runs<VerifyFlags>(async ({ flags, output }) => {
    const { runVerify } = await import("./command.ts");
    return runVerify(flags, output);
  });
}
