import type { FindingDraft } from "../../findings/finding.ts";
import type { ClusterModel, ControlPlaneModel } from "../../model/index.ts";
import { ciliumOnHybridOnly } from "../hybrid/common.ts";
import { valueAt } from "../../helm/values.ts";

/** What a finding says of the control plane; subject and path are filled in. */
export type ControlPlaneDraft = Omit<FindingDraft, "subject" | "path"> & { readonly at: string };

/** Runs a check on the control plane, where the model has one. */
export function* onControlPlane(
  { controlPlane }: ClusterModel,
  check: (controlPlane: ControlPlaneModel) => Iterable<ControlPlaneDraft>,
): Generator<FindingDraft> {
  if (controlPlane === undefined) return;
  for (const { at, ...draft } of check(controlPlane)) {
    yield { subject: "control plane", path: `controlPlane.${at}`, ...draft };
  }
}

/** The VPC CNI keeps the addresses and Cilium is chained to it: the one mode that wants aws-node. */
export const isChained = ({ cilium, settings }: ClusterModel): boolean =>
  cilium === undefined
    ? settings?.cilium?.ipam?.mode === "aws-cni"
    : valueAt(cilium.values, "cni.chainingMode") === "aws-cni";

/** aws-node belongs there: Cilium is chained to it, or runs on hybrid nodes only. */
export const keepsVpcCni = (model: ClusterModel): boolean => isChained(model) || ciliumOnHybridOnly(model);

/** Cilium replaces kube-proxy. The chart takes the switch as a boolean or as text. */
export const replacesKubeProxy = ({ cilium }: ClusterModel): boolean =>
  cilium !== undefined && ["true", true].includes(valueAt(cilium.values, "kubeProxyReplacement") as string | boolean);
