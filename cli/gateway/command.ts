import { readFileSync } from "node:fs";
import type { Output } from "../shared/output.ts";
import { stepsText } from "../shared/steps-text.ts";
import type { Style } from "../shared/terminal.ts";
import { diagnose } from "./diagnose.ts";
import type { Diagnosis } from "./view.ts";
import type { CheckFlags } from "./index.ts";
import { readCluster } from "./cluster.ts";
import { probe } from "./probe.ts";
import { type Step, skipped } from "../shared/steps.ts";

/** Runs every step and gives the exit status. */
export async function runCheck(flags: CheckFlags, output: Output<"text" | "json">): Promise<number> {
  const url = new URL(flags.url);
  output.progress.show("Reading the cluster");
  const inside = await lookInside(flags, url);
  const authority = flags.caFile === undefined ? undefined : readFileSync(flags.caFile, "utf8");
  output.progress.show(`Asking ${url.origin}`);
  const outside = await probe({
    url,
    expected: inside.addresses,
    timeoutSeconds: flags.timeout,
    ...(flags.address === undefined ? {} : { address: flags.address }),
    ...(authority === undefined ? {} : { authority }),
  });
  const steps = [...inside.steps, ...outside];
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify({ url: flags.url, steps }, null, 2)}\n`
      : toText(output.quiet ? steps.filter(({ state }) => state === "failed" || state === "warning") : steps, style),
  );
  return steps.some(({ state }) => state === "failed") ? 1 : 0;
}

async function lookInside(flags: CheckFlags, url: URL): Promise<Diagnosis> {
  const { kubeconfig, context, gateway, kube, timeout } = flags;
  if (!kube || (kubeconfig === undefined && context === undefined && process.env["KUBECONFIG"] === undefined)) {
    return {
      steps: [skipped("Cluster", "not asked: give --kubeconfig to look at class, Gateway, listeners and routes")],
      addresses: [],
    };
  }
  const view = await readCluster({
    timeoutSeconds: timeout,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  });
  const secure = url.protocol === "https:";
  return diagnose(view, {
    host: url.hostname,
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    secure,
    ...(gateway === undefined ? {} : { gateway }),
  });
}

function toText(steps: readonly Step[], style: Style): string {
  if (steps.length === 0) return "";
  const first = steps.find(({ state }) => state === "failed");
  const summary = first === undefined ? "The request gets through." : `The request is lost at: ${first.name}.`;
  return `${stepsText(steps, style)}\n\n${summary}\n`;
}
