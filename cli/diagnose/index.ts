import { Argument, type Command } from "commander";
import { type ClusterFlags, addClusterFlags } from "../shared/cluster-flags.ts";
import { completes } from "../shared/completes.ts";
import { declare } from "../shared/declare.ts";

export interface DiagnoseFlags extends ClusterFlags {
  readonly flows?: string;
  readonly list?: boolean;
}

/** Adds `diagnose`: from what is seen to what it comes from. */
export function registerDiagnose(program: Command): void {
  const { command, runs } = declare(program, {
    name: "diagnose",
    says: "walk from a symptom to its cause, or find which one holds; reads only",
    page: "docs/diagnose.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks diagnose", "whatever is to be seen in the cluster of the kubeconfig"],
      ["cilium-eks diagnose pods-stuck", "why pods stay in ContainerCreating"],
      ["cilium-eks diagnose --bundle sysdump/ --no-aws", "a bundle that somebody sent"],
      ["cilium-eks diagnose policy-drops --flows flows.json", "with flows of hubble observe -o json"],
    ],
    exits: {
      0: "no symptom is seen, or the one that was asked for has no cause here",
      1: "a cause was found",
      2: "something that it needs could not be read, and no cause was found",
    },
  });
  command
    .addArgument(
      completes(new Argument("[symptom]", "one of those that --list shows; all of them where left out"), async () => {
        const { CHAINS } = await import("../../lens/live/chains.ts");
        return CHAINS.map(({ id }) => id);
      }),
    )
    .option("--list", "list the symptoms that are known")
    .option("--flows <file>", "flows of `hubble observe -o json`, as evidence of drops");
  addClusterFlags(command);
  runs<DiagnoseFlags, [symptom: string | undefined]>(async ({ flags, output, args: [symptom] }) => {
    const { runDiagnose } = await import("./command.ts");
    return runDiagnose(symptom, flags, output);
  });
}
