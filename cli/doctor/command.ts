import { existsSync } from "node:fs";
import { readStackFile } from "../../config/stack-file.ts";
import type { Output } from "../shared/output.ts";
import { type NamedStack, namedStack } from "../shared/stacks.ts";
import { type Step, ok, skipped } from "../shared/steps.ts";
import { stepsText } from "../shared/steps-text.ts";
import { type Wanted, endpointStep, identityStep, quotaSteps, regionStep } from "./account.ts";
import type { DoctorFlags } from "./index.ts";
import { toolSteps } from "./tools.ts";

/** Asks everything and gives the exit status. */
export async function runDoctor(flags: DoctorFlags, output: Output<"text" | "json">): Promise<number> {
  const timeoutMs = flags.timeout * 1000;
  const { wanted, step } = stackOf(flags);
  const region = flags.region ?? wanted.region;
  output.progress.show("Asking the tools for their versions");
  const tools = await toolSteps(timeoutMs);
  output.progress.show("Asking AWS");
  const { awsSession } = await import("../../readers/aws/session.ts");
  const aws = awsSession({ ...(region === undefined ? {} : { region }), deadlineMs: timeoutMs });
  const identity = await identityStep(aws);
  const account =
    identity.state === "failed"
      ? [skipped("Region, quotas, Kubernetes API", "not asked without credentials")]
      : (
          await Promise.all([
            regionStep(aws).then((found) => [found]),
            quotaSteps(aws, wanted),
            endpointStep(aws, wanted, timeoutMs).then((found) => [found]),
          ])
        ).flat();
  const steps = [ok("Node", process.versions.node), step, ...tools, identity, ...account];
  const missing = steps.filter(({ state }) => state === "failed");
  await output.write((format, style) => {
    if (format === "json") return `${JSON.stringify({ steps }, null, 2)}\n`;
    const shown = output.quiet ? missing : steps;
    if (shown.length === 0) return "";
    return `${stepsText(shown, style)}\n\n${summary(missing)}\n`;
  });
  return missing.length === 0 ? 0 : 1;
}

const summary = (missing: readonly Step[]): string =>
  missing.length === 0
    ? "A deployment can start from this machine."
    : `A deployment cannot start from this machine: ${missing.map(({ name }) => name).join(", ")}.`;

function stackOf(flags: DoctorFlags): { readonly wanted: Wanted; readonly step: Step } {
  const named = flags.stack !== undefined || flags.stackFile !== undefined;
  if (!named && !existsSync("Pulumi.yaml")) {
    return {
      wanted: { quotas: {} },
      step: skipped("Stack", "no project here: only the machine and the account are looked at"),
    };
  }
  const stack = namedStack(flags, process.cwd());
  return { wanted: wantedOf(stack), step: ok("Stack", `${stack.name} (${stack.shownAs})`) };
}

function wantedOf({ file, shownAs }: NamedStack): Wanted {
  const { region, values } = readStackFile(file, shownAs).raw;
  const { name } = (values["cluster"] ?? {}) as { name?: unknown };
  const { current } = (values["quotas"] ?? {}) as { current?: unknown };
  return {
    quotas: (typeof current === "object" && current !== null ? current : {}) as Wanted["quotas"],
    ...(typeof region === "string" ? { region } : {}),
    ...(typeof name === "string" ? { cluster: name } : {}),
  };
}
