import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Two at least: tests wait for processes that they start, and vitest alone would leave one processor of two to itself. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/**
 * One project a tier: see CONTRIBUTING.md. The files of `unit` and `components` share what a worker has loaded: a file would
 * load hundreds of modules, or the Pulumi SDK, for itself, which costs more than its tests. So they put back what they change.
 */
const tier = (name: string, options: Record<string, unknown> = {}) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    setupFiles: ["tests/support/seed.ts"],
    maxWorkers,
    ...options,
  },
});

export default defineConfig({
  test: {
    globalSetup: ["tests/support/assert-node.ts", "tests/support/plans.ts"],
    projects: [
      tier("unit", { isolate: false, testTimeout: 60_000 }),
      tier("components", { isolate: false, testTimeout: 60_000 }),
      tier("program", { testTimeout: 60_000, hookTimeout: 60_000 }),
      tier("cluster", { testTimeout: 120_000, hookTimeout: 120_000 }),
      tier("engine", { testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false }),
    ],
  },
});
