import { type Command, InvalidArgumentError, Option } from "commander";

export interface CapacityFlags {
  readonly prefixDelegation?: boolean;
  readonly firstInterfaceIndex: number;
  readonly gateway?: boolean;
  readonly maxPods?: number;
  readonly nodes?: number;
  readonly subnet: readonly string[];
  readonly format: "text" | "json";
}

const whole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Give a whole number from ${String(least)} on.`);
  };

const collect = (text: string, before: readonly string[]): string[] => [...before, text];

/** Adds `capacity`: what any instance type holds, without a stack. */
export function registerCapacity(program: Command): void {
  program
    .command("capacity")
    .description("show how many pods instance types hold with Cilium in ENI mode, and how many nodes fit into subnets")
    .argument("<type...>", "EC2 instance types, m6i.xlarge c7g.4xlarge")
    .option("--prefix-delegation", "ENIs get /28 prefixes instead of single addresses")
    .addOption(new Option("--first-interface-index <index>", "first ENI that pods use").argParser(whole(0)).default(0))
    .option("--gateway", "a Gateway or Ingress runs: Cilium takes one more address a node")
    .option("--max-pods <pods>", "pods a node takes, instead of the recommendation", whole(1))
    .option("--nodes <nodes>", "nodes to place in the subnets", whole(1))
    .option("--subnet <cidr>", "subnet of the pods' addresses; repeat it for one a zone", collect, [])
    .addOption(new Option("--format <format>", "form of the result").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nLimits are those of the default network card, as of 2026-08-11. Exit status 2 for a type or subnet that is none.",
    )
    .action(async (types: readonly string[], flags: CapacityFlags) => {
      const { runCapacity } = await import("./command.ts");
      process.exitCode = runCapacity(types, flags);
    });
}
