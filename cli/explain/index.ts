import { type Command, Argument } from "commander";
import { completes } from "../shared/completes.ts";
import { declare } from "../shared/declare.ts";

/** Adds `explain`: what a rule checks, why, what is seen when it is broken, and what to do. */
export function registerExplain(program: Command): void {
  const { command, runs } = declare(program, {
    name: "explain",
    says: "explain a rule: why, what is seen, source, fix, an example, how to waive it",
    page: "docs/explain.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks explain", "the groups of rules"],
      ["cilium-eks explain datapath", "the rules of a group"],
      ["cilium-eks explain nodes-max-pods", "one rule"],
      ["cilium-eks explain --format json", "every rule, for programs"],
    ],
    exits: { 1: "is not given" },
  });
  command.addArgument(
    completes(new Argument("[rule...]", "rules, or groups of them (default: lists the groups)"), async () =>
      (await import("./subjects.ts")).names(),
    ),
  );
  runs<object, [readonly string[]]>(async ({ args: [named], output }) => {
    const { explain } = await import("./command.ts");
    return explain(named, output);
  });
}
