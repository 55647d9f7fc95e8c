import path from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  EnforcementLevel,
  type PolicyConfig,
  type PolicyReport,
  type ProgramResult,
  startPolicyHost,
} from "../../engine/index.ts";
import { runFixture } from "./engine-fixtures.ts";

const PACK = path.resolve(import.meta.dirname, "../../policies");
const stack = { projectName: "house", stackName: "dev" };

async function analyze(
  program: ProgramResult,
  config: Readonly<Record<string, PolicyConfig>> = {},
): Promise<PolicyReport> {
  const host = await startPolicyHost(PACK, { config });
  try {
    return await host.analyze(program.resources, stack);
  } finally {
    await host.close();
  }
}

const rulesOf = ({ violations }: PolicyReport): string[] => violations.map(({ policy }) => policy);

describe("the config of the pack", () => {
  let wrong: ProgramResult;
  beforeAll(async () => {
    wrong = await runFixture("article-wrong");
  });

  it("changes the level of a policy, and waives one with a reason", async () => {
    const report = await analyze(wrong, {
      "nodes-disk-encrypted": { enforcementLevel: EnforcementLevel.Advisory },
      "nodes-disk-type": { enforcementLevel: EnforcementLevel.Disabled },
      "nodes-ssh-open": { properties: { waiver: "The bastions are reached from anywhere until March." } },
    });
    expect(report.violations.find(({ policy }) => policy === "nodes-disk-encrypted")?.enforcementLevel).toBe(
      "advisory",
    );
    expect(rulesOf(report)).not.toContain("nodes-disk-type");
    expect(rulesOf(report)).not.toContain("nodes-ssh-open");
    expect(rulesOf(report)).not.toContain("waiver-applies");
  });

  it("reports a waiver that silences nothing", async () => {
    const report = await analyze(wrong, {
      "control-plane-fargate": { properties: { waiver: "We had profiles once." } },
    });
    expect(report.violations.find(({ policy }) => policy === "waiver-applies")?.message).toContain(
      'The waiver of control-plane-fargate ("We had profiles once.") silences nothing.',
    );
  });

  it("leaves out whole groups", async () => {
    const report = await analyze(wrong, {
      "cilium-eks-collect": { properties: { disabledGroups: ["helm-values", "security-baseline"] } },
    });
    const rules = rulesOf(report);
    expect(rules.filter((rule) => rule.startsWith("helm-values-") || rule.startsWith("security-"))).toEqual([]);
    expect(rules).not.toContain("nodes-metadata-tokens");
    expect(rules).toContain("nodes-taint-present");
  });

  it("says that nothing was judged when the collector is switched off", async () => {
    const report = await analyze(wrong, { "cilium-eks-collect": { enforcementLevel: EnforcementLevel.Disabled } });
    expect(report.violations.map(({ policy, message }) => [policy, message])).toEqual([
      ["cilium-eks-scope", "The policy cilium-eks-collect is disabled: nothing was judged."],
    ]);
  });

  it("lets safe remediations change what is deployed, and judges the result", async () => {
    const remediate = { enforcementLevel: EnforcementLevel.Remediate };
    const report = await analyze(wrong, {
      "remediate-metadata-tokens": remediate,
      "remediate-reservation-type": remediate,
    });
    expect(report.remediations.map(({ policy, properties }) => [policy, properties])).toEqual([
      [
        "remediate-metadata-tokens",
        expect.objectContaining({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } }),
      ],
      ["remediate-reservation-type", expect.objectContaining({ reservationType: "prefix" })],
    ]);
    expect(rulesOf(report)).not.toContain("nodes-metadata-tokens");
    expect(rulesOf(report)).not.toContain("network-reservation-form");
  });
});

describe("values by files", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("are read beside the program of the project", async () => {
    vi.stubEnv("PWD", path.resolve(import.meta.dirname, "../fixtures/programs/helm-files"));
    const report = await analyze(await runFixture("helm-files"));
    expect(rulesOf(report)).toEqual(expect.arrayContaining(["helm-values-key-fails", "datapath-bpf-masquerade"]));
    expect(rulesOf(report)).not.toContain("cilium-eks-scope");
  });

  it("are left undecided where they are not found, with the reason", async () => {
    vi.stubEnv("PWD", path.resolve(import.meta.dirname, "../fixtures/programs"));
    const report = await analyze(await runFixture("helm-files"));
    expect(report.violations.find(({ policy }) => policy === "cilium-eks-scope")?.message).toContain(
      'The values of "cilium" cannot be read here: file 1 of valueYamlFiles is not beside the program',
    );
    expect(rulesOf(report)).not.toContain("helm-values-key-fails");
    expect(report.undecided.map(({ policy }) => policy)).toContain("helm-values-key-fails");
  });
});
