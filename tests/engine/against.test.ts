import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import type { Step } from "../support/engine-events.ts";
import type { StackConfig } from "../support/real-project.ts";
import { runCli } from "../support/run-cli.ts";
import { type TestStack, missing, startStack } from "./stacks.ts";

if (missing !== "") console.warn(`plan --against saw no state of the real engine: ${missing}.`);

type Part = Readonly<Record<string, unknown>>;
type Change = (own: StackConfig) => StackConfig;

const part =
  (name: string, parts: Part): Change =>
  (own) => ({ ...own, [`cilium-eks:${name}`]: { ...(own[`cilium-eks:${name}`] as Part), ...parts } });
const GENERAL = { instanceTypes: ["m6i.large"], scaling: { min: 2, desired: 2, max: 4 } };
const group = (parts: Part): Change => part("nodeGroups", { general: { ...GENERAL, ...parts } });
const vpc = (parts: Part): Change => part("network", { vpc: { cidr: "10.10.0.0/16", availabilityZones: 2, ...parts } });
/** What `plan` rightly refuses is compared too, once it is waived. */
const waived =
  (change: Change, ...rules: readonly string[]): Change =>
  (own) =>
    part("waivers", Object.fromEntries(rules.map((rule) => [rule, "compared with the engine"])))(change(own));

const CHANGES: readonly (readonly [string, Change])[] = [
  ["nothing", (own) => own],
  ["more nodes", group({ scaling: { min: 2, desired: 3, max: 4 } })],
  ["a label", group({ labels: { team: "a" } })],
  ["another instance type", group({ instanceTypes: ["m6a.large"] })],
  ["Spot", group({ capacityType: "SPOT" })],
  ["fewer zones of a group", group({ zones: ["eu-central-1a"] })],
  ["a larger disk", group({ disk: { sizeGiB: 90 } })],
  [
    "a second group",
    part("nodeGroups", { general: GENERAL, more: { ...GENERAL, scaling: { min: 1, desired: 1, max: 1 } } }),
  ],
  ["a group under another name", (own) => ({ ...own, "cilium-eks:nodeGroups": { workers: GENERAL } })],
  ["a third zone", vpc({ natGateways: "single", availabilityZones: 3 })],
  ["a NAT gateway a zone", vpc({ natGateways: "per-zone" })],
  ["pod subnets", part("network", { podSubnets: { cidr: "100.64.0.0/16" } })],
  ["prefix delegation", part("cilium", { prefixDelegation: true })],
  ["WireGuard", part("cilium", { encryption: { wireguard: true } })],
  ["Pod Identity", part("cilium", { operatorIdentity: "pod-identity" })],
  ["Cilium 1.20", part("cilium", { version: "1.20.2" })],
  ["no observability", (own) => ({ ...own, "cilium-eks:observability": undefined })],
  ["tags", part("cluster", { extraTags: { owner: "platform" } })],
  ["other logs", part("cluster", { logs: { types: ["audit"], retentionDays: 30 } })],
  ["a first key", part("cluster", { createSecretsKey: true })],
  ["another service CIDR", waived(part("cluster", { serviceCidr: "10.100.0.0/16" }), "lifecycle-cluster-replaced")],
];

type Fate = "added" | "removed" | "replaced" | "changed";
type Fates = Readonly<Record<Fate, readonly string[]>>;

const FATES: Readonly<Record<string, Fate>> = {
  create: "added",
  delete: "removed",
  replace: "replaced",
  update: "changed",
};

/** Types around a resource, the outermost first. */
const around = ({ urn }: Step): readonly string[] => (urn.split("::")[2] ?? "").split("$").slice(0, -1);
const CLUSTER = "eks:index:Cluster";
const REMOTE = /^(?:eks|awsx):|^kubernetes:yaml/;

/** What the engine does, as `plan` names it: what a component of a plugin makes inside itself is the component's affair. */
function fatesOf(steps: readonly Step[]): Fates {
  const fates: Record<Fate, Set<string>> = {
    added: new Set(),
    removed: new Set(),
    replaced: new Set(),
    changed: new Set(),
  };
  for (const step of steps) {
    const fate = FATES[step.operation];
    if (fate === undefined || step.type.startsWith("pulumi:") || around(step).some((type) => REMOTE.test(type)))
      continue;
    fates[fate].add(`${step.name} (${step.type})`);
  }
  const sorted = (fate: Fate) => [...fates[fate]].toSorted();
  return {
    added: sorted("added"),
    removed: sorted("removed"),
    replaced: sorted("replaced"),
    changed: sorted("changed"),
  };
}

/** Remote components in which something is replaced. */
const replacedInside = (steps: readonly Step[]): readonly string[] => [
  ...new Set(
    steps
      .filter(({ operation }) => operation === "replace")
      .flatMap((step) => around(step).filter((type) => REMOTE.test(type))),
  ),
];

describe.skipIf(missing !== "")("plan --against the state of a running stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "plan-against-"));
  const state = join(folder, "state.json");
  let it: TestStack;
  let own: StackConfig = {};
  beforeAll(async () => {
    it = await startStack("dev");
    it.stack.configure((config) => (own = config));
    await it.stack.up();
    await it.stack.command("stack", "export", "--file", state);
  });
  afterAll(async () => {
    await it?.stop();
    rmSync(folder, { recursive: true });
  });

  test.each(CHANGES)("tells of %s what the engine previews", async (name, change) => {
    const config = change(own);
    const file = join(folder, `Pulumi.${name.replaceAll(" ", "-")}.yaml`);
    writeFileSync(file, stringify({ config }, { version: "1.1" }));
    const { status, stdout, stderr } = runCli(["plan", "-f", file, "--against", state, "--format", "json"]);
    expect([0, 1], stderr).toContain(status);
    const { difference, findings } = JSON.parse(stdout) as PlanDocument;
    const told = difference?.resources;
    expect(told, JSON.stringify(findings)).toBeDefined();

    it.stack.configure(() => config);
    const { steps } = await it.stack.preview();
    const done = fatesOf(steps);
    const inside = replacedInside(steps);
    const replaced = (told?.replaced ?? []).filter((title) => !REMOTE.test(title.split("(").at(-1) ?? ""));
    const remotes = (told?.replaced ?? []).flatMap((title) => /\(((?:eks|awsx):[^)]+)\)$/.exec(title)?.[1] ?? []);
    const changed = (told?.changed ?? []).map((one) => one.name).toSorted();
    // With the cluster everything on it goes, whatever a preview can name of that.
    if (inside.includes(CLUSTER)) {
      expect(remotes).toContain(CLUSTER);
      return;
    }
    expect({ replaced, remotes }).toEqual({ replaced: done.replaced, remotes: inside });
    expect(told?.added.toSorted()).toEqual(done.added);
    expect(told?.removed.toSorted()).toEqual(done.removed);
    // What nobody knows before a run may be an update for the engine; what the plan calls a change is one.
    expect(changed.filter((title) => !done.changed.includes(title))).toEqual([]);
  });
});
