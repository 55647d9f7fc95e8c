import type { PlanSection } from "../contracts/area-part.ts";
import type { PartialClusterPlan } from "../plan/cluster.ts";
import { type GroupChange, groupChanges } from "./groups.ts";
import type { State } from "./state.ts";

export { removedFrom, runningOf, stateOfCluster } from "./running.ts";
export { type State, type StateResource, readState } from "./state.ts";

/** Says which running nodes a run replaces or rolls, as far as a plan without an account can tell. */
export function changesOf(state: State, plan: PartialClusterPlan): readonly PlanSection[] {
  const groups = groupChanges(state, plan);
  return groups.length === 0 ? [] : [nodesSection(groups)];
}

function nodesSection(groups: readonly GroupChange[]): PlanSection {
  const nodes = groups.reduce((sum, { nodes: count }) => sum + count, 0);
  return {
    isChange: true,
    title: `Running nodes that this change replaces: ${String(nodes)}`,
    columns: ["node group", "nodes", "what happens", "because"],
    rows: groups.map(({ name, nodes: count, what, causes }) => [name, String(count), what, causes.join("; ")]),
  };
}
