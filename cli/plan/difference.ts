import type { ClusterPicture } from "../../core/plan/picture.ts";
import { shareAt } from "./overview.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import type { PlanDocument, PlannedResource } from "./types.ts";
import { thousands } from "../shared/numbers.ts";

/** What a plan would change of an earlier one, in the terms of the network. */
export interface PlanDifference {
  /** The file it was compared with. */
  readonly against: string;
  /** Destroyed: what holds state, traffic or running pods. */
  readonly destroyed: readonly Line[];
  readonly rows: readonly Line[];
  readonly newFindings: readonly TaughtFinding[];
  readonly goneFindings: readonly TaughtFinding[];
  readonly resources: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly { readonly name: string; readonly keys: readonly string[] }[];
  };
}

interface Line {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Types whose loss takes state, traffic or running pods with it. */
const PRECIOUS =
  /^(eks:index:Cluster|aws:eks\/(cluster|nodeGroup):|awsx:ec2:Vpc|aws:ec2\/(vpc|subnet|eip|natGateway):|aws:kms\/key:|aws:lb\/|aws:rds\/|kubernetes:helm\.sh|kubernetes:core\/v1:Namespace|kubernetes:gateway\.networking\.k8s\.io.*:Gateway$|kubernetes:apiextensions)/;

/** Compares two plans. */
export function difference(before: PlanDocument, after: PlanDocument, against: string): PlanDifference {
  // A program that stopped early has declared nothing: that is no destruction.
  const resources = after.resources.length === 0 ? NOTHING : resourceChanges(made(before), made(after));
  const gone = before.resources.filter(({ urn, type }) => resources.removed.includes(urn) && PRECIOUS.test(type));
  return {
    against,
    destroyed: gone.map(({ name, type }) => ({ what: `${name} (${type})`, before: "there", after: "destroyed" })),
    rows: [...versions(before, after), ...after.pictures.flatMap((picture) => pictureChanges(before, after, picture))],
    newFindings: without(after.findings, before.findings),
    goneFindings: without(before.findings, after.findings),
    resources: {
      added: resources.added.map(nameOf),
      removed: resources.removed.map(nameOf),
      changed: resources.changed.map(({ urn, keys }) => ({ name: nameOf(urn), keys })),
    },
  };
}

const NOTHING: ResourceChanges = { added: [], removed: [], changed: [] };

/** What a plan creates: what it only reads is neither made nor destroyed. */
const made = ({ resources }: PlanDocument): readonly PlannedResource[] =>
  resources.filter(({ note }) => note?.includes("not created") !== true);

const nameOf = (urn: string): string => urn.split("::").slice(2).join(" ");

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

interface ResourceChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly urn: string; readonly keys: readonly string[] }[];
}

const isStack = (urn: string): boolean =>
  urn.includes("::pulumi:pulumi:Stack::") || urn.includes("::pulumi:providers:");

/** By name and type, without the stack: a plan of another stack can be compared too. */
function resourceChanges(before: readonly PlannedResource[], after: readonly PlannedResource[]): ResourceChanges {
  const was = new Map(before.map((resource) => [nameOf(resource.urn), resource]));
  const is = new Map(after.map((resource) => [nameOf(resource.urn), resource]));
  return {
    added: after.filter(({ urn }) => !was.has(nameOf(urn)) && !isStack(urn)).map(({ urn }) => urn),
    removed: before.filter(({ urn }) => !is.has(nameOf(urn)) && !isStack(urn)).map(({ urn }) => urn),
    changed: after.flatMap(({ urn, inputs }) => {
      const old = was.get(nameOf(urn));
      const keys = old === undefined ? [] : changedKeys(old.inputs, inputs);
      return keys.length === 0 ? [] : [{ urn, keys }];
    }),
  };
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The keys that differ, as deep as both sides hold objects. */
function changedKeys(before: unknown, after: unknown, path = ""): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isTree(before) || !isTree(after)) return [path === "" ? "inputs" : path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .toSorted()
    .flatMap((key) => changedKeys(before[key], after[key], path === "" ? key : `${path}.${key}`));
}
