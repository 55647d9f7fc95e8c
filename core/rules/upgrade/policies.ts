import { isCrossed } from "../../facts/upgrade-notes.ts";
import type { KubernetesObject, UpgradeModel } from "../../model/index.ts";
import { isList, isObject } from "../../model/json.ts";
import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";

const CURRENT = "cilium/cilium Documentation/operations/upgrade-current.inc at 1cb7712 (1.20)";
const BEFORE = "cilium/cilium Documentation/operations/upgrade.rst of the 1.19 cycle, 1.19 Upgrade Notes";

const POLICIES: ReadonlySet<string> = new Set(["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"]);

/** Parsers of Envoy's Go extensions. */
const PARSERS = ["kafka", "l7", "l7proto"];
const REQUIRES = ["fromRequires", "toRequires"];

const crosses = (minor: string, upgrade: UpgradeModel | undefined): boolean =>
  upgrade?.cilium !== undefined && isCrossed(minor, upgrade.cilium.from, upgrade.cilium.to);

/** Every map within a policy's spec and specs, with where it stands. */
function* mapsIn(
  value: unknown,
  path: string,
): Generator<readonly [path: string, map: Readonly<Record<string, unknown>>]> {
  if (isList(value)) {
    for (const [at, inner] of value.entries()) yield* mapsIn(inner, `${path}.${String(at)}`);
  } else if (isObject(value)) {
    yield [path, value];
    for (const [key, inner] of Object.entries(value)) yield* mapsIn(inner, `${path}.${key}`);
  }
}

function* mapsOf({ spec, specs }: KubernetesObject) {
  yield* mapsIn(spec, "spec");
  yield* mapsIn(specs, "specs");
}

export default rulesOn(
  objects((model) => model.objects.filter(({ kind }) => POLICIES.has(kind))),
  [
    {
      id: "upgrade-policy-parsers",
      severity: "error",
      title: "No policy has rules for Kafka or for parsers of Envoy's Go extensions",
      why: "1.20 takes the extensions out. A policy that still has such rules is no longer the one that was written.",
      source: CURRENT,
      fix: "Remove the rules before the upgrade; ports and peers of the policy stay.",
      also: ["upgrade"],
      *check(policy, { upgrade }) {
        if (!crosses("1.20", upgrade)) return;
        for (const [path, map] of mapsOf(policy)) {
          const found = path.endsWith(".rules") ? PARSERS.filter((key) => map[key] !== undefined) : [];
          if (found.length === 0) continue;
          yield { at: path, found: `rules of ${found.join(", ")}`, expected: "rules of http or dns, or none" };
        }
      },
    },
    {
      id: "upgrade-policy-requires",
      severity: "error",
      title: "No policy has fromRequires or toRequires",
      why: "1.19 takes both fields only empty: what they demanded is demanded no more, and the API server refuses the policy when it is next written.",
      source: `${BEFORE}; cilium/cilium#42615, #43088, #43167`,
      fix: "Write the demand into the labels of fromEndpoints or toEndpoints.",
      also: ["upgrade"],
      *check(policy, { upgrade }) {
        if (!crosses("1.19", upgrade)) return;
        for (const [path, map] of mapsOf(policy)) {
          const found = REQUIRES.filter((key) => isList(map[key]) && map[key].length > 0);
          if (found.length > 0) yield { at: path, found: found.join(", "), expected: "fromEndpoints or toEndpoints" };
        }
      },
    },
    {
      id: "upgrade-policy-wildcards",
      severity: "warning",
      title: "Patterns of DNS names that begin with **. are meant for every level",
      why: "Until 1.18 **.example.org meant one level, as *.example.org does; from 1.19 on it means all of them, so the policy allows more names than before.",
      source: BEFORE,
      fix: "Write *. where one level is meant.",
      also: ["upgrade"],
      *check(policy, { upgrade }) {
        if (!crosses("1.19", upgrade)) return;
        for (const [path, { matchPattern }] of mapsOf(policy)) {
          if (typeof matchPattern !== "string" || !matchPattern.startsWith("**.")) continue;
          yield {
            at: `${path}.matchPattern`,
            found: matchPattern,
            expected: `${matchPattern.slice(1)}, or names of every level`,
          };
        }
      },
    },
    {
      id: "upgrade-policy-empty",
      severity: "warning",
      title: "Every policy has a spec",
      why: "1.20 refuses policies with neither spec nor specs whenever they are written; those that are there stay.",
      symptom: "The next deployment of the policy is refused by the API server.",
      source: CURRENT,
      fix: "Give it a spec, or remove it: it does nothing.",
      also: ["upgrade"],
      *check({ spec, specs }, { upgrade }) {
        if (!crosses("1.20", upgrade) || spec !== undefined || specs !== undefined) return;
        yield { found: "neither spec nor specs", expected: "one of both" };
      },
    },
  ],
);
