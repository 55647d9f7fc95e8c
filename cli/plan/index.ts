import { type Command, Option } from "commander";
import { asOfOption } from "../shared/as-of.ts";
import { type PlaceFlags, addPlaceFlags } from "../shared/cluster-flags.ts";
import { declare } from "../shared/declare.ts";
import { type StackFlags, addStackFlags } from "../shared/stacks.ts";
import type { PlanCall } from "./command.ts";

const FORMATS = ["text", "json", "sarif", "junit", "html", "markdown"] as const;
export type PlanFormat = (typeof FORMATS)[number];

export interface PlanFlags extends StackFlags, PlaceFlags {
  readonly asOf?: string;
  readonly strict?: boolean;
  readonly policies: boolean;
  readonly timings?: boolean;
  readonly state?: string;
  readonly explain?: boolean;
  readonly full?: boolean;
  readonly against?: string;
  readonly failOn?: "replace";
  readonly prices?: string;
}

/** Adds `plan`: what a stack will build and whether it will work, offline. */
export function registerPlan(program: Command): void {
  const { command, runs } = declare(program, {
    name: "plan",
    says: "show what a stack will build and whether it will work; needs no credentials and no network",
    page: "docs/plan.md",
    formats: FORMATS,
    examples: [
      ["cilium-eks plan", "the selected stack"],
      ["cilium-eks plan --stack dev --quiet", "only what is wrong with dev"],
      ["cilium-eks plan -f examples/mixed.yaml --format json", "a file elsewhere, for programs"],
      [
        "cilium-eks plan --against main --fail-on replace",
        "what changes of another Git revision; 1 where something is destroyed or replaced",
      ],
      [
        "cilium-eks plan --against live",
        "what a run changes of the cluster that the kubeconfig names, and of its account",
      ],
      ["cilium-eks plan --format text --format html:plan.html", "a page with pictures beside the text"],
      ["cilium-eks plan --format text --format sarif:plan.sarif --format junit:plan.xml", "one run, three reports"],
    ],
  });
  addStackFlags(command);
  command
    .addOption(asOfOption())
    .option("--state <file>", "compare with the last state, as `pulumi stack export --file` writes it")
    .option(
      "--against <what>",
      "compare with an earlier plan (--format json), an exported state, a Git revision such as main, or live: the cluster that runs",
    )
    .addOption(
      new Option("--fail-on <what>", "end with 1 where the change destroys or replaces something").choices(["replace"]),
    )
    .option("--explain", "say all of each finding in the text: reason, symptom, source, every place")
    .option("--full", "every table in the text: resources by wave, address budget, costs")
    .option("--prices <file>", "own prices as JSON, by the names of docs/costs.md, instead of on-demand ones")
    .option("--strict", "treat warnings as errors")
    .option("--no-policies", "leave the policy pack out")
    .option("--timings", "add how long each step took");
  command.optionsGroup("With --against live:");
  addPlaceFlags(command);
  command.optionsGroup("Output:");
  runs<PlanFlags>(async ({ flags, output }) => {
    // The program takes longest, so it starts before anything else is even loaded.
    const started = await startProgram(flags);
    const { runPlan } = await import("./command.ts");
    return runPlan({ flags, output, ...started });
  });
}

async function startProgram({ stack, stackFile }: PlanFlags): Promise<Pick<PlanCall, "place" | "waiting">> {
  const [{ projectPlace }, { awaitProgram }] = await Promise.all([
    import("./project-root.ts"),
    import("../../engine/waiting.ts"),
  ]);
  const place = projectPlace(stackFile ?? (stack === undefined ? undefined : `Pulumi.${stack}.yaml`));
  // The built-in program runs on the SDK that is installed beside it.
  return { place, waiting: awaitProgram(place.root, place.builtIn ? import.meta.url : undefined) };
}
