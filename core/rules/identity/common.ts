import { valueAt } from "../../helm/values.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import type { ClusterModel, IamRoleModel, Json } from "../../model/index.ts";
import { Undecided, each } from "../../model/unknown.ts";

export type RoleDraft = Omit<FindingDraft, "subject" | "path"> & { readonly at?: string };

/** Runs a check for every role of a purpose; an unknown value in one leaves the others decided. */
export function* eachRole(
  { identity = [] }: ClusterModel,
  purposes: readonly IamRoleModel["purpose"][] | undefined,
  check: (role: IamRoleModel) => Iterable<RoleDraft | Undecided>,
): Generator<FindingDraft | Undecided> {
  yield* each(identity, function* (role) {
    if (purposes !== undefined && !purposes.includes(role.purpose)) return;
    for (const draft of check(role)) {
      if (draft instanceof Undecided) {
        yield draft;
        continue;
      }
      const { at, ...rest } = draft;
      yield {
        subject: `IAM role "${role.name}"`,
        path: at === undefined ? `identity.${role.name}` : `identity.${role.name}.${at}`,
        ...rest,
      };
    }
  });
}

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
