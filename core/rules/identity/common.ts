import { usesEni, valueAt } from "../../helm/values.ts";
import type { ClusterModel, Json, JsonObject } from "../../model/index.ts";
import { Undecided } from "../../model/unknown.ts";
import { type Subject, subjectOf } from "../subject.ts";

/** Values of a release whose operator drives ENIs. */
export const eniOperator: Subject<JsonObject, "cilium"> = subjectOf({
  needs: ["cilium"],
  of: ({ cilium }) => [cilium],
  read: (cilium) => (usesEni(cilium) ? cilium.values : undefined),
  place: () => ({ subject: "Cilium operator", path: "cilium.values" }),
});

/** Whether a value is given; one that is not known yet counts. */
export function isSet(values: Json | undefined, path: string): boolean {
  try {
    const value = valueAt(values, path);
    return value !== undefined && value !== null && value !== "" && value !== false;
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}

/** Service account that the chart runs the operator under. */
export function operatorSubject({ cilium }: ClusterModel): string {
  const name = valueAt(cilium?.values, "serviceAccounts.operator.name");
  return `system:serviceaccount:${cilium?.namespace ?? "kube-system"}:${typeof name === "string" && name !== "" ? name : "cilium-operator"}`;
}
