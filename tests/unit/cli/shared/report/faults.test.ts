import { describe, expect, it } from "vitest";
import { faultsOf } from "../../../../../cli/shared/report/faults.ts";
import { countText, findingsText } from "../../../../../cli/shared/report/findings-text.ts";
import { teach } from "../../../../../cli/shared/report/teach.ts";
import type { TaughtFinding } from "../../../../../cli/shared/report/types.ts";

const base = {
  rule: "nodes-disk-type",
  severity: "warning",
  subject: 'node group "general"',
  path: "nodeGroups.general.disk.type",
  found: "gp2",
  expected: "gp3",
  fix: "Set disk.type to gp3.",
  where: "Pulumi.dev.yaml:9:5",
  setting: "cilium-eks:nodeGroups.general.disk.type",
  lens: "settings",
} as const;

const of = (parts: Partial<TaughtFinding>): TaughtFinding => ({ ...base, ...parts });

const inGroup = (name: string, parts: Partial<TaughtFinding> = {}): TaughtFinding =>
  of({
    subject: `node group "${name}"`,
    path: `nodeGroups.${name}.disk.type`,
    setting: `cilium-eks:nodeGroups.${name}.disk.type`,
    ...parts,
  });

const rules = (findings: readonly TaughtFinding[]) =>
  faultsOf(findings).map(({ first, alsoBy, others }) => [first.rule, alsoBy, others.length]);

const strict = of({ setting: "cilium-eks:cilium.helmValues.x", severity: "error", found: '"strict"' });

describe("one fault", () => {
  it("is the same of many groups, also where the text names the group or a number", () => {
    const groups = Array.from({ length: 400 }, (_, index) =>
      inGroup(`g${String(index)}`, { found: `${String(index)} GiB of "g${String(index)}"` }),
    );
    expect(rules(groups)).toEqual([["nodes-disk-type", [], 399]]);
  });

  it("is what two rules say of one value, told by the rule that knows this cluster", () => {
    expect(rules([of({ ...strict, rule: "helm-values-choice" }), of({ ...strict, rule: "datapath-x" })])).toEqual([
      ["datapath-x", ["helm-values-choice"], 0],
    ]);
    expect(
      rules([
        of({ ...strict, rule: "datapath-ipam-mode", found: "kubernetes: a mode without addresses" }),
        of({ ...strict, rule: "helm-values-eni-pair", found: '"kubernetes"' }),
      ]),
    ).toEqual([["datapath-ipam-mode", ["helm-values-eni-pair"], 0]]);
  });

  it.each<[string, TaughtFinding, TaughtFinding]>([
    ["another remedy", inGroup("a"), inGroup("b", { fix: "Remove disk.type." })],
    ["another rule's reason", of({ ...strict, rule: "network-a" }), of({ ...strict, rule: "network-b" })],
    ["another severity", inGroup("a"), inGroup("b", { severity: "error" })],
    [
      "two things that are missing",
      of({ ...strict, rule: "a-b", found: "no taint" }),
      of({ ...strict, rule: "helm-values-b", found: "no taint of Cilium" }),
    ],
    [
      "a word that begins alike",
      of({ ...strict, rule: "a-b", found: '"net"' }),
      of({ ...strict, rule: "helm-values-b", found: '"netkit"' }),
    ],
  ])("is not %s", (_, one, two) => {
    expect(faultsOf([one, two])).toHaveLength(2);
  });

  it("keeps the order of the findings", () => {
    const plain = of({ rule: "helm-values-choice", setting: "a", found: "a" });
    expect(rules([plain, inGroup("a")]).map(([rule]) => rule)).toEqual(["helm-values-choice", "nodes-disk-type"]);
  });
});

const documentOf = (findings: readonly TaughtFinding[]) => ({ findings });
const style = { colour: false, width: 100 };

describe("the text of findings", () => {
  const many = ["a", "b", "c", "d", "e", "f"].map((name) => inGroup(name));

  it("is one entry with a count, and lists the places when asked", () => {
    const short = findingsText(documentOf(many), style, "short");
    expect(short.match(/●/g)).toHaveLength(1);
    expect(short).toContain("in 5 more places:");
    expect(short).toContain("and 2 more, which --explain lists");
    expect(short).not.toContain("nodeGroups.f.");
    expect(findingsText(documentOf(many), style, "explained")).toContain("cilium-eks:nodeGroups.f.disk.type");
    expect(countText(documentOf(many), "warning")).toBe("1 warning (6 findings)");
    expect(countText(documentOf(many.slice(0, 1)), "warning")).toBe("1 warning");
  });

  it("says why in a sentence, and all of it when asked", () => {
    const found = documentOf([teach(of({ rule: "nodes-labels-syntax" }))]);
    const short = findingsText(found, style, "short");
    expect(short).toMatch(/why {7}The kubelet stops at a label/);
    expect(short).not.toContain("source");
    const long = findingsText(found, style, "explained");
    expect(long).toMatch(/symptom {3}The instance runs and no node appears/);
    expect(long).toMatch(/source {4}Kubernetes docs: labels and selectors/);
  });
});
