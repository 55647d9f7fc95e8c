import type { Json, TaintModel } from "../../model/index.ts";

/** The scheduler's own test of one taint against a pod's tolerations. */
export function tolerates(tolerations: Json | undefined, taint: TaintModel): boolean {
  if (!Array.isArray(tolerations)) return false;
  return (tolerations as readonly Json[]).some((entry) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return false;
    const { key, operator = "Equal", value = "", effect } = entry as { readonly [field: string]: Json };
    if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
    if (key !== undefined && key !== "" && key !== taint.key) return false;
    return operator === "Exists" ? true : key === taint.key && value === (taint.value ?? "");
  });
}
