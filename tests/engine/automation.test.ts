import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findings, open, remove } from "../../examples/automation/portal.ts";
import { readConfig } from "../support/real-project.ts";
import { POLICIES, type TestStack, missing, startStack } from "./stacks.ts";

if (missing !== "") console.warn(`No portal used the real engine: ${missing}.`);

type Config = Parameters<typeof open>[2];

describe.skipIf(missing !== "")("a portal, by the Automation API", () => {
  let place: TestStack;
  beforeAll(async () => {
    place = await startStack("dev");
  }, 300_000);
  afterAll(() => place?.stop(), 300_000);

  it("opens two clusters of a fleet, has their findings as data, and takes them away", async () => {
    const { project, environment } = place.stack;
    const envVars = Object.fromEntries(
      Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
    const right = readConfig(join(project, "Pulumi.dev.yaml")) as Config;
    const cluster = right["cilium-eks:cluster"] as unknown as Readonly<Record<string, unknown>>;
    const wrong = {
      ...right,
      "cilium-eks:cluster": { ...cluster, name: "green", deletionProtection: false },
    } as unknown as Config;
    const blue = await open(project, "blue", right, envVars);
    const green = await open(project, "green", wrong, envVars);
    const rules = async (stack: typeof blue): Promise<string[]> =>
      (await findings(stack, POLICIES)).map(({ rule }) => rule);
    const [ofBlue, ofGreen] = [await rules(blue), await rules(green)];
    expect(ofGreen).toContain("security-deletion-protection");
    expect(ofGreen.length).toBeGreaterThanOrEqual(ofBlue.length);
    await remove(blue);
    await remove(green);
    expect((await blue.workspace.listStacks()).map(({ name }) => name)).toEqual(["dev"]);
  }, 300_000);
});
