import { KEPT_KINDS, type KeptKind } from "../../core/recovery/index.ts";

const RBAC = "rbac.authorization.k8s.io/v1";

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface RightsOptions {
  readonly namespace: string;
  readonly secrets: boolean;
}

/** The least roles of `backup`. */
export function backupRoles({ namespace, secrets }: RightsOptions): readonly object[] {
  const name = "cilium-eks-backup";
  const named = KEPT_KINDS.filter(({ byName, kind }) => byName === true && (secrets || kind !== "Secret"));
  return [
    role("ClusterRole", { name }, [
      ...rules(
        KEPT_KINDS.filter(({ byName }) => byName !== true),
        ["list"],
      ),
      // Gateways and policies of any namespace name them.
      ...rules(named, ["get"]),
      NODES,
      {
        apiGroups: ["apiextensions.k8s.io"],
        resources: ["customresourcedefinitions"],
        resourceNames: ["gateways.gateway.networking.k8s.io"],
        verbs: ["get"],
      },
    ]),
    role("Role", { name, namespace }, [
      { apiGroups: ["apps"], resources: ["daemonsets"], resourceNames: ["cilium"], verbs: ["get"] },
      // Helm's record of the release; the server cannot narrow a list to a type.
      ...(secrets ? [{ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }] : []),
    ]),
  ];
}

/** The least role of `restore`; it changes what is there only with `--overwrite`. */
export function restoreRoles({
  overwrite,
  secrets,
}: {
  readonly overwrite: boolean;
  readonly secrets: boolean;
}): readonly object[] {
  const verbs = ["get", "create", ...(overwrite ? ["update"] : [])];
  const kinds = KEPT_KINDS.filter(({ kind }) => secrets || kind !== "Secret");
  return [role("ClusterRole", { name: "cilium-eks-restore" }, [...rules(kinds, verbs), NODES])];
}

const NODES: PolicyRule = { apiGroups: ["cilium.io"], resources: ["ciliumnodes"], verbs: ["list"] };

const rules = (kinds: readonly KeptKind[], verbs: readonly string[]): PolicyRule[] =>
  [...Map.groupBy(kinds, ({ group }) => group)].map(([group, own]) => ({
    apiGroups: [group],
    resources: own.map(({ plural }) => plural),
    verbs,
  }));

const role = (kind: string, metadata: object, own: readonly PolicyRule[]): object => ({
  apiVersion: RBAC,
  kind,
  metadata,
  rules: own,
});
