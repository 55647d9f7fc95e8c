import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

const root = resolve(import.meta.dirname, "../..");
/** What `pulumi stack export` wrote of the dev stack on the real engine (tests/engine/changes.test.ts), without what no plan reads. */
const STATE = join(root, "tests/fixtures/states/dev.json");
const folder = mkdtempSync(join(tmpdir(), "plan-state-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** `plan --state` of the dev stack with a change in the text of its file. */
function plan(change: (stackFile: string) => string) {
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, change(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")));
  return runCli(["plan", "-f", file, "--state", STATE, "--no-policies"], { cwd: root });
}
const replace = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe("plan --state on a state of the real engine", () => {
  it("says nothing where nothing changed", () => {
    const { status, stdout } = plan((text) => text);
    expect(status, stdout).toBe(0);
    expect(stdout).not.toMatch(/Running nodes|lifecycle-cluster/);
  });

  it("counts the nodes that a change replaces, with the cause", () => {
    const { status, stdout } = plan(replace("instanceTypes: [m6i.large]", "instanceTypes: [m6a.large]"));
    expect(status, stdout).toBe(0);
    expect(stdout).toContain("Running nodes that this change replaces: 2");
    expect(stdout).toMatch(/group replaced.*instanceTypes m6i\.large -> m6a\.large/);
  });

  it("knows the zones of a running group", () => {
    const { stdout } = plan(
      replace("instanceTypes: [m6i.large]", "instanceTypes: [m6i.large]\n      zones: [eu-central-1a]"),
    );
    expect(stdout).toMatch(
      /zones eu-central-1a, eu-central-1b\s+-> eu-central-1a|zones eu-central-1a, eu-central-1b -> eu-central-1a/,
    );
  });

  const otherCidr = replace('kubernetesVersion: "1.35"', 'kubernetesVersion: "1.35"\n    serviceCidr: 10.100.0.0/16');

  it("refuses what replaces the cluster, at its line, by a rule that can be waived", () => {
    const refused = plan(otherCidr);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/lifecycle-cluster-replaced/);
    expect(refused.stdout).toContain("10.100.0.0/16, where the running cluster has 172.20.0.0/16");
    expect(refused.stdout).toMatch(/Pulumi\.dev\.yaml:8:/);
    const waived = plan((text) =>
      otherCidr(text).replace(
        "cilium-eks:waivers:",
        "cilium-eks:waivers:\n    lifecycle-cluster-replaced: nobody uses it",
      ),
    );
    expect(waived.status, waived.stdout).toBe(0);
  });

  it("refuses what the running cluster cannot take", () => {
    const { status, stdout } = plan(replace("cidr: 10.10.0.0/16", "cidr: 10.20.0.0/16"));
    expect(status).toBe(1);
    expect(stdout).toMatch(/lifecycle-cluster-keeps/);
  });

  it("refuses to destroy a cluster that the program has no more", () => {
    const state = JSON.parse(readFileSync(STATE, "utf8")) as { deployment: { resources: Record<string, unknown>[] } };
    const { resources } = state.deployment;
    const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster") as { urn: string; inputs: object };
    const green = { ...cluster, urn: `${cluster.urn}-green`, inputs: { ...cluster.inputs, name: "green" } };
    const file = join(folder, "two.json");
    const parent = "urn:pulumi:dev::cilium-eks::cilium-eks:index:CiliumEniCluster::green";
    writeFileSync(file, JSON.stringify({ deployment: { resources: [...resources, { ...green, parent }] } }));
    const two = (stackFile: string) =>
      runCli(["plan", "-f", stackFile, "--state", file, "--no-policies"], { cwd: root });
    const { status, stdout } = two(join(root, "Pulumi.dev.yaml"));
    expect(status, stdout).toBe(1);
    expect(stdout).toMatch(/cluster "green".*lifecycle-cluster-destroyed/);
    expect(stdout).not.toContain("lifecycle-cluster-replaced");
  });

  it("says what a file is that holds no state", () => {
    const { status, stderr } = runCli(["plan", "--stack", "dev", "--state", join(root, "package.json")], { cwd: root });
    expect(status).toBe(2);
    expect(stderr).toContain("is no state of a stack");
  });
});
