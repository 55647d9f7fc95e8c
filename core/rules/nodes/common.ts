import type { ClusterModel, Json } from "../../model/index.ts";
import { AGENT_NOT_READY_TAINT } from "../../facts/node-labels.ts";

/** Value at a path of the chart's values, or undefined. */
export function chartValue({ cilium }: ClusterModel, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = cilium?.values;
  for (const key of path) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value;
}

/** Key of Cilium's taint: the chart lets it be renamed. A stack's nodes register the chart's own, and helm-values-taint-key says so. */
export function agentTaintKey(model: ClusterModel): string {
  if (model.settings !== undefined) return AGENT_NOT_READY_TAINT;
  const key = chartValue(model, "agentNotReadyTaintKey");
  return typeof key === "string" && key !== "" ? key : AGENT_NOT_READY_TAINT;
}

/** `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
