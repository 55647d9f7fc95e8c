import { networkPolicy } from "../build.ts";
import { allowing, withDns } from "./rules.ts";
import { selectorOf } from "./selector.ts";
import {
  type ProposedPolicy,
  type SeenNode,
  type SeenTraffic,
  isDenied,
  nodesOf,
  objectName,
  wentThrough,
} from "./types.ts";

interface Proposal {
  readonly policies: readonly ProposedPolicy[];
  /** Workloads that get no policy, each in a sentence. */
  readonly without: readonly string[];
  /** Connections of these workloads that were denied and stay so. */
  readonly denied: number;
}

interface ProposeOptions {
  /** Workloads of these namespaces. Default: of all but kube-system, where a missing rule stops the cluster. */
  readonly namespaces?: readonly string[];
}

/**
 * A policy for each workload that lets through what was let through while flows were recorded, and closes both ways for the rest.
 * A recording holds what happened in its time: jobs of the night and failovers are in no rule.
 */
export function proposePolicies(traffic: SeenTraffic, { namespaces = [] }: ProposeOptions = {}): Proposal {
  const nodes = nodesOf(traffic);
  const isWanted = ({ kind, namespace }: SeenNode): boolean =>
    kind === "workload" &&
    namespace !== undefined &&
    (namespaces.length === 0 ? namespace !== "kube-system" : namespaces.includes(namespace));
  const wanted = traffic.nodes.filter(isWanted);
  const seen = traffic.edges.filter(wentThrough);
  const policies: ProposedPolicy[] = [];
  const without: string[] = [];
  for (const node of wanted) {
    const selector = selectorOf(node, nodes);
    const namespace = node.namespace ?? "";
    if (selector === undefined) {
      without.push(`${namespace}/${node.name} has no labels in these flows that a policy could select it by.`);
      continue;
    }
    const { ingress, egress, notes } = allowing(node, seen, nodes);
    const also = selector.also.length === 0 ? [] : [`its labels also select ${selector.also.join(", ")}`];
    policies.push({
      policy: networkPolicy({
        name: objectName(node.name, "seen"),
        namespace,
        description: `What ${node.name} was seen to do; everything else is closed`,
        pods: selector.labels,
        ingress,
        egress: withDns(egress),
      }),
      notes: [...also, ...notes],
    });
  }
  const ids = new Set(wanted.map(({ id }) => id));
  const denied = traffic.edges.filter(
    (edge) => !wentThrough(edge) && isDenied(edge) && (ids.has(edge.source) || ids.has(edge.destination)),
  );
  return { policies, without, denied: denied.length };
}
