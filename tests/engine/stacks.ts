import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { serveCharts } from "../support/chart-repository.ts";
import { startFakeNodes } from "../support/fake-nodes.ts";
import { findHelm } from "../support/helm.ts";
import { createRealStack, findPulumi, type RealStack, type StackConfig, type Step } from "../support/real-engine.ts";
import { remaining } from "../support/standin-aws/log.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const ROOT = join(import.meta.dirname, "../..");
export const POLICIES = join(ROOT, "policies");
const helm = findHelm();

/** What the engine tier lacks, as one line; empty where it can run. */
export const missing = [findPulumi(), findControlPlane(), helm]
  .flatMap((found) => ("missing" in found ? [found.missing] : []))
  .join("; ");

/** A stack of this project on the real engine, with an account, a cluster and nodes that are not there. */
export interface TestStack {
  readonly plane: ControlPlane;
  readonly stack: RealStack;
  /** What is left in the account. */
  left(): readonly string[];
  stop(): Promise<void>;
}

export async function startStack(name: string, overrides: StackConfig = {}): Promise<TestStack> {
  if ("missing" in helm) throw new Error(helm.missing);
  const plane = await startControlPlane();
  const charts = await serveCharts(helm.charts);
  const mirror = mirrorCrds(plane.tools.crdDir);
  const registry = { ciliumChart: charts.url, crds: mirror };
  const stack = await createRealStack({
    source: ROOT,
    stack: name,
    plane,
    config: (own) => ({
      ...own,
      "cilium-eks:cluster": { ...(own["cilium-eks:cluster"] as StackConfig), registry, ...overrides },
    }),
  });
  const left = () => remaining(stack.log());
  const nodes = startFakeNodes(plane, {
    wanted: () => left().some((resource) => resource.startsWith("aws:eks/nodeGroup:NodeGroup ")),
    onStart: async (pod) => {
      // The operator installs Cilium's CRDs.
      if (pod.metadata.name.startsWith("cilium-operator")) await plane.applyCrds(["cilium-1.19.6"]);
    },
  });
  return {
    plane,
    stack,
    left,
    async stop() {
      await nodes.stop();
      await charts.close();
      await plane.stop();
      await stack.remove();
      rmSync(mirror, { recursive: true, force: true });
    },
  };
}

/** The layout of a mirror, `gateway-api-v1.4.1/standard-install.yaml`, from folders with a file a definition. */
function mirrorCrds(crdDir: string): string {
  const mirror = mkdtempSync(join(tmpdir(), "crds-"));
  for (const bundle of readdirSync(crdDir).filter((folder) => folder.startsWith("gateway-api-"))) {
    const files = readdirSync(join(crdDir, bundle)).map((file) =>
      readFileSync(join(crdDir, bundle, file), "utf8").trim(),
    );
    mkdirSync(join(mirror, bundle));
    writeFileSync(join(mirror, bundle, "standard-install.yaml"), `${files.join("\n---\n")}\n`);
  }
  return mirror;
}

/** The kinds of operation on what the program declares; look-ups left out. */
export const operationsOf = (steps: readonly Step[]): string[] =>
  [...new Set(steps.filter(({ type }) => !type.startsWith("pulumi:")).map(({ operation }) => operation))].filter(
    (operation) => operation !== "read",
  );

/** Every operation on the first type had ended before one on the second began. */
export function expectBefore(steps: readonly Step[], operation: string, first: string, second: string): void {
  const at = (phase: Step["phase"], type: string) =>
    steps.flatMap((step, index) =>
      step.phase === phase && step.operation === operation && step.type === type ? [index] : [],
    );
  const [ends, starts] = [at("end", first), at("start", second)];
  expect(ends, `no ${operation} of ${first}`).not.toEqual([]);
  expect(starts, `no ${operation} of ${second}`).not.toEqual([]);
  expect(Math.max(...ends), `${operation} of ${first} before ${second}`).toBeLessThan(Math.min(...starts));
}
