import { SPLIT_NODE_LABEL } from "../facts/node-labels.ts";
import type { ClusterModel, LiveModel, LiveNode, MigrationModel, OldDaemonSet } from "../model/index.ts";
import { Undecided, guard } from "../model/unknown.ts";

/** Parts of a migration, in their order. */
export type PhaseId = "prepare" | "split" | "move" | "finish";

/** Something that must hold before the next phase. */
interface PhaseCheck {
  readonly what: string;
  readonly state: "done" | "open" | "unknown";
  readonly seen: string;
}

export interface PhaseState {
  readonly id: PhaseId;
  /** `now` is the first that is not done. */
  readonly state: "done" | "now" | "later";
  readonly checks: readonly PhaseCheck[];
}

type Seen = { readonly live: LiveModel; readonly migration: MigrationModel };

/** Where a migration stands, by what runs; `errors` is what stands in the way of its beginning. */
export function phasesOf(model: ClusterModel, errors: number): readonly PhaseState[] {
  const { live, migration } = guard(model);
  if (live === undefined || migration === undefined) return [];
  const seen = { live, migration };
  const phases = [
    { id: "prepare", checks: begun(seen) ? [] : [noErrors(errors)] },
    { id: "split", checks: SPLIT.map((check) => checked(check, seen)) },
    { id: "move", checks: MOVE.map((check) => checked(check, seen)) },
    { id: "finish", checks: FINISH.map((check) => checked(check, seen)) },
  ] as const;
  const current = phases.findIndex(({ checks }) => checks.some(({ state }) => state !== "done"));
  return phases.map(({ id, checks }, at) => ({
    id,
    checks,
    state: current === -1 || at < current ? "done" : at === current ? "now" : "later",
  }));
}

const noErrors = (errors: number): PhaseCheck => ({
  what: "nothing of severity error stands in the way",
  state: errors === 0 ? "done" : "open",
  seen: errors === 0 ? "none" : `${String(errors)} errors`,
});

interface Check {
  readonly what: string;
  /** Whether it holds, and what was seen. */
  readonly look: (seen: Seen) => readonly [holds: boolean, seen: string];
}

/** What cannot be told, because a part is unknown, is not done. */
function checked({ what, look }: Check, seen: Seen): PhaseCheck {
  try {
    const [holds, found] = look(seen);
    return { what, state: holds ? "done" : "open", seen: found };
  } catch (error) {
    if (error instanceof Undecided) return { what, state: "unknown", seen: "could not be read" };
    throw error;
  }
}

const agentOf = ({ live }: Seen) => live.workloads.find(({ part }) => part === "agent");

/** A migration that has begun is past its preparation, whatever is still to be solved. */
function begun(seen: Seen): boolean {
  try {
    return agentOf(seen) !== undefined;
  } catch (error) {
    if (error instanceof Undecided) return false;
    throw error;
  }
}

/** Once aws-node is off everywhere the label is taken away, and every node is Cilium's. */
const isFresh = ({ labels }: LiveNode, { migration: { vpcCni } }: Seen): boolean =>
  labels[SPLIT_NODE_LABEL.key] === SPLIT_NODE_LABEL.value || (vpcCni?.runs ?? "nowhere") === "nowhere";

const nodesOf = ({ live }: Seen) => live.nodes.filter(({ kind }) => kind === "ec2");

const PLACES: Readonly<Record<OldDaemonSet["runs"], string>> = {
  everywhere: "may run on every node",
  "old-nodes": "on old nodes only",
  nowhere: "on no node",
};

const keepsOff = (name: string, of: (migration: MigrationModel) => OldDaemonSet | null): Check => ({
  what: `${name} keeps off the nodes of Cilium`,
  look: ({ migration }) => {
    const daemonSet = of(migration);
    return [daemonSet?.runs !== "everywhere", daemonSet === null ? "not there" : PLACES[daemonSet.runs]];
  },
});

const SPLIT: readonly Check[] = [
  keepsOff("aws-node", ({ vpcCni }) => vpcCni),
  keepsOff("kube-proxy", ({ kubeProxy }) => kubeProxy),
  {
    what: "Cilium's operator runs",
    look: ({ live }) => {
      const operator = live.workloads.find(({ part }) => part === "operator");
      return [(operator?.ready ?? 0) > 0, operator === undefined ? "not there" : `${String(operator.ready)} ready`];
    },
  },
  {
    what: "new nodes are Ready, with an agent on each",
    look: (seen) => {
      const fresh = nodesOf(seen).filter((node) => isFresh(node, seen));
      const ready = fresh.filter(({ ready: isReady }) => isReady).length;
      const agents = agentOf(seen)?.ready ?? 0;
      return [
        fresh.length > 0 && ready === fresh.length && agents >= fresh.length,
        `${String(ready)} of ${String(fresh.length)} Ready, ${String(agents)} agents`,
      ];
    },
  },
];

const MOVE: readonly Check[] = [
  {
    what: "no old node is left",
    look: (seen) => {
      const old = nodesOf(seen).filter((node) => !isFresh(node, seen));
      const groups = [...new Set(old.map(({ group }) => group ?? "no group"))].toSorted();
      return [old.length === 0, old.length === 0 ? "none" : `${String(old.length)} of ${groups.join(", ")}`];
    },
  },
];

const isOff = (name: string, of: (migration: MigrationModel) => OldDaemonSet | null): Check => ({
  what: `${name} runs nowhere`,
  look: ({ migration }) => {
    const daemonSet = of(migration);
    return [
      daemonSet === null || (daemonSet.runs === "nowhere" && daemonSet.desired === 0),
      daemonSet === null ? "not there" : `wanted on ${String(daemonSet.desired)} nodes`,
    ];
  },
});

const FINISH: readonly Check[] = [
  isOff("aws-node", ({ vpcCni }) => vpcCni),
  isOff("kube-proxy", ({ kubeProxy }) => kubeProxy),
  {
    what: "nothing is left of the old CNI's objects",
    look: ({ migration: { securityGroupPolicies, eniConfigs, otherPolicies } }) => {
      const left = securityGroupPolicies.length + eniConfigs.length + otherPolicies.length;
      return [left === 0, left === 0 ? "none" : `${String(left)} objects`];
    },
  },
];
