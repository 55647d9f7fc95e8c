import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { ClusterModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Rule } from "../../../core/rules/rule.ts";
import { runRule } from "../../../core/rules/run.ts";
import { visibleRules } from "../../../lens/evaluate.ts";
import { OF_PROGRAMS, OF_WHOLE_CLUSTERS } from "../../../readers/platform.ts";
import { checkFiles } from "../../support/readers.ts";
import { allCases } from "../../support/rule-cases.ts";

const cases = await allCases();

/** Parts of the model that values and manifests tell. */
const TOLD: ReadonlySet<string> = new Set(["cilium", "objects"]);

/** Rules of which files say something else than the model, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "helm-values-hubble-certificates": "a values file does not say that somebody renders it; Argo CD's objects do",
  "helm-values-hubble-certificates-rendered":
    "a values file does not say that somebody renders it; Argo CD's objects do",
  "helm-values-gateway-class-auto": "a values file does not say that somebody renders it; Argo CD's objects do",
};

interface Told {
  readonly rule: Rule;
  readonly why: string;
  readonly model: ClusterModel;
}

const told = visibleRules.flatMap((rule): Told[] => {
  const own = cases.get(rule.id);
  const isTold = [...rule.needs].every((part) => TOLD.has(part)) && rule.needs.length > 0;
  if (own === undefined || !isTold || Object.hasOwn(EXCEPTIONS, rule.id)) return [];
  if (OF_PROGRAMS.has(rule.id) || OF_WHOLE_CLUSTERS.has(rule.id)) return [];
  return [...own.fails, ...own.passes, ...(own.unknown ?? [])].flatMap(([why, model]) =>
    Object.keys(model).every((part) => TOLD.has(part)) && isKnown(model) ? [{ rule, why, model }] : [],
  );
});

/** What is installed, a version that is not known, values that are unknown as a whole, are nothing that a file can say. */
function isKnown({ cilium, objects }: ClusterModel): boolean {
  const all: readonly unknown[] = [cilium?.version, cilium?.values, ...(objects ?? [])];
  return (
    cilium?.installedVersion === undefined &&
    !all.includes(UNKNOWN) &&
    (cilium !== undefined || (objects ?? []).length > 0)
  );
}

const yaml = (value: unknown): string =>
  stringify(JSON.parse(JSON.stringify(value, (_, inner: unknown) => (inner === UNKNOWN ? "${UNKNOWN}" : inner))), {
    version: "1.1",
  });

const filesOf = ({ cilium, objects = [] }: ClusterModel): Record<string, string> => ({
  ...(cilium === undefined || Object.keys(cilium.values).length === 0 ? {} : { "values.yaml": yaml(cilium.values) }),
  ...(objects.length === 0 ? {} : { "objects.yaml": objects.map(yaml).join("---\n") }),
});

const pathsOf = (findings: readonly { readonly path: string }[]): string[] =>
  findings.map(({ path }) => path).toSorted();

/** A file of nothing but keys that the chart does not have is not taken for values of the chart. */
const RECOGNISED = `preflight: { enabled: false }
k8sServiceLookupNamespace: ''
cgroup: {}
sctp: { enabled: false }
`;

function disagreement({ rule, why, model }: Told): string[] {
  const files = filesOf(model);
  if (model.cilium !== undefined && files["values.yaml"] === undefined) return [];
  if (files["values.yaml"] !== undefined) files["values.yaml"] += RECOGNISED;
  const direct = pathsOf(runRule(rule, model).findings);
  const { findings } = checkFiles(files, {
    platform: "eks",
    only: new Set([rule.id]),
    ...(model.cilium === undefined ? {} : { chartVersion: model.cilium.version }),
  });
  const read = pathsOf(findings);
  return direct.join() === read.join()
    ? []
    : [`${rule.id}, ${why}: ${direct.join()} by the model, ${read.join()} by files`];
}

/** The same mistake as a model of the settings lens and as the files that people have. */
describe("a cluster in files", () => {
  it("gets the findings of its model, in every case of every rule on what files tell", () => {
    expect(told.length).toBeGreaterThan(500);
    expect(told.flatMap(disagreement)).toEqual([]);
  });
});
