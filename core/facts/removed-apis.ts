import { compareVersions } from "./version.ts";

/**
 * Versions of Kubernetes' own APIs that are gone: minor without them | group and version | kinds | what stands for them. Source: Kubernetes docs,
 * reference/using-api/deprecation-guide. Versions that were never on by default, as beta APIs since 1.24, are left out.
 */
const REMOVED = `
1.16 | extensions/v1beta1 | NetworkPolicy | networking.k8s.io/v1
1.16 | extensions/v1beta1 | DaemonSet, Deployment, ReplicaSet | apps/v1
1.16 | apps/v1beta1 | Deployment, StatefulSet | apps/v1
1.16 | apps/v1beta2 | DaemonSet, Deployment, ReplicaSet, StatefulSet | apps/v1
1.22 | extensions/v1beta1 | Ingress | networking.k8s.io/v1
1.22 | networking.k8s.io/v1beta1 | Ingress, IngressClass | networking.k8s.io/v1
1.22 | admissionregistration.k8s.io/v1beta1 | MutatingWebhookConfiguration, ValidatingWebhookConfiguration | admissionregistration.k8s.io/v1
1.22 | apiextensions.k8s.io/v1beta1 | CustomResourceDefinition | apiextensions.k8s.io/v1
1.22 | apiregistration.k8s.io/v1beta1 | APIService | apiregistration.k8s.io/v1
1.22 | certificates.k8s.io/v1beta1 | CertificateSigningRequest | certificates.k8s.io/v1
1.22 | coordination.k8s.io/v1beta1 | Lease | coordination.k8s.io/v1
1.22 | rbac.authorization.k8s.io/v1beta1 | ClusterRole, ClusterRoleBinding, Role, RoleBinding | rbac.authorization.k8s.io/v1
1.22 | scheduling.k8s.io/v1beta1 | PriorityClass | scheduling.k8s.io/v1
1.22 | storage.k8s.io/v1beta1 | CSIDriver, CSINode, StorageClass, VolumeAttachment | storage.k8s.io/v1
1.25 | batch/v1beta1 | CronJob | batch/v1
1.25 | discovery.k8s.io/v1beta1 | EndpointSlice | discovery.k8s.io/v1
1.25 | events.k8s.io/v1beta1 | Event | events.k8s.io/v1
1.25 | autoscaling/v2beta1 | HorizontalPodAutoscaler | autoscaling/v2
1.25 | policy/v1beta1 | PodDisruptionBudget | policy/v1
1.25 | policy/v1beta1 | PodSecurityPolicy |
1.25 | node.k8s.io/v1beta1 | RuntimeClass | node.k8s.io/v1
1.26 | flowcontrol.apiserver.k8s.io/v1beta1 | FlowSchema, PriorityLevelConfiguration | flowcontrol.apiserver.k8s.io/v1
1.26 | autoscaling/v2beta2 | HorizontalPodAutoscaler | autoscaling/v2
1.27 | storage.k8s.io/v1beta1 | CSIStorageCapacity | storage.k8s.io/v1
1.29 | flowcontrol.apiserver.k8s.io/v1beta2 | FlowSchema, PriorityLevelConfiguration | flowcontrol.apiserver.k8s.io/v1
1.32 | flowcontrol.apiserver.k8s.io/v1beta3 | FlowSchema, PriorityLevelConfiguration | flowcontrol.apiserver.k8s.io/v1
`;

export interface RemovedApi {
  readonly since: string;
  /** What to write instead; undefined where nothing stands for it. */
  readonly replacement?: string;
}

let table: ReadonlyMap<string, RemovedApi> | undefined;

function rows(): ReadonlyMap<string, RemovedApi> {
  return (table ??= new Map(
    REMOVED.trim()
      .split("\n")
      .flatMap((line) => {
        const [since = "", apiVersion = "", kinds = "", replacement = ""] = line.split("|").map((cell) => cell.trim());
        const row = { since, ...(replacement === "" ? {} : { replacement }) };
        return kinds.split(", ").map((kind) => [`${apiVersion} ${kind}`, row] as const);
      }),
  ));
}

/** Why a Kubernetes version does not serve a kind of Kubernetes' own in an API version; undefined where it does, as far as the table goes. */
export function removedApi(apiVersion: string, kind: string, kubernetes: string): RemovedApi | undefined {
  const row = rows().get(`${apiVersion} ${kind}`);
  return row !== undefined && compareVersions(row.since, kubernetes) <= 0 ? row : undefined;
}
