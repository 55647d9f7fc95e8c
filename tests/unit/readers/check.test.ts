import { describe, expect, it } from "vitest";
import { checkFiles } from "../../support/readers.ts";

const VALUES = "eni: { enabled: true }\nipam: { mode: eni }\ntunnel: disabled\n";

describe("check", () => {
  it("tells a finding at its line, in the words of the input", () => {
    const { findings, inputs } = checkFiles({ "values.yaml": VALUES });
    expect(inputs).toEqual([{ input: "values.yaml", reads: ["values of Cilium's chart"] }]);
    expect(findings.filter(({ setting }) => setting === "tunnel").map(({ rule, where }) => [rule, where])).toEqual([
      ["helm-values-key-fails", "values.yaml:3:1"],
    ]);
  });

  it("takes a reason for a finding, and tells of a waiver that silences nothing", () => {
    const { waived, findings } = checkFiles(
      { "values.yaml": VALUES },
      { waivers: { "helm-values-key-fails": "gone with the next release", "datapath-netkit": "is not used" } },
    );
    expect(waived.map(({ rule, reason }) => [rule, reason])).toEqual([
      ["helm-values-key-fails", "gone with the next release"],
    ]);
    expect(findings.filter(({ rule }) => rule === "waiver-applies").map(({ where }) => where)).toEqual([
      ".cilium-eks.yaml",
    ]);
  });

  it("makes warnings errors where it is strict", () => {
    const { findings } = checkFiles({ "values.yaml": VALUES }, { strict: true });
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(["error"]));
  });

  it("refuses an input of no kind that it knows, and says which it knows", () => {
    expect(() => checkFiles({ "a.yaml": "colours: [red, blue]\n" })).toThrow(
      /^a\.yaml is nothing that check knows.*Kubernetes objects/,
    );
  });

  it("says what no input told", () => {
    expect(checkFiles({ "values.yaml": VALUES }).notes.at(-1)).toMatch(
      /^No control plane, node groups.* \d+ rules not run; give it/,
    );
  });

  it("writes no secret of an input in clear", () => {
    const key = "s3cr3t-Passw0rd";
    const { findings } = checkFiles({
      "values.yaml": `${VALUES}hubble: { ui: { oauth: { clientSecret: ${key} } } }\ngrafana: { adminPassword: ${key} }\n`,
    });
    expect(findings.map(({ setting }) => setting)).toContain("grafana.adminPassword");
    expect(JSON.stringify(findings)).not.toContain(key);
  });

  it("notes a key that is there twice", () => {
    expect(checkFiles({ "values.yaml": `${VALUES}tunnel: vxlan\n` }).notes).toContain(
      "values.yaml:4:1 repeats a key of the same map: the last one counts.",
    );
  });

  it("judges each of several clusters with values that name none", () => {
    const cluster = (name: string) =>
      `apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: ${name}, region: eu-central-1, version: "1.34" }\n`;
    const { findings } = checkFiles({ "a.yaml": cluster("a"), "b.yaml": cluster("b"), "values.yaml": VALUES });
    const ofAddons = findings.filter(({ rule }) => rule === "control-plane-unwanted-addons");
    expect(new Set(ofAddons.map(({ where }) => where.split(":")[0]))).toEqual(new Set(["a.yaml", "b.yaml"]));
  });
});

describe("a Kubernetes version that is told beside the inputs", () => {
  const values = { "values.yaml": "eni: { enabled: true }\nipam: { mode: eni }\nroutingMode: native\n" };
  const ask = (kubernetesVersion?: string) =>
    checkFiles(values, {
      platform: "eks",
      chartVersion: "1.19.6",
      ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    });

  it("is judged with Cilium's version, and nothing else of a control plane is", () => {
    const old = ask("1.27");
    expect(old.findings.filter(({ rule }) => rule === "versions-kubernetes-window")).toMatchObject([
      { setting: "--kubernetes-version", found: "Kubernetes 1.27 with Cilium 1.19" },
    ]);
    const [without, fits] = [ask(), ask("1.34")];
    expect(fits.findings.filter(({ rule }) => rule === "versions-kubernetes-window")).toEqual([]);
    expect(fits.asked).toBeGreaterThan(without.asked);
    const added = fits.findings.filter(({ rule }) => !without.findings.some((one) => one.rule === rule));
    expect(added.map(({ rule }) => rule)).toEqual([]);
    expect(fits.undecided).toEqual(without.undecided);
  });
});
