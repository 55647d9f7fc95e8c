import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import type { StackConfig } from "../support/real-project.ts";
import { runCli } from "../support/run-cli.ts";
import { type TestStack, missing, startStack } from "./stacks.ts";

if (missing !== "") console.warn(`plan --state saw no state of the real engine: ${missing}.`);

type Change = (own: StackConfig) => StackConfig;
type Part = Readonly<Record<string, unknown>>;

const part =
  (name: string, parts: Part): Change =>
  (own) => ({ ...own, [`cilium-eks:${name}`]: { ...(own[`cilium-eks:${name}`] as Part), ...parts } });
const group = (parts: Part): Change =>
  part("nodeGroups", { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, desired: 2, max: 4 }, ...parts } });

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

interface Case {
  readonly name: string;
  readonly change: Change;
  /** What the engine replaces, of clusters and node groups. */
  readonly replaced?: typeof CLUSTER | typeof NODE_GROUP;
  /** The error of the plan. */
  readonly error?: string;
  /** Its word on the running nodes. */
  readonly nodes?: string;
}

const CASES: readonly Case[] = [
  { name: "nothing", change: (own) => own },
  { name: "more nodes", change: group({ scaling: { min: 2, desired: 2, max: 5 } }) },
  {
    name: "another instance type",
    change: group({ instanceTypes: ["m6a.large"] }),
    replaced: NODE_GROUP,
    nodes: "instanceTypes m6i.large -> m6a.large",
  },
  {
    name: "fewer zones",
    change: group({ zones: ["eu-central-1a"] }),
    replaced: NODE_GROUP,
    nodes: "zones eu-central-1a, eu-central-1b -> eu-central-1a",
  },
  { name: "a label", change: group({ labels: { team: "a" } }), nodes: "label team added" },
  { name: "metadata for pods", change: group({ metadataHopLimit: 2 }), nodes: "metadataHopLimit 1 -> 2" },
  { name: "a larger disk", change: group({ disk: { sizeGiB: 90 } }), nodes: "90 GiB" },
  { name: "a first key", change: part("cluster", { createSecretsKey: true }) },
  {
    name: "another service CIDR",
    change: part("cluster", { serviceCidr: "10.100.0.0/16" }),
    replaced: CLUSTER,
    error: "lifecycle-cluster-replaced",
  },
];

describe.skipIf(missing !== "")("plan --state on what the real engine keeps", () => {
  const folder = mkdtempSync(join(tmpdir(), "plan-state-"));
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

  test.each(CASES)("says of $name what the engine previews", async ({ name, change, replaced, error, nodes }) => {
    const config = change(own);
    const file = join(folder, `Pulumi.${name.replaceAll(" ", "-")}.yaml`);
    writeFileSync(file, stringify({ config }, { version: "1.1" }));
    const { status, stdout, stderr } = runCli(["plan", "-f", file, "--state", state, "--format", "json"]);
    expect([0, 1], stderr).toContain(status);
    const { findings, sections } = JSON.parse(stdout) as PlanDocument;
    const errors = findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("lifecycle-cluster-"));
    expect(errors).toEqual(error === undefined ? [] : [error]);
    const rolls = sections.filter(({ title }) => title.startsWith("Running nodes")).flatMap(({ rows }) => rows);
    if (error === undefined) expect(rolls.length).toBe(nodes === undefined ? 0 : 1);
    if (nodes !== undefined) expect(rolls[0]?.join("; ")).toContain(nodes);

    it.stack.configure(() => config);
    const { steps } = await it.stack.preview();
    const types = steps
      .filter(({ operation }) => operation === "replace" || operation === "create-replacement")
      .map(({ type }) => type);
    // With the cluster everything on it goes.
    if (replaced === CLUSTER) expect(types).toContain(CLUSTER);
    else
      expect([CLUSTER, NODE_GROUP].filter((type) => types.includes(type))).toEqual(
        replaced === undefined ? [] : [replaced],
      );
  });
});
