import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Step } from "../support/engine-events.ts";
import type { StackConfig } from "../support/real-project.ts";
import { missing, startStack, type TestStack } from "./stacks.ts";

type Change = (own: StackConfig) => StackConfig;
type Part = Readonly<Record<string, unknown>>;

const part =
  (name: string, change: (own: Part) => Part): Change =>
  (own) => ({ ...own, [`cilium-eks:${name}`]: change((own[`cilium-eks:${name}`] ?? {}) as Part) });

const put = (name: string, parts: Part): Change => part(name, (own) => ({ ...own, ...parts }));
const group = (parts: Part): Change =>
  part("nodeGroups", (own) => ({ ...own, general: { ...(own["general"] as Part), ...parts } }));
const vpc = (parts: Part): Change => part("network", (own) => ({ ...own, vpc: { ...(own["vpc"] as Part), ...parts } }));

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const CLUSTER = "aws:eks/cluster:Cluster";

type Row = readonly [string, Change, readonly string[]];

const GATEWAY = {
  enabled: true,
  listeners: { http: { protocol: "HTTP" } },
  exposure: { type: "internet-facing", elasticIps: "allocate" },
};

/** Each goes up from the change before it, so what that one did is taken back in the same run. */
const APPLIED: readonly Row[] = [
  ["prefix delegation", put("cilium", { prefixDelegation: true }), []],
  ["Pod Identity", put("cilium", { operatorIdentity: "pod-identity" }), []],
  ["WireGuard", put("cilium", { encryption: { wireguard: true } }), []],
  ["Cilium 1.20", put("cilium", { version: "1.20.2" }), []],
  ["pod subnets", put("network", { podSubnets: { cidr: "100.64.0.0/16" } }), []],
  ["the Gateway", put("gateway", GATEWAY), []],
  ["a NAT gateway a zone", vpc({ natGateways: "per-zone" }), []],
  // EKS fixes a group's subnets when it is made, and a group without zones of its own is in all.
  ["a third zone", vpc({ availabilityZones: 3 }), [NODE_GROUP]],
];

const PREVIEWED: readonly Row[] = [
  ["more nodes", group({ scaling: { min: 2, desired: 2, max: 5 } }), []],
  ["labels", group({ labels: { team: "a" } }), []],
  ["a larger disk", group({ disk: { sizeGiB: 60 } }), []],
  ["another instance type", group({ instanceTypes: ["m6a.large"] }), [NODE_GROUP]],
  ["Spot", group({ capacityType: "SPOT" }), [NODE_GROUP]],
  ["one zone", group({ zones: ["eu-central-1a"] }), [NODE_GROUP]],
  ["tags", put("cluster", { extraTags: { owner: "platform" } }), []],
  ["a KMS key", put("cluster", { createSecretsKey: true }), []],
];

/** They make another cluster; `plan --state` refuses them. */
const ANOTHER_CLUSTER: readonly (readonly [string, Change])[] = [
  ["the service CIDR", put("cluster", { serviceCidr: "172.21.0.0/16" })],
  ["the cluster's name", put("cluster", { name: "cilium-other" })],
];

const REPLACES: ReadonlySet<string> = new Set(["replace", "create-replacement", "delete-replaced"]);
const replacedBy = (steps: readonly Step[]): readonly string[] => [
  ...new Set(steps.filter(({ operation }) => REPLACES.has(operation)).map(({ type }) => type)),
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

  test.each(PREVIEWED)("previews %s", async (_, change, replaced) => {
    it.stack.configure(() => change(own));
    expect(replacedBy((await it.stack.preview()).steps)).toEqual(replaced);
  });

  test.each(ANOTHER_CLUSTER)("previews another cluster for %s", async (_, change) => {
    it.stack.configure(() => change(own));
    const { steps } = await it.stack.preview();
    const made = steps.filter(({ operation, type }) => type === CLUSTER && operation !== "same");
    expect(made.map(({ operation }) => operation)).not.toEqual([]);
    expect(made.map(({ operation }) => operation)).not.toContain("update");
  });

  test.each(APPLIED)("applies %s, and takes back the one before", async (_, change, replaced) => {
    it.stack.configure(() => change(own));
    expect(replacedBy((await it.stack.up()).steps)).toEqual(replaced);
    await it.stack.preview({ expectNoChanges: true });
  });

  test("goes back to where it began, and leaves nothing behind", async () => {
    it.stack.configure(() => own);
    expect(replacedBy((await it.stack.up()).steps)).toEqual([NODE_GROUP]);
    await it.stack.destroy();
    expect(it.left()).toEqual([]);
  });
});
