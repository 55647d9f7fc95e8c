import type { z } from "zod";
import { REFUSED_IPAM_MODES } from "../core/cilium/refused-ipam.ts";
import { type Finding, Severity } from "../core/findings/finding.ts";
import { nearest } from "../core/facts/suggest.ts";
import { remedy, withoutValue } from "./remedies.ts";
import { isRequired, isSecure, knownKeys, mayBeSecret, nodesAt, placesOf } from "./settings-schema.ts";
import type { RawStack } from "./stack.ts";
import { type Path, expectation, holdsSecret, join, showAt, valueAt } from "./words.ts";

/** Rule id of everything that the schema of the stack file refuses. */
const SCHEMA_RULE = "settings-schema";

type Issue = z.core.$ZodIssue;

export const schemaFinding = (path: Path, words: Pick<Finding, "found" | "expected" | "fix">): Finding => ({
  rule: SCHEMA_RULE,
  severity: Severity.Error,
  subject: "stack file",
  path: join(path),
  ...words,
});

/** Turns zod's issues into findings: where, what was found, what is allowed, what to change. zod says where; the words are the schema's. */
export function toFindings(issues: readonly Issue[], raw: RawStack): Finding[] {
  const places = issues.flatMap((issue) => placesIn(issue));
  const meant = new Set(places.flatMap((place) => (place.unknown ? [join(meantBy(place.path, raw) ?? [])] : [])));
  return places
    .filter(({ path, unknown }) => unknown || valueAt(raw.values, path) !== undefined || !meant.has(join(path)))
    .filter(({ path }) => !(raw.secretPaths ?? []).some((secret) => join(secret) === join(path)))
    .map(({ path, unknown }) => (unknown ? unknownKey(path, raw) : misfit(path, raw)));
}

interface Place {
  readonly path: Path;
  readonly unknown: boolean;
}

function placesIn(issue: Issue, above: Path = []): Place[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path: [...path, key], unknown: true }));
  if (issue.code === "invalid_union") {
    // The alternative that the value is of, if its faults lie within it.
    const within = issue.errors.find((inner) => inner.length > 0 && inner.every((fault) => isWithin(fault)));
    if (within !== undefined) return within.flatMap((inner) => placesIn(inner, path));
  }
  return [{ path, unknown: false }];
}

const isWithin = (issue: Issue): boolean => issue.path.length > 0 || issue.code === "unrecognized_keys";

function misfit(path: Path, { values, source }: RawStack): Finding {
  const value = valueAt(values, path);
  const nodes = nodesAt(path, values).filter((node) => !isSecure(node));
  const text = source?.(join(path));
  const mode = join(path) === "cilium.ipam.mode" ? REFUSED_IPAM_MODES[String(value)] : undefined;
  const words = { path, value, nodes, source: text, required: isRequired(path, values) };
  return schemaFinding(path, {
    found: value === "" ? "empty text" : showAt(path, value, text),
    expected: `${expectation(nodes)}${mode === undefined ? "" : ` (${mode})`}`,
    fix: mode === undefined ? (holdsSecret(path, value) ? withoutValue(words) : remedy(words)) : "Choose one of these.",
  });
}

const meantBy = (path: Path, { values }: RawStack): Path | undefined => {
  const near = nearest(String(path.at(-1)), knownKeys(path.slice(0, -1), values));
  return near === undefined ? undefined : [...path.slice(0, -1), near];
};

/** Its value is not shown: nobody knows what it is. */
function unknownKey(path: Path, raw: RawStack): Finding {
  const key = String(path.at(-1));
  const near = meantBy(path, raw)?.at(-1);
  return schemaFinding(path, {
    found: "an unknown key",
    expected: `one of ${knownKeys(path.slice(0, -1), raw.values).join(", ")}`,
    fix:
      UNSERVED.find(([at]) => at.test(join(path)))?.[1] ??
      (near === undefined ? (ofAnotherChoice(path) ?? elsewhere(key)) : `Did you mean "${String(near)}"?`),
  });
}

/** What people look for that a cluster with Cilium cannot have, each with the reason. */
const UNSERVED: readonly (readonly [path: RegExp, fix: string])[] = [
  [
    /^cluster\.addons\.(?:aws-?)?(?:vpc-?cni|node)$/i,
    "Remove the key: Cilium takes the VPC CNI's place, and two CNIs fight over a node's interfaces. Chaining is cilium.ipam.mode: aws-cni.",
  ],
  [
    /^cluster\.addons\.kube-?proxy$/i,
    "Remove the key: Cilium takes kube-proxy's place and answers for Services itself (kubeProxyReplacement).",
  ],
  [
    /^cluster\.(?:auto-?mode(?:config)?|compute(?:config)?)$/i,
    "Remove the key: nodes of EKS Auto Mode bring AWS's own CNI and kube-proxy and take no other, so Cilium cannot run there. Nodes are in nodeGroups.",
  ],
  [
    /^(?:cluster\.)?fargate(?:-?profiles?)?$/i,
    "Remove the key: Fargate runs no DaemonSet and has a network of its own, so Cilium cannot serve its pods. Nodes are in nodeGroups.",
  ],
];

/** A key that another alternative has, such as `pools` of the mode multi-pool. */
function ofAnotherChoice(path: Path): string | undefined {
  const key = String(path.at(-1));
  const choices = nodesAt(path.slice(0, -1), undefined)
    .filter(({ properties = {} }) => properties[key] !== undefined)
    .flatMap(({ properties = {} }) =>
      Object.entries(properties).flatMap(([name, child]) =>
        typeof child.const === "string" ? [`${name}: ${child.const}`] : [],
      ),
    );
  return choices.length === 0 ? undefined : `Remove it, or choose what it belongs to: ${choices.join(" or ")}.`;
}

function elsewhere(key: string): string {
  const places = placesOf(key);
  return places.length === 0 || places.length > 2
    ? "Remove the key."
    : `Move it to ${places.join(" or ")}, or remove it.`;
}

/** Encrypted values where the plan must read them. */
export const secretFindings = ({ values, secretPaths = [] }: RawStack): Finding[] =>
  secretPaths
    .filter((path) => !mayBeSecret(path, values))
    .map((path) =>
      schemaFinding(path, {
        found: "an encrypted value",
        expected: `plain ${expectation(nodesAt(path, values))}`.replace(/^plain (?!text)/, "unencrypted: "),
        fix: "Write it without --secret: the checks read it, and it ends up in names, tags or objects that are no secret.",
      }),
    );
