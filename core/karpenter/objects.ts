import { type NodeBoot, mergeUserData } from "../boot/merge.ts";
import { Deferred, type DeferredValue, placeholder } from "../contracts/deferred.ts";
import { architectureOf } from "../facts/instances.ts";
import { AGENT_NOT_READY_TAINT } from "../facts/node-labels.ts";
import type { Json, JsonObject, KubernetesObject } from "../model/index.ts";
import { type NodePoolSettings, PoolCapacityType } from "../settings/index.ts";
import {
  DEFAULT_BUDGETS,
  DEFAULT_CONSOLIDATE_AFTER,
  DEFAULT_EXPIRE_AFTER,
  GPU_TAINT,
  reservedMemory,
} from "./defaults.ts";
import type { PoolShape } from "./pools.ts";
import type { PoolImage, PoolPlan } from "./types.ts";

/** What objects need to know of the cluster. */
export interface ObjectContext {
  readonly clusterName: string;
  readonly boot: NodeBoot;
  readonly tags: Readonly<Record<string, string>>;
  readonly nodeSubnets: number;
  /** Cilium keeps pods off a node until its agent runs. */
  readonly agentTaint: boolean;
}

const CLASS_API = "karpenter.k8s.aws/v1";
const POOL_API = "karpenter.sh/v1";
/** gp3 without a size of its own: what node groups have (core/nodes/defaults.ts says why). */
const DISK_GIB = 50;
const DEFAULT_HOPS = 1;
const DEVICES = { AL2023: "/dev/xvda", Bottlerocket: "/dev/xvdb" } as const;

/** NodeClass and NodePool of one pool; they have its name. */
export function planObjects(
  shape: PoolShape,
  context: ObjectContext,
): Pick<PoolPlan, "nodeClass" | "nodePool" | "deferred" | "kmsKeyArn"> {
  return {
    nodeClass: nodeClass(shape, context),
    nodePool: nodePool(shape, context),
    deferred: DEFERRED,
    ...(shape.settings.disk?.kmsKeyArn === undefined ? {} : { kmsKeyArn: shape.settings.disk.kmsKeyArn }),
  };
}

const DEFERRED: readonly DeferredValue[] = [
  { path: "spec.role", from: Deferred.NodeRoleName },
  { path: "spec.subnetSelectorTerms", from: Deferred.NodeSubnetTerms },
  { path: "spec.securityGroupSelectorTerms", from: Deferred.SecurityGroupTerms },
];

/** Without fields that are undefined: the API server takes none. */
const some = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

function nodeClass(shape: PoolShape, { clusterName, boot, tags, nodeSubnets }: ObjectContext): KubernetesObject {
  const { name, settings, image, maxPods } = shape;
  const family = image.family;
  return {
    apiVersion: CLASS_API,
    kind: "EC2NodeClass",
    metadata: { name },
    spec: some({
      amiFamily: family,
      amiSelectorTerms: [
        image.ssmParameter === undefined ? { alias: aliasOf(image) } : { ssmParameter: image.ssmParameter },
      ],
      role: placeholder(Deferred.NodeRoleName),
      subnetSelectorTerms: Array.from({ length: nodeSubnets }, (_, at) => ({
        id: `[${Deferred.NodeSubnetTerms}-${String(at + 1)}]`,
      })),
      securityGroupSelectorTerms: [{ id: placeholder(Deferred.SecurityGroupTerms) }],
      capacityReservationSelectorTerms: settings.capacityReservations?.map((id) => ({ id })),
      // Karpenter reckons memory by the VPC CNI's pods; nodeadm would reserve by them too.
      kubelet: maxPods === undefined ? undefined : { maxPods, kubeReserved: { memory: reservedMemory(maxPods) } },
      blockDeviceMappings: disks(shape),
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        httpPutResponseHopLimit: settings.metadataHopLimit ?? DEFAULT_HOPS,
        httpTokens: "required",
      },
      userData: mergeUserData(family, boot, settings.userData),
      tags: { ...tags, ...settings.extraTags, Name: `${clusterName}-${name}` },
    }),
  };
}

