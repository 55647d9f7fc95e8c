import type { Command } from "commander";
import { asOfOption } from "../shared/as-of.ts";
import { type ClusterFlags, addClusterFlags } from "../shared/cluster-flags.ts";
import { declare } from "../shared/declare.ts";
import { addStackFlags } from "../shared/stacks.ts";

export interface MigrateFlags extends ClusterFlags {
  readonly stack?: string;
  readonly stackFile?: string;
  readonly write?: string;
  readonly asOf?: string;
  readonly explain?: boolean;
}

/** Adds `migrate`: from the VPC CNI and kube-proxy to Cilium, by new nodes. */
export function registerMigrate(program: Command): void {
  const { command, runs } = declare<"text" | "json">(program, {
    name: "migrate",
    says: "plan the way from the VPC CNI to Cilium: what depends on it, what breaks, phase by phase; changes nothing in the cluster",
    page: "docs/migration.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks migrate", "the cluster of the kubeconfig, and what AWS says of it"],
      ["cilium-eks migrate --write Pulumi.legacy.yaml", "and write the stack file of the first run"],
      ["cilium-eks migrate --stack legacy", "where it stands, while it runs"],
      ["cilium-eks migrate --bundle dump/", "from what was recorded"],
    ],
    exits: {
      0: "nothing stands in the way",
      1: "something of severity error does",
      2: "an input cannot be read, or a part of the cluster could not be",
    },
  });
  addStackFlags(command);
  command
    .option("--write <file>", "write the stack file here; a file that is there is left alone")
    .addOption(asOfOption())
    .option("--explain", "why and where from, for each finding");
  addClusterFlags(command);
  runs<MigrateFlags>(async ({ flags, output }) => {
    const { runMigrate } = await import("./command.ts");
    return runMigrate(flags, output);
  });
}
