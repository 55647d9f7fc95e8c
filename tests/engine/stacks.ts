import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { CERT_MANAGER_CHART, EXTERNAL_DNS_CHART, LBC_CHART } from "../../core/gateway/defaults.ts";
import { AUTOSCALER_CHART } from "../../core/nodes/autoscaler.ts";
import { DEFAULT_KARPENTER_VERSION, crdChart, karpenterChart } from "../../core/karpenter/defaults.ts";
import type { HelmChart } from "../../core/helm/charts.ts";
import { serveCharts } from "../support/chart-repository.ts";
import { startFakeGateways } from "../support/fake-gateways.ts";
import { startFakeNodes } from "../support/fake-nodes.ts";
import { findHelm } from "../support/helm.ts";
import { createRealStack, findPulumi, type RealStack } from "../support/real-engine.ts";
import type { Step } from "../support/engine-events.ts";
import { type StackConfig, readConfig } from "../support/real-project.ts";
import { packStandins } from "../support/standin-charts.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";
import { furnish, inPlace } from "./premises.ts";

const ROOT = join(import.meta.dirname, "../..");
export const POLICIES = join(ROOT, "policies");
const helm = findHelm();

/** Stacks that are files of examples/. */
export const EXAMPLES: ReadonlySet<string> = new Set(
  readdirSync(join(ROOT, "examples")).flatMap((file) =>
    file.endsWith(".yaml") ? [file.slice(0, -".yaml".length)] : [],
  ),
);

/** What the engine tier lacks, as one line; empty where it can run. */
export const missing = [findPulumi(), findControlPlane(), helm]
  .flatMap((found) => ("missing" in found ? [found.missing] : []))
  .join("; ");

/** AWS's charts for hybrid nodes, in the versions of the examples: AWS has them in registries of its own, so each is a stand-in. */
const HYBRID_CHARTS: readonly HelmChart[] = [
  { repository: "", name: "cilium", version: "1.18.8-1" },
  { repository: "", name: "eks-hybrid-nodes-gateway", version: "0.1.0" },
];

/** A stack of this project on the real engine, with an account, a cluster and nodes that are not there. */
export interface TestStack {
  readonly plane: ControlPlane;
  readonly stack: RealStack;
  /** What is left in the account. */
  left(): readonly string[];
  /** Runs helm against the cluster; gives what it printed. */
  helm(...args: readonly string[]): string;
  stop(): Promise<void>;
}

export async function startStack(name: string, overrides: StackConfig = {}): Promise<TestStack> {
  if ("missing" in helm) throw new Error(helm.missing);
  const plane = await startControlPlane();
  const standins = packStandins(helm.helm, [
    AUTOSCALER_CHART,
    LBC_CHART,
    CERT_MANAGER_CHART,
    EXTERNAL_DNS_CHART,
    ...HYBRID_CHARTS,
    karpenterChart(DEFAULT_KARPENTER_VERSION),
    {
      ...crdChart(DEFAULT_KARPENTER_VERSION),
      definitions: join(plane.tools.crdDir, `karpenter-${DEFAULT_KARPENTER_VERSION}`),
    },
  ]);
  const charts = await serveCharts([...helm.charts, ...standins.charts]);
  const mirror = mirrorCrds(plane.tools.crdDir);
  const registry = { ciliumChart: charts.url, charts: charts.url, crds: mirror };
  const stackFile = EXAMPLES.has(name) ? join(ROOT, "examples", `${name}.yaml`) : join(ROOT, `Pulumi.${name}.yaml`);
  await furnish(plane, readConfig(stackFile));
  const stack = await createRealStack({
    source: ROOT,
    stack: name,
    stackFile,
    plane,
    config: (own) => ({
      ...own,
      "cilium-eks:cluster": { ...inPlace(own["cilium-eks:cluster"] as StackConfig, plane), registry, ...overrides },
    }),
  });
  const left = () => stack.aws.account.remaining().map(({ type, name }) => `${type} ${name}`);
  const nodes = startFakeNodes(plane, {
    wanted: () => left().some((resource) => resource.startsWith("aws:eks/nodeGroup:NodeGroup ")),
    onStart: async (pod) => {
      // The operator installs Cilium's CRDs.
      if (pod.metadata.name.startsWith("cilium-operator")) await plane.applyCrds(["cilium-1.19.6"]);
    },
  });
  const balancers = startFakeGateways(plane);
  return {
    plane,
    stack,
    left,
    helm: (...args) => execFileSync(helm.helm, [...args, "--kubeconfig", plane.kubeconfig], { encoding: "utf8" }),
    async stop() {
      await balancers.stop();
      await nodes.stop();
      await charts.close();
      await plane.stop();
      await stack.remove();
      for (const folder of [mirror, standins.folder]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The layout of a mirror, `gateway-api-v1.4.1/standard-install.yaml`, from folders with a file a definition. */
function mirrorCrds(crdDir: string): string {
  const mirror = mkdtempSync(join(tmpdir(), "crds-"));
  for (const bundle of readdirSync(crdDir)) {
    const files = readdirSync(join(crdDir, bundle));
    const target = join(
      mirror,
      bundle.startsWith("cert-manager-") ? `cert-manager-${CERT_MANAGER_CHART.version.slice(1)}` : bundle,
    );
    mkdirSync(target);
    const whole = files.map((file) => readFileSync(join(crdDir, bundle, file), "utf8").trim()).join("\n---\n");
    if (bundle.startsWith("gateway-api-")) writeFileSync(join(target, "standard-install.yaml"), `${whole}\n`);
    else if (bundle.startsWith("cert-manager-")) writeFileSync(join(target, "cert-manager.crds.yaml"), `${whole}\n`);
    else for (const file of files) copyFileSync(join(crdDir, bundle, file), join(target, file));
  }
  return mirror;
}

/** The kinds of operation on what the program declares; look-ups left out. */
export const operationsOf = (steps: readonly Step[]): string[] =>
  [...new Set(steps.filter(({ type }) => !type.startsWith("pulumi:")).map(({ operation }) => operation))].filter(
    (operation) => operation !== "read",
  );

/** Every operation on the first type had ended before one on the second began; `type#end` takes those whose name ends so. */
export function expectBefore(steps: readonly Step[], operation: string, first: string, second: string): void {
  const at = (phase: Step["phase"], wanted: string) => {
    const [type, end = ""] = wanted.split("#");
    return steps.flatMap((step, index) =>
      step.phase === phase && step.operation === operation && step.type === type && step.name.endsWith(end)
        ? [index]
        : [],
    );
  };
  const [ends, starts] = [at("end", first), at("start", second)];
  expect(ends, `no ${operation} of ${first}`).not.toEqual([]);
  expect(starts, `no ${operation} of ${second}`).not.toEqual([]);
  expect(Math.max(...ends), `${operation} of ${first} before ${second}`).toBeLessThan(Math.min(...starts));
}
