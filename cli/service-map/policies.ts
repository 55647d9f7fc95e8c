import { stringify } from "yaml";
import { Severity } from "../../core/findings/finding.ts";
import { type ProposedPolicy, nodesOf, proposePolicies, remedyOf } from "../../core/network-policies/seen/index.ts";
import { check } from "../../readers/check.ts";
import { type ServiceMap, isDenied } from "../../service-map/flows/types.ts";

/** Policies made of a map, with what there is to say of them. */
export interface MapPolicies {
  readonly policies: readonly ProposedPolicy[];
  /** Sentences for people: what got no policy, and what the catalogue says of those that did. */
  readonly remarks: readonly string[];
}

interface Wanted {
  readonly namespaces: readonly string[];
  /** Only what lets denied connections through. */
  readonly denied: boolean;
}

/** Made of the whole map: of a part of it a policy would close what the other part needs. */
export function policiesOf(map: ServiceMap, wanted: Wanted): MapPolicies {
  const made = wanted.denied ? remedies(map, wanted.namespaces) : proposals(map, wanted.namespaces);
  return { ...made, remarks: [...made.remarks, ...judged(made.policies)] };
}

function proposals(map: ServiceMap, namespaces: readonly string[]): MapPolicies {
  const { policies, without, denied } = proposePolicies(map, { namespaces });
  const times = String(denied);
  return {
    policies,
    remarks: [
      ...without,
      ...(denied === 0
        ? []
        : [
            `${times} denied ${denied === 1 ? "edge is" : "edges are"} in no policy; --verdict denied proposes rules for ${denied === 1 ? "it" : "them"}.`,
          ]),
    ],
  };
}

function remedies(map: ServiceMap, namespaces: readonly string[]): MapPolicies {
  const nodes = nodesOf(map);
  const isInside = (id: string): boolean =>
    namespaces.length === 0 || namespaces.includes(nodes.get(id)?.namespace ?? "");
  const policies = new Map<string, ProposedPolicy>();
  const remarks: string[] = [];
  for (const edge of map.edges) {
    if (!isDenied(edge) || !(isInside(edge.source) || isInside(edge.destination))) continue;
    const remedy = remedyOf(edge, nodes);
    if ("why" in remedy)
      remarks.push(`${edge.source} to ${edge.destination}, ${edge.protocol} ${String(edge.port)}: ${remedy.why}.`);
    else for (const one of remedy.policies) policies.set(JSON.stringify(one.policy), one);
  }
  return { policies: [...policies.values()], remarks };
}

/** What the catalogue says of them: these are judged as what people write by hand is. */
function judged(policies: readonly ProposedPolicy[]): string[] {
  if (policies.length === 0) return [];
  const text = policies.map(({ policy }) => JSON.stringify(policy)).join("\n---\n");
  return check([{ name: "policies", text }], { platform: "eks" }).findings.map(
    ({ severity, setting, found, expected }) =>
      `${severity === Severity.Error ? "Error" : "Warning"} at ${setting}: found ${found}, expected ${expected}.`,
  );
}

/** Documents to read, change and apply, each under what there is to know of it. */
export function policiesYaml({ policies }: MapPolicies, map: ServiceMap): string {
  return `${header(map)}${policies.map(({ policy, notes }) => `---\n${notes.map(comment).join("")}${stringify(policy, { lineWidth: 0 })}`).join("")}`;
}

function header({ edges, incomplete }: ServiceMap): string {
  const times = edges.flatMap(({ firstSeen, lastSeen }) => [firstSeen ?? [], lastSeen ?? []].flat()).toSorted();
  const [first, last] = [times[0], times.at(-1)];
  const span = first === undefined || last === undefined ? "" : ` from ${first} to ${last}`;
  return [
    `Proposed from what was seen${span}.`,
    "What did not happen in that time is in no rule: read each before you apply it, and try it with policyAuditMode first.",
    ...incomplete.map(({ reason }) => `The recording is incomplete: ${reason}.`),
  ]
    .map(comment)
    .join("");
}

/** Names come from whoever sends packets: one line, whatever they hold. */
const comment = (text: string): string => `# ${text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g, " ")}\n`;
