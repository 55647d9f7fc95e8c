import { type Command, Option } from "commander";
import { declare } from "../shared/declare.ts";
import { seconds } from "../shared/flags.ts";
import { type StackFlags, addStackFlags } from "../shared/stacks.ts";

export interface DoctorFlags extends StackFlags {
  readonly region?: string;
  /** Seconds. */
  readonly timeout: number;
}

/** Adds `doctor`: whether a deployment can start from this machine. */
export function registerDoctor(program: Command): void {
  const { command, runs } = declare(program, {
    name: "doctor",
    says: "check what a deployment needs on this machine: tools, credentials, Region, quotas, a way to the API",
    page: "docs/doctor.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks doctor", "for the selected stack"],
      ["cilium-eks doctor --stack prod --quiet", "only what is missing for prod"],
    ],
    exits: { 1: "something that a deployment needs is missing" },
  });
  addStackFlags(command);
  command
    .option("--region <region>", "AWS Region (default: the stack's, else that of the AWS CLI)")
    .addOption(new Option("--timeout <time>", "for each answer").argParser(seconds).default(10, "10s"));
  runs<DoctorFlags>(async ({ flags, output }) => {
    const { runDoctor } = await import("./command.ts");
    return runDoctor(flags, output);
  });
}
