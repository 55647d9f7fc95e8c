import { describe, expect, it } from "vitest";
import type { ClusterModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Rule } from "../../../core/rules/rule.ts";
import { viewCluster } from "../../../lens/index.ts";
import { evaluateRule, visibleRules } from "../../../lens/evaluate.ts";
import type { Registered } from "../../../lens/registered.ts";
import { asPulumiPreview } from "../../support/resources/as-pulumi.ts";
import { asTerraformPlan } from "../../support/resources/as-terraform.ts";
import { resourcesFor } from "../../support/resources/index.ts";
import { checkFiles } from "../../support/readers.ts";
import { allCases } from "../../support/rule-cases.ts";

const cases = await allCases();

/** What a tool writes of a program with these resources; undefined where it has not one of them. */
type Written = (resources: readonly Registered[], region?: string) => string | undefined;

interface Tool {
  readonly written: Written;
  /** Cases of which its files say something else than the resources, and why. */
  readonly exceptions: Readonly<Record<string, string>>;
  /** So many cases at least can be written for it. */
  readonly least: number;
}

const ORDER =
  "rules on the order are asked where Cilium is installed by the same program, and the case has an add-on alone";

const MEANT =
  "a cluster whose EKS add-ons are left out is taken for one that Cilium comes to, also where its release is elsewhere";
const ELSEWHERE =
  "the case's node group has a subnet that is not among the resources, and no tool refers to what is not there";

const TOOLS: Readonly<Record<string, Tool>> = {
  terraform: {
    written: asTerraformPlan,
    exceptions: {
      "control-plane-addon-order: the EBS driver before the nodes": ORDER,
      "control-plane-addon-order: metrics-server before them": ORDER,
      "control-plane-fargate: Fargate": MEANT,
      "control-plane-fargate: an unknown switch": MEANT,
      "network-control-plane-room: a subnet of 8 addresses": ELSEWHERE,
      "versions-cilium-usable: a range": "Helm's provider takes the newest of a range: check does, with a note",
      "versions-cilium-usable: no version": "Helm's provider takes the newest: check does, with a note",
      "nodes-types-present: no types in another program": "Terraform sends no empty list, and EKS takes its default",
    },
    least: 300,
  },
  pulumi: {
    written: asPulumiPreview,
    exceptions: {
      "control-plane-addon-order: the EBS driver before the nodes": ORDER,
      "control-plane-addon-order: metrics-server before them": ORDER,
      "control-plane-fargate: Fargate": MEANT,
      "control-plane-fargate: an unknown switch": MEANT,
      "control-plane-vpc-cni: eks.Cluster with the VPC CNI": MEANT,
      "network-control-plane-room: a subnet of 8 addresses": ELSEWHERE,
      "hybrid-two-ciliums: one in ENI mode and one for hybrid nodes":
        "the case has two releases of one name, and a URN names one resource",
    },
    least: 300,
  },
};

class Told {
  readonly name: string;
  readonly #rule: Rule;
  readonly #model: ClusterModel;
  readonly #resources: readonly Registered[];
  #direct: string | undefined;

  constructor(
    rule: Rule,
    [why, model]: readonly [string, ClusterModel, ...unknown[]],
    resources: readonly Registered[],
  ) {
    this.name = `${rule.id}: ${why}`;
    this.#rule = rule;
    this.#model = model;
    this.#resources = resources;
  }

  /** Undefined where the tool cannot say it, else what differs. */
  difference(written: Written): readonly string[] | undefined {
    const text = this.#resources.length === 0 ? undefined : written(this.#resources, this.#model.account?.region);
    if (text === undefined) return undefined;
    this.#direct ??= pathsOf(
      evaluateRule(this.#rule, viewCluster(this.#resources, this.#model.account?.region).model).findings,
    );
    const { findings } = checkFiles({ input: text }, { platform: "eks", only: new Set([this.#rule.id]) });
    const read = pathsOf(findings);
    return this.#direct === read ? [] : [`${this.name}: ${this.#direct} by the resources, ${read} by the file`];
  }
}

const pathsOf = (findings: readonly { readonly path: string }[]): string =>
  [...new Set(findings.map(({ path }) => path))].toSorted().join();

/** What a reader of files on these parts alone sees is held by agreement.test.ts. */
const OF_FILES: ReadonlySet<string> = new Set(["cilium", "objects"]);

/** Of each rule a failing case, and every case with a resource or an input that none before it has. All of them with `PROPERTY_RUNS`. */
const every = process.env["PROPERTY_RUNS"] !== undefined;
const met = new Set<string>();
const told = visibleRules.flatMap((rule) => {
  const { fails = [], passes = [], unknown = [] } = cases.get(rule.id) ?? {};
  return [...fails, ...unknown, ...passes].flatMap((one, at) => {
    const resources = resourcesFor(one[1]);
    const isNew = resources.flatMap(shapesOf).filter((shape) => !met.has(shape) && met.add(shape)).length > 0;
    const isFirst = at === 0 && fails.length > 0 && rule.needs.some((part) => !OF_FILES.has(part));
    return every || isFirst || isNew ? [new Told(rule, one, resources)] : [];
  });
});

/** Inputs of a resource, and whether they are known; of Kubernetes' objects the type alone, whose inputs no tool renames. */
function shapesOf({ type, props }: Registered): string[] {
  return type.startsWith("kubernetes:") ? [type] : shapesIn(props, type);
}

function shapesIn(value: unknown, path: string): string[] {
  if (value === UNKNOWN) return [`${path} ?`];
  if (Array.isArray(value)) return [`${path}[]`, ...value.flatMap((item) => shapesIn(item, `${path}[]`))];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => shapesIn(inner, `${path}.${key}`));
}

/** One cluster as resources of a program and as what another tool writes of the same resources. */
describe.each(Object.entries(TOOLS))("a cluster by %s", (_, { written, exceptions, least }) => {
  it("gets the findings of its resources, but for the cases that are listed", () => {
    const differences = told.flatMap((one) => {
      const difference = one.difference(written);
      return difference === undefined ? [] : [[one.name, difference] as const];
    });
    expect(differences.length).toBeGreaterThan(least);
    const differ = differences.filter(([, difference]) => difference.length > 0);
    expect(differ.filter(([name]) => !Object.hasOwn(exceptions, name)).flatMap(([, difference]) => difference)).toEqual(
      [],
    );
    const names = new Set(differ.map(([name]) => name));
    if (every) expect(Object.keys(exceptions).filter((name) => !names.has(name))).toEqual([]);
  });
});
