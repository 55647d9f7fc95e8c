import type { KubernetesObject } from "../../model/index.ts";
import { clusterwideNetworkPolicy, networkPolicy } from "../build.ts";
import type { PolicyArgs } from "../types.ts";
import { allowing } from "./rules.ts";
import { selectorOf } from "./selector.ts";
import { type Nodes, type ProposedPolicy, type SeenEdge, type SeenNode, type Way, objectName } from "./types.ts";

/** The policies that would let a denied connection through, or why no policy can. */
export type Remedy = { readonly policies: readonly ProposedPolicy[] } | { readonly why: string };

/** Reasons of drops (cilium/cilium api/v1/flow/flow.proto, DropReason) that an allowing rule takes away, and others with what does. */
const NO_RULE = "POLICY_DENIED";
const OTHERS: Readonly<Record<string, string>> = {
  POLICY_DENY: "a rule that denies forbids it, and no rule that allows goes over one: change ingressDeny or egressDeny",
  AUTH_REQUIRED: "a policy asks for mutual authentication that did not take place",
};

/**
 * The smallest rule that allows a denied connection: its two ends, its port, and nothing closed by it. An end that dropped nothing
 * may still be closed, since a flow that is dropped where it leaves never arrives: the note says so.
 */
export function remedyOf(edge: SeenEdge, nodes: Nodes): Remedy {
  const reasons = Object.keys(edge.dropReasons);
  if (reasons.length > 0 && !reasons.includes(NO_RULE)) {
    const [first = ""] = reasons;
    return { why: OTHERS[first] ?? `no policy drops it: the reason is ${reasons.join(", ")}` };
  }
  const [source, destination] = [nodes.get(edge.source), nodes.get(edge.destination)];
  if (source === undefined || destination === undefined) return { why: "one of its ends is not known" };
  const ways = edge.deniedAt ?? [destination.kind === "workload" ? "ingress" : "egress"];
  const policies: ProposedPolicy[] = [];
  const faults: string[] = [];
  for (const way of ways) {
    const made = policyFor(edge, { way, nodes, source, destination });
    if (typeof made === "string") faults.push(made);
    else policies.push(made);
  }
  return policies.length === 0 ? { why: faults.join("; ") } : { policies };
}

interface Case {
  readonly way: Way;
  readonly nodes: Nodes;
  readonly source: SeenNode;
  readonly destination: SeenNode;
}

/** A policy, or why there is none. */
function policyFor(edge: SeenEdge, { way, nodes, source, destination }: Case): ProposedPolicy | string {
  const of = way === "ingress" ? destination : source;
  const allowed = allowing(of, [edge], nodes);
  const rules = allowed[way];
  if (rules.length === 0) return allowed.notes.join("; ");
  const args = {
    name: objectName("allow", source.name, "to", destination.name, String(edge.port)),
    description: `${source.name} reaches ${destination.name}: ${edge.protocol} ${String(edge.port)}`,
    [way]: rules,
    defaultDeny: false,
  };
  const policy = selecting(of, nodes, args);
  if (typeof policy === "string") return policy;
  const unseen =
    way === "egress" && destination.kind === "workload" && edge.deniedAt?.includes("ingress") !== true
      ? [`it was dropped where it leaves: whether ${destination.name} would take it was not seen`]
      : [];
  return { policy, notes: [...allowed.notes, ...unseen] };
}

function selecting(of: SeenNode, nodes: Nodes, args: PolicyArgs): KubernetesObject | string {
  if (of.kind === "reserved" && of.name === "ingress")
    return clusterwideNetworkPolicy({ ...args, ingressIdentity: true });
  const selector = of.kind === "workload" ? selectorOf(of, nodes) : undefined;
  if (selector === undefined || of.namespace === undefined)
    return of.kind === "workload"
      ? `no flow told labels that select ${of.name}`
      : `${of.name} is no pod: its own policies are those of the host firewall`;
  return networkPolicy({ ...args, namespace: of.namespace, pods: selector.labels });
}
