import type { FindingDraft } from "../../findings/finding.ts";
import type { ClusterModel, Json, NodeGroupModel } from "../../model/index.ts";
import { AGENT_NOT_READY_TAINT } from "../../facts/node-labels.ts";
import { type Undecided, each } from "../../model/unknown.ts";

/** What a finding says of a group; subject and path are filled in. */
export type GroupDraft = Omit<FindingDraft, "subject" | "path"> & { readonly at?: string };

/** Runs a check for every node group; an unknown value in one leaves the others decided. */
export function* eachGroup(
  groups: readonly NodeGroupModel[],
  check: (group: NodeGroupModel) => Iterable<GroupDraft>,
): Generator<FindingDraft | Undecided> {
  yield* each(groups, function* (group) {
    for (const draft of check(group)) yield onGroup(group.name, draft);
  });
}

export const onGroup = (name: string, { at, ...draft }: GroupDraft): FindingDraft => ({
  subject: `node group "${name}"`,
  path: at === undefined ? `nodeGroups.${name}` : `nodeGroups.${name}.${at}`,
  ...draft,
});

/** Groups whose template and image are the program's business; Karpenter brings its own. */
export const hasTemplate = ({ kind }: NodeGroupModel): boolean => kind === "managed" || kind === "self-managed";

/** Instance types by group: from the settings where there are any, because no plan can be made of wrong ones. */
export function typesByGroup({ nodeGroups, settings }: ClusterModel): [name: string, types: readonly string[]][] {
  if (settings !== undefined) {
    return Object.entries(settings.nodeGroups).map(([name, { instanceTypes }]) => [name, instanceTypes]);
  }
  return (nodeGroups ?? []).filter(hasTemplate).map(({ name, instanceTypes }) => [name, instanceTypes]);
}

/** Value at a path of the chart's values, or undefined. */
export function chartValue({ cilium }: ClusterModel, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = cilium?.values;
  for (const key of path) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value;
}

/** Key of Cilium's taint: the chart lets it be renamed. */
export function agentTaintKey(model: ClusterModel): string {
  const key = chartValue(model, "agentNotReadyTaintKey");
  return typeof key === "string" && key !== "" ? key : AGENT_NOT_READY_TAINT;
}

/** `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
