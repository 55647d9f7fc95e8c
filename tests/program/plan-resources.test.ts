import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reported } from "../../cli/plan/policies.ts";
import { evaluateProgram } from "../../cli/plan/resources.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { readStackFile } from "../../config/stack-file.ts";
import { type PolicyHost, type ProgramResult, runProgram, startPolicyHost } from "../../engine/index.ts";
import { stackUrn } from "../../engine/urn.ts";
import { programRun, runFixture } from "./engine-fixtures.ts";

const root = path.resolve(import.meta.dirname, "../..");

let host: PolicyHost;
beforeAll(async () => {
  host = await startPolicyHost(path.join(root, "policies"));
});
afterAll(() => host.close());

interface Judged {
  readonly program: ProgramResult;
  readonly projectName: string;
  readonly stackName: string;
  readonly folder: string;
}

/** By rule and place, because module namespaces have another order here; without severity, which a pack has one of a rule,
 * and without a list of clusters, which the subject says. */
const unranked = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity: _severity, clusters: _clusters, ...finding }) => JSON.stringify(finding)).toSorted();

async function stack(stackName: string): Promise<Judged> {
  const { config, secretKeys } = readStackFile(path.join(root, `Pulumi.${stackName}.yaml`), stackName);
  const projectName = "cilium-eks";
  const run = { projectName, projectDir: root, main: "index.ts", stackName, config, secretKeys };
  return { program: await runProgram(run), projectName, stackName, folder: root };
}

async function fixture(name: string): Promise<Judged> {
  const { projectName, stackName, projectDir: folder } = programRun(name);
  return { program: await runFixture(name), projectName, stackName, folder };
}

describe("plan judges resources as the pack does under its host", () => {
  it.each([
    ["a program full of mistakes", fixture, "article-wrong"],
    ["the same without", fixture, "article-right"],
    ["one of other resources", fixture, "graph"],
    ["two clusters in one VPC", fixture, "two-clusters"],
    ["prod", stack, "prod"],
  ])("for %s", async (_, run, name) => {
    const { program, projectName, stackName, folder } = await run(name);
    expect(program.errors).toEqual([]);
    const theirs = reported(await host.analyze(program.resources, { projectName, stackName }));
    const ours = evaluateProgram(program.resources, folder, stackUrn(stackName, projectName));
    expect(unranked(ours)).toEqual(unranked(theirs));
  });

  it("and names the cluster of each finding, and what belongs to none", async () => {
    const { program, folder } = await fixture("two-clusters");
    const findings = evaluateProgram(program.resources, folder, "stack");
    const about = (rule: string) => findings.filter((one) => one.rule === rule).map(({ subject }) => subject);
    expect(about("control-plane-authentication-mode")).toEqual([expect.stringMatching(/ of cluster "green"$/)]);
    expect(about("network-flow-logs")).toEqual([expect.stringMatching(/ of clusters "blue" and "green"$/)]);
    expect(about("control-plane-bootstrap-addons")).toEqual([expect.stringMatching(/ of cluster "green"$/)]);
    expect(about("helm-values-choice")).toEqual(['Cilium 1.19.6 of cluster "green"']);
    expect(findings.filter(({ rule }) => rule === "cilium-eks-scope").map(({ found }) => found)).toEqual([
      expect.stringContaining('cannot be told, and they were not judged: Release "metrics"'),
    ]);
  });

  it("and reads the files of a program, which a pack looks for in vain where no Pulumi.yaml stands", async () => {
    const { program, folder } = await fixture("helm-files");
    const rules = evaluateProgram(program.resources, folder, "stack").map(({ rule }) => rule);
    expect(rules).toContain("helm-values-roll-out");
    expect(rules).not.toContain("cilium-eks-scope");
  });
});
