import { REPLACEMENTS } from "./generated/replacements.ts";

/** A property that no API changes: another value makes another resource. */
export interface FixedProperty {
  /** Keys with dots between them, without indices. */
  readonly path: string;
  /** The provider fills in what is not given, so leaving it out is no change. */
  readonly filled: boolean;
}

/** Inputs of eks 4.3 and awsx 3.9 that become fixed properties of the resources that they make. */
const COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  "eks:index:Cluster": [
    "name",
    "kubernetesServiceIpAddressRange?",
    "ipFamily?",
    "bootstrapSelfManagedAddons",
    "serviceRole",
  ],
  "awsx:ec2:Vpc": ["cidrBlock?"],
};

/** pulumi-kubernetes 4.34, provider/pkg/provider/helm_release.go: forceNewFields. */
const RELEASE = ["name?", "namespace?"];
/** pulumi-kubernetes 4.34, provider/pkg/provider/diff.go: metadataForceNewProperties and forceNew. */
const OBJECT = ["metadata.name?", "metadata.namespace?"];
const WORKLOAD = ["spec.selector"];
const KINDS: Readonly<Record<string, readonly string[]>> = {
  "apps/v1:DaemonSet": WORKLOAD,
  "apps/v1:Deployment": WORKLOAD,
  "apps/v1:StatefulSet": [
    "spec.podManagementPolicy?",
    "spec.revisionHistoryLimit?",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1:Job": ["spec.completions?", "spec.parallelism?", "spec.selector?", "spec.template"],
  "core/v1:ConfigMap": ["binaryData", "data"],
  "core/v1:PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName?", "spec.volumeName?"],
  "core/v1:ResourceQuota": ["spec.scopes"],
  "core/v1:Secret": ["type?", "stringData", "data"],
  "core/v1:Service": ["spec.clusterIP?"],
  "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
  "storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
};

const read = (text: string): FixedProperty =>
  text.endsWith("?") ? { path: text.slice(0, -1), filled: true } : { path: text, filled: false };

let aws: ReadonlyMap<string, readonly FixedProperty[]> | undefined;

function awsTypes(): ReadonlyMap<string, readonly FixedProperty[]> {
  aws ??= new Map(
    REPLACEMENTS.split("\n").map((line) => {
      const [type = "", ...paths] = line.split(" ");
      return [type, paths.map(read)];
    }),
  );
  return aws;
}

/** What of a type is never changed in place; undefined where this product does not know the type. */
export function fixedProperties(type: string): readonly FixedProperty[] | undefined {
  if (type.startsWith("aws:")) return awsTypes().get(type);
  if (type === "kubernetes:helm.sh/v3:Release") return RELEASE.map(read);
  if (type.startsWith("kubernetes:")) {
    const kind = type.slice("kubernetes:".length);
    return [...OBJECT, ...(kind.endsWith("Patch") ? [] : (KINDS[kind] ?? []))].map(read);
  }
  return COMPONENTS[type]?.map(read);
}
