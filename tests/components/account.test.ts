import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../config/parse.ts";
import type { Settings } from "../../core/settings/index.ts";
import { createFromSettings } from "../../program/index.ts";
import { arbitraryCluster } from "../support/arbitrary-clusters.ts";
import { record } from "../support/recorder.ts";
import { beforehandOf } from "../support/standin-aws/beforehand.ts";
import { refusalsOf } from "../support/standin-aws/replay.ts";
import { configOf, VALID_STACKS } from "../support/valid-stacks.ts";

/** Each is a whole program, about half a second. */
const RUNS = 24;

/** Quotas of an account that is used: what the rules say of small ones is not tried here. */
const QUOTAS = { "L-0263D0A3": 50, "L-1216C47A": 2_000, "L-34B43A08": 2_000 };

/** What AWS would refuse of the stack; undefined where the rules refuse it first. */
async function refusals(settings: Settings, config: Readonly<Record<string, unknown>>) {
  const recorded = await record(() => createFromSettings(settings)).catch((error: unknown) => {
    if (error instanceof pulumi.RunError) return undefined;
    throw error;
  });
  if (recorded === undefined) return undefined;
  const { quotas = {}, ...beforehand } = beforehandOf(config);
  return refusalsOf(recorded, { ...beforehand, quotas: { ...QUOTAS, ...quotas } });
}

describe("AWS takes all that a stack asks for, where no rule refuses it", () => {
  test.each(VALID_STACKS)("$name", { timeout: 120_000 }, async (stack) => {
    const config = configOf(stack);
    const values = Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key.replace("cilium-eks:", ""), value]),
    );
    delete values["aws:region"];
    const parsed = parseSettings({ region: config["aws:region"], values });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
    expect(await refusals(parsed.settings, config)).toEqual([]);
  });

  test("whatever parts it is put together of", { timeout: 600_000 }, async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryCluster, async (settings) => {
        const config = { "cilium-eks:network": settings.network, settings };
        const said = await refusals(settings, config);
        judged += said === undefined ? 0 : 1;
        expect(said ?? []).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(judged).toBeGreaterThan(0);
  });
});
