import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { runRule } from "../../../core/rules/run.ts";
import { viewCluster, viewProgram } from "../../../lens/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { unreadable, valuesOf } from "../../../lens/helm-values.ts";
import { visibleRules } from "../../../lens/evaluate.ts";
import { remarksOf } from "../../../lens/scope.ts";
import { resource } from "../../support/resources/resource.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const CHART_V4 = "kubernetes:helm.sh/v4:Chart";
const values = { ipam: { mode: "eni" }, eni: { enabled: true }, tunnel: "disabled" };
const text = "ipam: { mode: eni }\neni: { enabled: true }\ntunnel: disabled\n";

/** What is said of a program by all policies, by rule. */
function told(...resources: readonly Registered[]) {
  const { model } = viewCluster(resources, "eu-west-1");
  const asked = visibleRules.filter(({ needs }) => needs.every((part) => model[part] !== undefined));
  const outcomes = asked.map((rule) => runRule(rule, model));
  return {
    findings: outcomes.flatMap(({ findings }) => findings.map(({ rule, path }) => `${rule} ${path}`)),
    undecided: outcomes.flatMap(({ undecided }) => undecided.map(({ path }) => path)),
  };
}

const FORMS: readonly (readonly [form: string, type: string, props: Record<string, unknown>])[] = [
  ["an object", RELEASE, { chart: "cilium", values }],
  ["YAML text", RELEASE, { chart: "cilium", values: text }],
  ["a file as an asset", RELEASE, { chart: "cilium/cilium", valueYamlFiles: [{ text }] }],
  [
    "files under values",
    RELEASE,
    { chart: "cilium", valueYamlFiles: [{ text: "tunnel: vxlan" }, { text }], values: {} },
  ],
  ["an empty file beside values", RELEASE, { chart: "cilium", valueYamlFiles: [{ text: "" }], values }],
  ["a v4 chart", CHART_V4, { chart: "oci://quay.io/cilium/charts/cilium", values }],
  ["a packed chart", CHART_V4, { chart: "./charts/cilium-1.19.6.tgz", values }],
  ["a v3 release with its version in the file's name", RELEASE, { chart: "./cilium-v1.19.6.tgz", values }],
];

describe("values of the Cilium chart", () => {
  it.each(FORMS)("are read as %s", (_, type, props) => {
    const { findings } = told(resource(type, "cilium", { version: "1.19.6", ...props }));
    expect(findings).toContain("helm-values-key-fails cilium.values.tunnel");
  });

  it("are merged as Helm does: maps by key, lists and scalars as a whole", () => {
    const valueYamlFiles = [{ text: "a: { b: 1, c: [1, 2] }\nd: 1" }, { text: "a: { c: [3] }" }];
    expect(valuesOf({ chart: "cilium", valueYamlFiles, values: { a: { e: null }, d: { f: true } } })).toEqual({
      a: { b: 1, c: [3], e: null },
      d: { f: true },
    });
  });

  it("take a version from the file's name where none is given", () => {
    const { model } = viewCluster([resource(CHART_V4, "cilium", { chart: "./cilium-1.19.6.tgz" })]);
    expect(model.cilium).toMatchObject({ version: "1.19.6", delivery: "template" });
  });

  it("keep what is not known yet in its place", () => {
    const { findings, undecided } = told(
      resource(RELEASE, "cilium", {
        chart: "cilium",
        version: "1.19.6",
        values: { ...values, eni: { enabled: UNKNOWN } },
      }),
    );
    expect(findings).toContain("helm-values-key-fails cilium.values.tunnel");
    expect(undecided).toContain("cilium.values.eni.enabled");
  });
});

const ELSEWHERE: readonly (readonly [what: string, reason: string, props: Record<string, unknown>])[] = [
  ["a post-renderer", "postrender changes what the chart renders", { values, postrender: "./kustomize.sh" }],
  ["a v4 post-renderer", "postRenderer changes", { values, postRenderer: { command: "kustomize" } }],
  ["transformations", "transformations changes", { values, transformations: [{}] }],
  ["a file that is not there", "file 2 of valueYamlFiles", { values, valueYamlFiles: [{ text }, UNKNOWN] }],
  ["a file that is no map", "file 1 of valueYamlFiles", { valueYamlFiles: [{ text: "- a" }] }],
  ["broken YAML", "file 1 of valueYamlFiles", { valueYamlFiles: [{ text: "a: [" }] }],
  ["values that are an Output as a whole", "they are not known yet", { values: UNKNOWN }],
];

describe("values that are put together elsewhere", () => {
  it.each(ELSEWHERE)("by %s are never judged, and the pack says why", (_, reason, props) => {
    const cilium = resource(RELEASE, "cilium", { chart: "cilium", version: "1.19.6", ...props });
    expect(unreadable(cilium.props)).toContain(reason);
    expect(remarksOf(viewProgram([cilium])).map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
    const { findings, undecided } = told(cilium);
    expect(findings.filter((finding) => finding.includes("cilium.values"))).toEqual([]);
    expect(undecided).toContain("cilium.values");
  });

  it("leave the default of an empty path alone", () => {
    expect(unreadable({ chart: "cilium", values, postrender: "", transforms: [] })).toBeUndefined();
  });
});

describe("Cilium that Helm did not bring", () => {
  it("is seen by its configuration, and its values are not decidable", () => {
    const config = resource("kubernetes:core/v1:ConfigMap", "kustomized", {
      metadata: { name: "cilium-config", namespace: "kube-system" },
    });
    const { undecided } = told(config);
    expect(remarksOf(viewProgram([config])).map(({ message }) => message)).toEqual([
      expect.stringContaining("Cilium comes from rendered manifests"),
    ]);
    expect(undecided).toEqual(expect.arrayContaining(["cilium.values", "cilium.version"]));
  });

  it("in a chart that is rendered in the program sends no values", () => {
    const chart = resource("kubernetes:helm.sh/v3:Chart", "cilium");
    expect(told(chart).undecided).toContain("cilium.values");
    expect(remarksOf(viewProgram([chart])).map(({ message }) => message)).toEqual([
      expect.stringContaining("only the objects that it renders are sent"),
    ]);
  });
});

describe("a stack with several clusters", () => {
  const chart = resource("kubernetes:helm.sh/v3:Release", "cilium", { chart: "cilium", values: {} });

  it("is told what nobody can give to one of them", () => {
    const cluster = (name: string) => resource("aws:eks/cluster:Cluster", name, {});
    const messages = remarksOf(viewProgram([cluster("blue"), cluster("green"), chart])).map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringMatching(/^Cluster "blue": No Cilium/),
      expect.stringMatching(/^Cluster "green": No Cilium/),
      expect.stringMatching(/^Which of the clusters "blue", "green" .* not judged: Release "cilium"\./),
    ]);
  });

  it("is not what a component and its cluster are", () => {
    const component = resource("eks:index:Cluster", "blue", { version: "1.35" });
    const child = resource("aws:eks/cluster:Cluster", "blue-eksCluster", {}, { parent: component.urn });
    expect(remarksOf(viewProgram([component, child, chart]))).toEqual([]);
  });
});
