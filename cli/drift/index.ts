import type { Command } from "commander";
import { type ClusterFlags, addClusterFlags } from "../shared/cluster-flags.ts";
import { declare } from "../shared/declare.ts";
import { type StackFlags, addStackFlags } from "../shared/stacks.ts";

export interface DriftFlags extends ClusterFlags, StackFlags {
  readonly plan?: string;
  readonly state?: string;
  readonly export?: boolean;
}

export type DriftFormat = "text" | "json" | "junit" | "sarif";

/** Adds `drift`: what is planned, what was last written, and what is there, side by side. */
export function registerDrift(program: Command): void {
  const { command, runs } = declare<DriftFormat>(program, {
    name: "drift",
    says: "hold settings, Pulumi's state, cluster and AWS side by side and judge every difference; reads only",
    page: "docs/drift.md",
    formats: ["text", "json", "junit", "sarif"],
    examples: [
      ["cilium-eks drift --stack prod --export", "the stack's plan, its state by the Pulumi CLI, the cluster and AWS"],
      ["cilium-eks drift --stack prod --state state.json --no-aws", "a state that pulumi stack export wrote; no AWS"],
      ["cilium-eks drift --plan plan.json --bundle dump/", "a plan as JSON, and what was recorded"],
    ],
    exits: {
      0: "nothing drifted, or only what is harmless",
      1: "something is not what was planned",
      2: "something could not be read, and nothing that was read has drifted",
    },
  });
  addStackFlags(command);
  command
    .option("--plan <file>", "the plan, as `cilium-eks plan --format json` wrote it, instead of the stack's")
    .option("--state <file>", "the last state, as `pulumi stack export` writes it; - is standard input")
    .option("--export", "ask the Pulumi CLI for the state: pulumi stack export");
  addClusterFlags(command);
  runs<DriftFlags>(async ({ flags, output }) => {
    const { runDrift } = await import("./command.ts");
    return runDrift(flags, output);
  });
}
