import type { AccountModel, ClusterModel } from "../../model/index.ts";
import type { AccessEntrySettings, ClusterSettings } from "../../settings/index.ts";
import { type Subject, subjectOf } from "../subject.ts";
import { ciliumOnHybridOnly } from "../hybrid/common.ts";
import { valueAt } from "../../helm/values.ts";

/** What a stack asks for of its cluster. */
export const clusterSettings: Subject<ClusterSettings, "settings"> = subjectOf({
  needs: ["settings"],
  of: ({ settings }) => [settings.cluster],
  read: (cluster) => cluster,
  place: () => ({ subject: "control plane", path: "cluster" }),
});

interface EntrySettings {
  readonly name: string;
  readonly entry: AccessEntrySettings;
}

/** Access entries that a stack asks for. */
export const accessEntrySettings: Subject<EntrySettings, "settings"> = subjectOf({
  needs: ["settings"],
  of: ({ settings }) => Object.entries(settings.cluster.access?.entries ?? {}),
  read: ([name, entry]) => ({ name, entry }),
  place: ([name]) => ({ subject: `access entry "${name}"`, path: `cluster.access.entries.${name}` }),
});

export const region: Subject<AccountModel, "account"> = subjectOf({
  needs: ["account"],
  of: ({ account }) => [account],
  read: (account) => account,
  place: () => ({ subject: "account", path: "aws:region" }),
});

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
