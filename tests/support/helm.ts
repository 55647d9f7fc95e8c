import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";
import type { KubeObject } from "./kube-client.ts";
import { parseManifests } from "./manifests.ts";

/** A packaged Cilium chart, `cilium-1.19.6.tgz`. */
export interface Chart {
  readonly version: string;
  readonly path: string;
}

export interface HelmTools {
  readonly helm: string;
  /** By version, the oldest first. */
  readonly charts: readonly Chart[];
}

/** The chart said no: a template's `fail`, the values schema, or a template that cannot be rendered. */
export class ChartRefusal extends Error {}

/**
 * helm (beside the control plane's programs, or on PATH) and the charts of `CILIUM_CHART` (a packaged chart, or a folder of
 * them), or one line that says what is missing.
 */
export function findHelm(env: NodeJS.ProcessEnv = process.env): HelmTools | { readonly missing: string } {
  const place = env["CILIUM_CHART"];
  if (place === undefined) return { missing: "CILIUM_CHART (a packaged Cilium chart, or a folder of them) is not set" };
  const charts = findCharts(resolve(place));
  if (charts.length === 0) throw new Error(`CILIUM_CHART=${place} holds no cilium-VERSION.tgz`);
  const folders = [env["KUBEBUILDER_ASSETS"] ?? "", ...(env["PATH"] ?? "").split(delimiter)];
  const helm = folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "helm"))
    .find(isExecutable);
  return helm === undefined ? { missing: "helm is neither in KUBEBUILDER_ASSETS nor on PATH" } : { helm, charts };
}

/** The chart of exactly this version, or undefined. */
export function chartOf(tools: HelmTools, version: string): Chart | undefined {
  return tools.charts.find((chart) => chart.version === version);
}

const KUBE_VERSION = "1.35.2";

export interface RenderOptions {
  readonly releaseName?: string;
  readonly namespace?: string;
  /** What templates see as the server's version; helm's own default depends on how it was built. Default 1.35.2. */
  readonly kubeVersion?: string;
  /** Further API versions that templates may ask for: `gateway.networking.k8s.io/v1/GatewayClass`. */
  readonly apiVersions?: readonly string[];
  readonly helm?: string;
}

/** The objects that Helm would install. @throws {@link ChartRefusal} with the chart's own message. */
export async function renderChart(
  chart: Chart | string,
  values: unknown,
  options: RenderOptions = {},
): Promise<KubeObject[]> {
  const path = typeof chart === "string" ? chart : chart.path;
  const { code, stdout, stderr } = await run(
    options.helm ?? requireHelm(),
    [
      "template",
      options.releaseName ?? "cilium",
      path,
      "--namespace",
      options.namespace ?? "kube-system",
      "--values",
      "-",
      "--kube-version",
      options.kubeVersion ?? KUBE_VERSION,
      ...(options.apiVersions ?? []).flatMap((version) => ["--api-versions", version]),
    ],
    JSON.stringify(values ?? {}),
  );
  if (code !== 0) throw new ChartRefusal(stderr.trim());
  return parseManifests(stdout);
}

function requireHelm(): string {
  const tools = findHelm();
  if ("missing" in tools) throw new Error(tools.missing);
  return tools.helm;
}

function findCharts(place: string): Chart[] {
  const files = statSync(place).isDirectory() ? readdirSync(place).map((name) => join(place, name)) : [place];
  return files
    .flatMap((path) => {
      const version = /^cilium-(\d+\.\d+\.\d+.*)\.tgz$/.exec(basename(path))?.[1];
      return version === undefined ? [] : [{ version, path }];
    })
    .toSorted((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(program: string, args: readonly string[], input: string) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", reject);
    // A chart that is refused before its values are read closes the pipe.
    child.stdin.on("error", () => undefined);
    child.once("close", (code) => {
      done({ code, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") });
    });
    child.stdin.end(input);
  });
}
