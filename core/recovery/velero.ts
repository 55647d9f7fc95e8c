import { KEPT_KINDS, PHASES, REBUILT, type KeptKind } from "./kinds.ts";

/*
 * The same by Velero: what it backs up, what it must not restore, and its order. Fields: velero-io/velero, config/crd/v1/bases;
 * the order: pkg/cmd/server/config/config.go, defaultRestorePriorities, all at d2241adba of 2026-08-21.
 */

export interface VeleroOptions {
  /** Namespace that Velero runs in. */
  readonly namespace: string;
  /** Name of the schedule, and prefix of its backups. */
  readonly name: string;
}

const HIGH = [
  "customresourcedefinitions",
  "namespaces",
  "storageclasses",
  "volumesnapshotclass.snapshot.storage.k8s.io",
  "volumesnapshotcontents.snapshot.storage.k8s.io",
  "volumesnapshots.snapshot.storage.k8s.io",
  "datauploads.velero.io",
  "persistentvolumes",
  "persistentvolumeclaims",
  "clusterroles",
  "roles",
  "serviceaccounts",
  "clusterrolebindings",
  "rolebindings",
  "secrets",
  "configmaps",
  "limitranges",
  "priorityclasses",
] as const;
const AFTER = ["pods", "replicasets.apps", "clusterclasses.cluster.x-k8s.io", "endpoints", "services"] as const;
const LOW = [
  "clusterbootstraps.run.tanzu.vmware.com",
  "clusters.cluster.x-k8s.io",
  "clusterresourcesets.addons.cluster.x-k8s.io",
  "apps.kappctrl.k14s.io",
  "packageinstalls.packaging.carvel.dev",
] as const;

const resourceOf = ({ group, plural }: KeptKind): string => (group === "" ? plural : `${plural}.${group}`);

const listed = (of: (kind: KeptKind) => boolean): string[] =>
  KEPT_KINDS.filter((kind) => kind.byName !== true && of(kind)).map(resourceOf);

const SECRETS = ["secrets", "configmaps"] as const;

const restore = (scheduleName: string) => ({ scheduleName, existingResourcePolicy: "none" }) as const;

/** A daily Schedule, and two Restores of its newest backup: secrets first, because Gateways name them. */
export function veleroObjects({ namespace, name }: VeleroOptions): readonly object[] {
  const apiVersion = "velero.io/v1";
  const metadata = { name, namespace };
  return [
    {
      apiVersion,
      kind: "Schedule",
      metadata,
      spec: {
        schedule: "17 2 * * *",
        template: {
          includedClusterScopedResources: listed(({ namespaced }) => !namespaced),
          // Secrets and ConfigMaps as a whole: Velero cannot follow what names them. Its bucket has to be encrypted.
          includedNamespaceScopedResources: [...listed(({ namespaced }) => namespaced), ...SECRETS],
          excludedNamespaces: ["cilium-secrets"],
          snapshotVolumes: false,
          ttl: "720h0m0s",
        },
      },
    },
    {
      apiVersion,
      kind: "Restore",
      metadata: { name: `${name}-secrets`, namespace },
      // Those of Helm releases and of Cilium itself come back with the stack.
      spec: { ...restore(name), includedResources: SECRETS, excludedNamespaces: ["kube-system", "cilium-secrets"] },
    },
    {
      apiVersion,
      kind: "Restore",
      metadata: { name: `${name}-objects`, namespace },
      spec: { ...restore(name), excludedResources: [...SECRETS, ...REBUILT.flatMap(({ plurals }) => plurals)] },
    },
  ];
}

/** Argument of the Velero server: policies before pods. As it is, kinds that are not in its list follow after them. */
export function veleroPriorities(): string {
  const before = PHASES.filter(({ id }) => id === "network" || id === "policies").flatMap(({ id }) =>
    listed(({ phase }) => phase === id),
  );
  return `--restore-resource-priorities=${[...HIGH, ...before, ...AFTER, "-", ...LOW].join(",")}`;
}
