export type Command = "verify" | "diagnose" | "capacity" | "enis" | "upgrade" | "drift" | "migrate";

/** A reading of the Kubernetes API. */
export interface KubeRead {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  /** `cluster`: in every namespace, or of none; `system`: in the namespace that Cilium runs in. */
  readonly scope: "cluster" | "system";
  /** Read by name; a whole list where left out. */
  readonly names?: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** Listed as the server prints it: names and a few columns. Of a hundred thousand pods the rest is never sent. */
  readonly table?: true;
  /** The kind may not be served, which says as much as an empty list. */
  readonly mayBeAbsent?: true;
  /** What it tells, for whoever grants the right. */
  readonly tells: string;
  readonly commands: readonly Command[];
}

/** A reading of AWS's APIs, by the actions of IAM that it takes. */
export interface AwsRead {
  readonly actions: readonly string[];
  readonly tells: string;
  readonly commands: readonly Command[];
}

export const GATEWAY = "gateway.networking.k8s.io";
export const CILIUM = "cilium.io";

/** A kind of Kubernetes' own in every namespace, or of none. */
export function core(plural: string, kind: string, group = "") {
  return { group, version: "v1", plural, kind, scope: "cluster" } as const;
}

export function system(group: string, plural: string, kind: string) {
  return { group, version: "v1", plural, kind, scope: "system" } as const;
}

export function custom(group: string, version: string, plural: string, kind: string) {
  return { group, version, plural, kind, scope: "cluster", mayBeAbsent: true } as const;
}
