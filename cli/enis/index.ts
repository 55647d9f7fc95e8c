import { type Command, Option } from "commander";
import { declare } from "../shared/declare.ts";
import { seconds } from "../shared/flags.ts";

export interface EnisFlags {
  readonly cluster?: string;
  readonly vpc?: string;
  readonly region?: string;
  readonly delete?: boolean;
  readonly yes?: boolean;
  readonly timeout: number;
  readonly printRights?: boolean;
}

/** Adds `enis`: interfaces of Cilium in a VPC, those that are left behind, and what is left of the subnets. */
export function registerEnis(program: Command): void {
  const { command, runs } = declare(program, {
    name: "enis",
    says: "show Cilium's network interfaces by node, leaked ones, and how broken the pods' subnets are",
    page: "docs/enis.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks enis --cluster prod", "the VPC of a cluster"],
      ["cilium-eks enis --vpc vpc-0123 --delete", "show what a deleted cluster left, and take it away when told to"],
    ],
    exits: { 1: "leaked interfaces are there, or could not be deleted" },
  });
  command
    .option("--cluster <name>", "EKS's name of the cluster whose VPC is looked at")
    .option("--vpc <id>", "the VPC, also where its cluster is gone")
    .option("--region <region>", "AWS Region (default: AWS_REGION)")
    .option("--delete", "delete the leaked interfaces after showing them; asks first")
    .option("--yes", "delete without asking")
    .addOption(new Option("--timeout <time>", "for one answer").argParser(seconds).default(30, "30s"))
    .option("--print-rights", "print the least IAM policy that this command needs, and read nothing");
  runs<EnisFlags>(async ({ flags, output }) => {
    const { runEnis } = await import("./command.ts");
    return runEnis(flags, output);
  });
}
