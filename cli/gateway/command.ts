import { readFileSync } from "node:fs";
import type { Output } from "../shared/output.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import { diagnose } from "./diagnose.ts";
import type { Diagnosis } from "./view.ts";
import type { CheckFlags } from "./index.ts";
import { readCluster } from "./kube.ts";
import { probe } from "./probe.ts";
import { type Step, skipped } from "./steps.ts";

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

const MARKS = { ok: "✓", warning: "!", failed: "✗", skipped: "-" } as const;

function toText(steps: readonly Step[], style: Style): string {
  const { green, yellow, red, dim, bold } = paint(style);
  const colours = { ok: green, warning: yellow, failed: red, skipped: dim };
  const lines = steps.flatMap(({ name, state, found, fix }) => [
    `${colours[state](MARKS[state])} ${bold(name)}  ${wrap(found, style, 4)}`,
    ...(fix === undefined ? [] : [`    ${wrap(fix, style, 4)}`]),
  ]);
  if (lines.length === 0) return "";
  const bad = steps.filter(({ state }) => state === "failed");
  const [first] = bad;
  const summary = first === undefined ? "The request gets through." : `The request is lost at: ${first.name}.`;
  return `${lines.join("\n")}\n\n${summary}\n`;
}
