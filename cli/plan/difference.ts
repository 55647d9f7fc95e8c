import { type Consequence, consequencesOf, titleOf } from "../../core/changes/consequences.ts";
import type { State } from "../../core/changes/index.ts";
import { nodeConsequences } from "../../core/changes/nodes.ts";
import { type EarlierResource, type ResourceChange, compareResources } from "../../core/changes/resources.ts";
import type { ClusterPicture } from "../../core/plan/picture.ts";
import { shareAt } from "./overview.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import type { PlanDocument, PlannedResource } from "./types.ts";
import { thousands } from "../shared/numbers.ts";

/** What a plan would change of an earlier one or of a state, in the terms of the network. */
export interface PlanDifference {
  /** What it was compared with: a file, a Git revision. */
  readonly against: string;
  /** What happens to what runs, the destructive first. */
  readonly consequences: readonly Consequence[];
  readonly rows: readonly Line[];
  readonly newFindings: readonly TaughtFinding[];
  readonly goneFindings: readonly TaughtFinding[];
  readonly resources: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Never changed in place: a new one is made. */
    readonly replaced: readonly string[];
    readonly changed: readonly { readonly name: string; readonly keys: readonly string[] }[];
  };
  /** What of the cluster could not be read, where it was compared with. */
  readonly unread?: readonly string[];
}

interface Line {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Compares two plans. */
export function difference(before: PlanDocument, after: PlanDocument, against: string): PlanDifference {
  const changes = changesOf(made(before), after);
  const nodes = after.pictures.flatMap((picture) =>
    nodeConsequences(before.pictures.find(({ name }) => name === picture.name)?.groups ?? [], picture.groups),
  );
  return {
    against,
    ...resourceParts(changes, after, nodes),
    rows: [...versions(before, after), ...after.pictures.flatMap((picture) => pictureChanges(before, after, picture))],
    newFindings: without(after.findings, before.findings),
    goneFindings: without(before.findings, after.findings),
  };
}

/** Compares a plan with what is there. What could not be looked at counts as it is planned, and is told. */
export function liveDifference(
  found: readonly EarlierResource[],
  after: PlanDocument,
  { against, unread }: Required<Pick<PlanDifference, "against" | "unread">>,
): PlanDifference {
  const parts = resourceParts(changesOf(found, after), after, []);
  return { against, ...parts, rows: [], newFindings: [], goneFindings: [], unread };
}

/** Compares a plan with what the engine keeps of a stack. Findings, capacity and money of a state are not known. */
export function stateDifference(state: State, after: PlanDocument, against: string): PlanDifference {
  const kept = state.filter(({ external }) => external !== true);
  const parts = resourceParts(changesOf(kept, after), after, []);
  return { against, ...parts, rows: [], newFindings: [], goneFindings: [] };
}

/** A program that stopped early has declared nothing: that is no destruction. */
const changesOf = (before: readonly EarlierResource[], after: PlanDocument): readonly ResourceChange[] =>
  after.resources.length === 0 ? [] : compareResources(before, made(after));

function resourceParts(
  changes: readonly ResourceChange[],
  after: PlanDocument,
  nodes: readonly Consequence[],
): Pick<PlanDifference, "consequences" | "resources"> {
  const of = (kind: ResourceChange["kind"]): readonly ResourceChange[] =>
    changes.filter((change) => change.kind === kind);
  const titles = (kind: ResourceChange["kind"]): string[] => of(kind).map(titleOf);
  // Of a group that its picture speaks of, the resource says nothing more.
  const told = new Set(nodes.map(({ what }) => what.replace("node group ", "-nodes-")));
  const others = consequencesOf(changes, after.resources).filter(
    ({ what }) => ![...told].some((name) => what.includes(`${name} (aws:eks/nodeGroup:`)),
  );
  const all = [...nodes, ...others];
  return {
    consequences: [...all.filter(({ destroys }) => destroys), ...all.filter(({ destroys }) => !destroys)],
    resources: {
      added: titles("added"),
      removed: titles("removed"),
      replaced: titles("replaced"),
      changed: of("changed").map((change) => ({
        name: titleOf(change),
        keys: change.changes.map(({ path }) => path),
      })),
    },
  };
}

/** What a plan creates: what it only reads is neither made nor destroyed. */
const made = ({ resources }: PlanDocument): readonly PlannedResource[] =>
  resources.filter(({ note }) => note?.includes("not created") !== true);

const findingKey = ({ rule, setting, subject }: TaughtFinding): string => `${rule} ${setting} ${subject}`;

/** Findings by rule and setting: a line that moved is no change. */
function without(these: readonly TaughtFinding[], those: readonly TaughtFinding[]): readonly TaughtFinding[] {
  const known = new Set(those.map(findingKey));
  return these.filter((finding) => !known.has(findingKey(finding)));
}

function versions({ versions: before }: PlanDocument, { versions: after }: PlanDocument): Line[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((what) =>
    line(what, before[what] ?? "none", after[what] ?? "none"),
  );
}

const line = (what: string, before: string, after: string): Line[] =>
  before === after ? [] : [{ what, before, after }];

function pictureChanges(before: PlanDocument, after: PlanDocument, picture: ClusterPicture): Line[] {
  const was = before.pictures.find(({ name }) => name === picture.name);
  if (was === undefined) return [{ what: `cluster ${picture.name}`, before: "none", after: "new" }];
  const groups = [...new Set([...was.groups, ...picture.groups].map(({ name }) => name))];
  const subnets = [...new Set([...was.subnets, ...picture.subnets].map(({ name }) => name))];
  return [
    ...line("VPC blocks", was.vpcCidrs.join(", "), picture.vpcCidrs.join(", ")),
    ...groups.flatMap((name) => line(`node group ${name}`, groupText(was, name), groupText(picture, name))),
    ...subnets.flatMap((name) =>
      line(`subnet ${name}, in use at the maximum`, share(before, was, name), share(after, picture, name)),
    ),
    ...picture.quotas.flatMap(({ name, needed }) =>
      line(`quota ${name}`, String(was.quotas.find((quota) => quota.name === name)?.needed ?? 0), String(needed)),
    ),
    ...line("USD a month at the start", thousands(was.money.total.desired), thousands(picture.money.total.desired)),
    ...line("USD a month at the maximum", thousands(was.money.total.max), thousands(picture.money.total.max)),
  ];
}

function groupText({ groups }: ClusterPicture, name: string): string {
  const group = groups.find((one) => one.name === name);
  if (group === undefined) return "none";
  const { min, desired, max } = group.scaling;
  const pods = group.maxPods === undefined ? "" : `, ${String(group.maxPods)} pods each`;
  return `${String(desired)} (${String(min)} to ${String(max)}) × ${group.instanceTypes.join(" or ")}${pods}`;
}

function share({ capacity, pictures }: PlanDocument, { name: cluster, subnets }: ClusterPicture, name: string): string {
  const prefix = pictures.length > 1 ? `${cluster}/` : "";
  if (!subnets.some((subnet) => subnet.name === name)) return "none";
  const value = shareAt(
    (capacity?.subnets ?? []).filter(({ subnet }) => subnet === `${prefix}${name}`),
    "max",
  );
  return value === Infinity ? "over" : `${String(Math.round(value * 100))} %`;
}
