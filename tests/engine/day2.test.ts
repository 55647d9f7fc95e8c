import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StackConfig } from "../support/real-project.ts";
import { missing, startStack, type TestStack } from "./stacks.ts";

type Change = (own: StackConfig) => StackConfig;
type Part = Readonly<Record<string, unknown>>;

const part =
  (name: string, change: (own: Part) => Part): Change =>
  (own) => ({ ...own, [`cilium-eks:${name}`]: change((own[`cilium-eks:${name}`] ?? {}) as Part) });

const group = (parts: Part): Change =>
  part("nodeGroups", (own) => ({ ...own, general: { ...(own["general"] as Part), ...parts } }));

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** What a change of a running stack replaces; everything else is made, changed in place or taken away. */
const CHANGES: readonly (readonly [string, Change, readonly string[]])[] = [
  ["more nodes", group({ scaling: { min: 2, desired: 2, max: 5 } }), []],
  ["labels", group({ labels: { team: "a" } }), []],
  ["a larger disk", group({ disk: { sizeGiB: 60 } }), []],
  ["another instance type", group({ instanceTypes: ["m6a.large"] }), [NODE_GROUP]],
  ["Spot", group({ capacityType: "SPOT" }), [NODE_GROUP]],
  ["tags", part("cluster", (own) => ({ ...own, extraTags: { owner: "platform" } })), []],
  ["a KMS key", part("cluster", (own) => ({ ...own, createSecretsKey: true })), []],
  ["Pod Identity", part("cilium", (own) => ({ ...own, operatorIdentity: "pod-identity" })), []],
  ["WireGuard", part("cilium", (own) => ({ ...own, encryption: { wireguard: true } })), []],
];

describe.skipIf(missing !== "")("a change of a running stack", () => {
  let it: TestStack;
  let own: StackConfig = {};
  beforeAll(async () => {
    it = await startStack("dev");
    it.stack.configure((config) => (own = config));
    await it.stack.up();
  });
  afterAll(() => it?.stop());

  test.each(CHANGES)("%s", async (_, change, replaced) => {
    it.stack.configure(() => change(own));
    const { steps } = await it.stack.preview();
    const operations = steps.filter(({ operation }) => operation === "replace" || operation === "create-replacement");
    expect([...new Set(operations.map(({ type }) => type))]).toEqual(replaced);
  });
});