/** `al2023@v20260923`, `bottlerocket@v1.66.0`. Where no release is known a rule refuses the pool. */
const aliasOf = ({ family, release = "unknown" }: PoolImage): string =>
  family === "AL2023" ? `al2023@${release}` : `bottlerocket@v${release}`;

function disks({ settings: { disk = {} }, image: { family } }: PoolShape): Json {
  const shared = some({
    volumeType: "gp3",
    encrypted: true,
    deleteOnTermination: true,
    kmsKeyID: disk.kmsKeyArn === undefined ? undefined : (disk.kmsKeyArn as string),
  });
  const data = {
    deviceName: DEVICES[family],
    ebs: {
      ...shared,
      volumeSize: `${String(disk.sizeGiB ?? DISK_GIB)}Gi`,
      ...some({ iops: disk.iops, throughput: disk.throughput }),
    },
  };
  // Bottlerocket's system volume; 4 GiB is what Karpenter itself gives it (pkg/providers/amifamily/bottlerocket.go).
  return family === "Bottlerocket"
    ? [{ deviceName: "/dev/xvda", ebs: { ...shared, volumeSize: "4Gi" } }, data]
    : [data];
}

function nodePool(shape: PoolShape, { agentTaint }: ObjectContext): KubernetesObject {
  const { name, settings } = shape;
  const taints = [...(settings.taints ?? []), ...(settings.gpu === true ? [GPU_TAINT] : [])];
  return {
    apiVersion: POOL_API,
    kind: "NodePool",
    metadata: { name },
    spec: some({
      weight: settings.weight,
      limits: limitsOf(settings),
      disruption: {
        consolidationPolicy: settings.disruption?.consolidationPolicy ?? "WhenEmptyOrUnderutilized",
        consolidateAfter: settings.disruption?.consolidateAfter ?? DEFAULT_CONSOLIDATE_AFTER,
        budgets: (settings.disruption?.budgets ?? DEFAULT_BUDGETS).map((budget) => some({ ...budget })),
      },
      template: some({
        metadata:
          settings.labels === undefined || Object.keys(settings.labels).length === 0
            ? undefined
            : { labels: { ...settings.labels } },
        spec: some({
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name },
          requirements: requirementsOf(shape),
          taints: taints.length === 0 ? undefined : taints.map((taint) => some({ ...taint })),
          startupTaints: agentTaint ? [{ key: AGENT_NOT_READY_TAINT, value: "true", effect: "NoExecute" }] : undefined,
          expireAfter: settings.expireAfter ?? DEFAULT_EXPIRE_AFTER,
          terminationGracePeriod: settings.terminationGracePeriod,
        }),
      }),
    }),
  };
}

const limitsOf = ({ limits: { cpu, memoryGiB, nodes } }: NodePoolSettings): JsonObject =>
  some({
    cpu: cpu === undefined ? undefined : String(cpu),
    memory: memoryGiB === undefined ? undefined : `${String(memoryGiB)}Gi`,
    nodes: nodes === undefined ? undefined : String(nodes),
  });

/** Karpenter's own value for bare metal is empty, so asking for Nitro leaves it out as well as Xen. */
function requirementsOf({ settings, types }: PoolShape): Json {
  const { instanceTypes, families, sizes, capacityTypes, zones } = settings;
  const architectures = [...new Set(types.map(architectureOf))].flatMap((one) =>
    one === undefined ? [] : [one === "arm64" ? "arm64" : "amd64"],
  );
  const named = instanceTypes !== undefined && instanceTypes.length > 0;
  return [
    among("karpenter.sh/capacity-type", capacityTypes ?? [PoolCapacityType.OnDemand]),
    among("kubernetes.io/os", ["linux"]),
    among("kubernetes.io/arch", architectures.toSorted()),
    ...(named
      ? [among("node.kubernetes.io/instance-type", instanceTypes)]
      : [
          among("karpenter.k8s.aws/instance-family", families ?? []),
          ...(sizes === undefined ? [] : [among("karpenter.k8s.aws/instance-size", sizes)]),
        ]),
    among("karpenter.k8s.aws/instance-hypervisor", ["nitro"]),
    ...(zones === undefined ? [] : [among("topology.kubernetes.io/zone", zones)]),
  ];
}

const among = (key: string, values: readonly string[]): JsonObject => ({ key, operator: "In", values: [...values] });
