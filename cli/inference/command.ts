import { readFileSync } from "node:fs";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { stepsText } from "../shared/steps-text.ts";
import type { Step } from "../shared/steps.ts";
import type { InferenceCheckFlags } from "./index.ts";
import { checkModel } from "./steps.ts";

/** Runs every step and gives the exit status. */
export async function runInferenceCheck(flags: InferenceCheckFlags, output: Output<"text" | "json">): Promise<number> {
  const { url, model, key, address, caFile, prompt, timeout, firstToken } = flags;
  const token = key === undefined ? undefined : process.env[key];
  if (key !== undefined && (token === undefined || token === "")) {
    throw new CallError(`--key: the environment has no variable ${key}, or it is empty.`);
  }
  output.progress.show(`Asking ${new URL(url).origin}`);
  const steps = await checkModel({
    base: new URL(url.replace(/\/$/, "")),
    prompt,
    timeoutSeconds: timeout,
    firstTokenSeconds: firstToken,
    ...(model === undefined ? {} : { model }),
    ...(token === undefined ? {} : { token }),
    ...(address === undefined ? {} : { address }),
    ...(caFile === undefined ? {} : { authority: readFileSync(caFile, "utf8") }),
  });
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify({ url, steps }, null, 2)}\n`
      : toText(output.quiet ? steps.filter(({ state }) => state === "failed" || state === "warning") : steps, (all) =>
          stepsText(all, style),
        ),
  );
  return steps.some(({ state }) => state === "failed") ? 1 : 0;
}

function toText(steps: readonly Step[], drawn: (steps: readonly Step[]) => string): string {
  if (steps.length === 0) return "";
  const first = steps.find(({ state }) => state === "failed");
  const summary = first === undefined ? "The model answers." : `The model cannot be used as it is: ${first.name}.`;
  return `${drawn(steps)}\n\n${summary}\n`;
}
