import { type Command, InvalidArgumentError, Option } from "commander";
import type { PlanCall } from "./command.ts";

export interface PlanFlags {
  readonly stack: string;
  readonly stackFile?: string;
  readonly format: "text" | "json" | "sarif" | "junit";
  readonly out?: string;
  readonly asOf?: string;
  readonly strict?: boolean;
  readonly policies: boolean;
  readonly timings?: boolean;
}

const date = (value: string): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new InvalidArgumentError("Give a date such as 2026-11-20.");
};

/** Adds `plan`: what a stack will build and whether it will work, offline. */
export function registerPlan(program: Command): void {
  program
    .command("plan")
    .description("show what a stack will build and whether it will work; needs no credentials and no network")
    .option("-s, --stack <name>", "stack, whose file is Pulumi.<name>.yaml", "prod")
    .option("-f, --stack-file <file>", "stack file elsewhere; names the stack unless --stack does")
    .addOption(
      new Option("--format <format>", "form of the result").choices(["text", "json", "sarif", "junit"]).default("text"),
    )
    .option("-o, --out <file>", "write the result to a file instead of standard output")
    .option("--as-of <date>", "judge the end of version support by this date (default: today)", date)
    .option("--strict", "treat warnings as errors")
    .option("--no-policies", "leave the policy pack out")
    .option("--timings", "add how long each step took")
    .addHelpText(
      "after",
      "\nExit status: 0 no error, 1 findings of severity error, 2 the call or the stack file cannot be read.",
    )
    .action(async (flags: PlanFlags, command: Command) => {
      // The program takes longest, so it starts before anything else is even loaded.
      const started = await startProgram();
      if (started === undefined) return;
      const { runPlan } = await import("./command.ts");
      const stackNamed = command.getOptionValueSource("stack") === "cli";
      process.exitCode = await runPlan({ flags, stackNamed, ...started });
    });
}

async function startProgram(): Promise<Pick<PlanCall, "root" | "waiting"> | undefined> {
  const [{ projectRoot }, { awaitProgram }] = await Promise.all([
    import("./project-root.ts"),
    import("../../engine/waiting.ts"),
  ]);
  try {
    const root = projectRoot();
    return { root, waiting: awaitProgram(root) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "StackFileError") throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return undefined;
  }
}
