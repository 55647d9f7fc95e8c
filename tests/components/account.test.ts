import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../config/parse.ts";
import type { Settings } from "../../core/settings/index.ts";
import { createFromSettings } from "../../program/index.ts";
import {
  arbitraryArea,
  arbitraryCluster,
  arbitraryExisting,
  arbitraryHybrid,
  arbitraryMesh,
  AREAS,
} from "../support/arbitrary-clusters.ts";
import { record } from "../support/recorder.ts";
import { runs } from "../support/runs.ts";
import { beforehandOf } from "../support/standin-aws/beforehand.ts";
import { refusalsOf } from "../support/standin-aws/replay.ts";
import { configOf, VALID_STACKS } from "../support/valid-stacks.ts";

/** Each is a whole program, about half a second. */
const RUNS = runs(16);
const AREA_RUNS = runs(4);

/** Share of random stacks that the rules must accept: of refused ones AWS says nothing. */
const ACCEPTED = 0.8;

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

function settingsOf(config: Readonly<Record<string, unknown>>): Settings {
  const { "aws:region": region, ...rest } = config;
  const values = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key.replace("cilium-eks:", ""), value]),
  );
  const parsed = parseSettings({ region, values });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
  return parsed.settings;
}

/** AWS accepts every stack that the rules accept; gives the share of those. */
async function acceptedOf(stacks: fc.Arbitrary<Settings>, numRuns: number): Promise<number> {
  let evaluated = 0;
  await fc.assert(
    fc.asyncProperty(stacks, async (settings) => {
      const said = await refusals(settings, { "cilium-eks:network": settings.network, settings });
      evaluated += said === undefined ? 0 : 1;
      expect(said ?? []).toEqual([]);
    }),
    { numRuns },
  );
  return evaluated / numRuns;
}

describe("AWS takes all that a stack asks for, where no rule refuses it", () => {
  test.each(VALID_STACKS)("$name", { timeout: 120_000 }, async (stack) => {
    const config = configOf(stack);
    expect(await refusals(settingsOf(config), config)).toEqual([]);
  });

  test.each(Object.keys(AREAS) as (keyof typeof AREAS)[])(
    "whatever stands under %s",
    { timeout: 300_000 },
    async (area) => {
      expect(await acceptedOf(arbitraryArea(area), AREA_RUNS)).toBeGreaterThanOrEqual(ACCEPTED);
    },
  );

  test.each([
    ["a VPC that is there", arbitraryExisting],
    ["a mesh", arbitraryMesh],
  ])("whatever stands in %s", { timeout: 300_000 }, async (_, stacks) => {
    expect(await acceptedOf(stacks, AREA_RUNS)).toBeGreaterThanOrEqual(ACCEPTED);
  });

  test("whatever stands under hybrid", { timeout: 300_000 }, async () => {
    const stack = settingsOf(configOf({ base: "examples/mixed.yaml", change: {} }));
    expect(await acceptedOf(arbitraryHybrid(stack), AREA_RUNS)).toBeGreaterThanOrEqual(ACCEPTED);
  });

  test("whatever parts it is put together of", { timeout: 600_000 }, async () => {
    expect(await acceptedOf(arbitraryCluster, RUNS)).toBeGreaterThanOrEqual(ACCEPTED);
  });
});
