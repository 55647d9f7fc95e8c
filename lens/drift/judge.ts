import { consequencesOf } from "../../core/changes/consequences.ts";
import { compareResources } from "../../core/changes/resources.ts";
import { Severity } from "../../core/findings/finding.ts";
import { evaluateResources } from "../evaluate.ts";
import type { Props, Registered } from "../registered.ts";
import { overlaid } from "./overlay.ts";
import { BARE, registered } from "./registered.ts";
import type { Declared, Deviation, Drift, DriftVerdict } from "./types.ts";

/** What is lost where such a thing is gone. */
const CARRIES: readonly (readonly [what: RegExp, why: string])[] = [
  [/NetworkPolicy$/, "policies decide what is let through"],
  [/^(?:Gateway|GatewayClass|CiliumGatewayClassConfig|ListenerSet|\w+Route)$/, "traffic from outside comes through it"],
  [/^CustomResourceDefinition$/, "every object of its kind goes with it"],
  [/^(?:DaemonSet|Deployment|NodePool|EC2NodeClass|Namespace)$/, "what runs by it is gone"],
  [/^release$/, "without its agents no new pod gets an address"],
  [/^(?:cluster|node group|add-on)$/, "what runs on it is gone"],
];

/** Fields by which controllers take objects for theirs. */
const CONTROLLERS: ReadonlySet<string> = new Set(["gatewayClassName", "controllerName", "loadBalancerClass"]);

type Judged = Pick<Drift, "verdict" | "why" | "rules">;

/** Of a batch without an objection none is asked alone: a plan of two hundred objects, all labelled by somebody, is two questions. */
const BATCH = 16;

/**
 * Says of each difference what it means, by the rules of the catalogue: they are asked of the plan, and of the plan with what is
 * there in its place.
 */
export function judged(declared: readonly Declared[], deviations: readonly Deviation[]): Judged[] {
  const all = declared.map(registered);
  const before = new Set(findings(all).map(({ key }) => key));
  const objections = (some: readonly Deviation[]) =>
    findings(withFound(all, some)).filter(({ key }) => !before.has(key));
  const byUrn = new Map(declared.map((one) => [one.urn, one]));
  const ask = (some: readonly Deviation[]): Judged[] => {
    const fresh = objections(some);
    if (fresh.length > 0 && some.length > 1) {
      const half = Math.ceil(some.length / 2);
      return [...ask(some.slice(0, half)), ...ask(some.slice(half))];
    }
    const rules = [...new Set(fresh.map(({ rule }) => rule))];
    const worst = fresh.some(({ error }) => error);
    return some.map((one) => verdictOf(one, byUrn.get(one.urn), rules, worst));
  };
  const batches = Array.from({ length: Math.ceil(deviations.length / BATCH) }, (_, at) =>
    deviations.slice(at * BATCH, (at + 1) * BATCH),
  );
  return batches.flatMap(ask);
}

const findings = (all: readonly Registered[]) =>
  evaluateResources(all).findings.map(({ finding: { rule, path, found, severity } }) => ({
    key: `${rule} ${path} ${found}`,
    rule,
    error: severity === Severity.Error,
  }));

/** The program with what is there in the places of what was planned. */
function withFound(all: readonly Registered[], deviations: readonly Deviation[]): Registered[] {
  const byUrn = Map.groupBy(deviations, ({ urn }) => urn);
  const names = new Set(all.map(({ urn }) => urn));
  return [
    ...all.flatMap((one): Registered[] => {
      const own = byUrn.get(one.urn) ?? [];
      if (own.some(({ kind }) => kind === "missing")) return [];
      return [{ ...one, props: overlaid(one.props, own) as Props }];
    }),
    ...deviations
      .filter(({ urn }) => !names.has(urn))
      .map(({ urn, type, subject, found }) => ({ ...BARE, urn, type, name: subject, props: found as Props })),
  ];
}

function verdictOf(one: Deviation, declared: Declared | undefined, rules: readonly string[], worst: boolean): Judged {
  const given = (verdict: DriftVerdict, why: string): Judged => ({ verdict, why, rules });
  const noted = rules.length === 0 ? "" : `; noted by ${rules.join(", ")}`;
  if (worst) return given("dangerous", `objected to by ${rules.join(", ")}`);
  if (one.kind === "added")
    return given("harmless", `${one.at.length === 0 ? "no plan has it" : "the plan does not speak of it"}${noted}`);
  if (isIgnored(one, declared)) return given("harmless", `the program leaves it to others (ignoreChanges)${noted}`);
  const lost = lostBy(one, declared);
  return lost === undefined ? given("reverted", `the plan says otherwise${noted}`) : given("dangerous", lost);
}

function isIgnored({ kind, at }: Deviation, declared: Declared | undefined): boolean {
  const text = at.join(".");
  return (
    kind === "changed" &&
    (declared?.options?.ignoreChanges ?? []).some((path) => text === path || text.startsWith(`${path}.`))
  );
}

/** What protects or carries traffic, or holds what runs, and is lost by a difference or by setting it back. */
function lostBy(one: Deviation, declared: Declared | undefined): string | undefined {
  const { what, kind, at } = one;
  if (kind === "missing") return CARRIES.find(([kinds]) => kinds.test(what))?.[1];
  if (what.endsWith("NetworkPolicy") && (at[0] === "spec" || at[0] === "specs"))
    return "policies decide what is let through";
  if (at[0] === "spec" && CONTROLLERS.has(String(at[1]))) return "another controller carries its traffic, or none";
  if (at.at(-1) === "endpointPublicAccess" && one.found === true)
    return "the API server answers everybody whom publicAccessCidrs lets in: without any, the whole internet";
  if (declared === undefined) return undefined;
  const found = { ...declared, inputs: overlaid(declared.inputs, [one]) };
  const back = consequencesOf(compareResources([found], [declared]), [declared]).find(({ destroys }) => destroys);
  return back && `setting it back destroys: ${back.happens}`;
}
