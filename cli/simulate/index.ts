import { type Command, Option } from "commander";
import { declare } from "../shared/declare.ts";
import { collect, duration, share, whole } from "../shared/flags.ts";
import { type StackFlags, addStackFlags } from "../shared/stacks.ts";
import { type Burst, CHANGES, type Change, type Loss, burst, change, loss } from "./load.ts";

export interface SimulateFlags extends StackFlags {
  readonly lasts: number;
  readonly pods?: number;
  readonly burst: readonly Burst[];
  readonly dailySwing: number;
  readonly roll: readonly number[];
  readonly rollAtOnce: number;
  readonly loseZone: readonly Loss[];
  readonly churn: number;
  readonly with: readonly (readonly [Change, number | boolean])[];
  readonly sensitivity?: boolean;
  readonly seed: number;
}

/** Adds `simulate`: plays nodes and pods against the stack's subnets, the operator and EC2. */
export function registerSimulate(program: Command): void {
  const { command, runs } = declare(program, {
    name: "simulate",
    says: "play growth, failures and weeks of churn against a stack's subnets, Cilium's operator and EC2's limits",
    page: "docs/simulate.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks simulate --stack prod", "the stack's groups at their start and growing to their maximum"],
      [
        "cilium-eks simulate --burst 200@1h/5 --with qps=20 --with burst=100",
        "a burst, as planned and with a faster operator",
      ],
      ["cilium-eks simulate --for 30d --daily-swing 40% --roll 7d --lose-zone eu-central-1a@20d", "a month"],
    ],
    exits: { 1: "pods or nodes end without an address" },
  });
  addStackFlags(command);
  command
    .addOption(new Option("--for <time>", "how long, 12h or 30d").argParser(duration).default(86_400, "1d"))
    .option("--pods <pods>", "pods with an address of their own on each node (default: each group's limit)", whole(1))
    .addOption(
      new Option("--burst <nodes@time[/rate]>", "nodes that come at a time, so many a second (1); repeatable")
        .argParser(collect(burst))
        .default([], "the groups grow to their maximum after 1h"),
    )
    .addOption(
      new Option("--daily-swing <share>", "nodes that go each night and come again").argParser(share).default(0, "0%"),
    )
    .addOption(
      new Option("--roll <time>", "replace every node at this time; repeatable")
        .argParser(collect(duration))
        .default([], "never"),
    )
    .addOption(
      new Option("--roll-at-once <nodes>", "nodes of a group that a roll replaces together")
        .argParser(whole(1))
        .default(3),
    )
    .addOption(
      new Option("--lose-zone <zone@time>", "a zone is lost, its nodes come again in the others; repeatable")
        .argParser(collect(loss))
        .default([], "none"),
    )
    .addOption(
      new Option("--churn <share>", "pods that are replaced on other nodes in a day")
        .argParser(share)
        .default(0.2, "20%"),
    )
    .addOption(
      new Option("--with <name=value>", `compare with another choice: ${Object.keys(CHANGES).join(", ")}; repeatable`)
        .argParser(collect(change))
        .default([], "none"),
    )
    .option("--sensitivity", "play again at both bounds of everything that no source tells")
    .addOption(new Option("--seed <number>", "the same seed gives the same answer").argParser(whole(0)).default(1));
  runs<Omit<SimulateFlags, "lasts"> & { for: number }>(async ({ flags: { for: lasts, ...flags }, output }) => {
    const { runSimulate } = await import("./command.ts");
    return runSimulate({ lasts, ...flags }, output);
  });
}
