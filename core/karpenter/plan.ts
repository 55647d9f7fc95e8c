import type { NodeBoot } from "../boot/merge.ts";
import type { PodSource } from "../capacity/source.ts";
import { Deferred, type DeferredValue, placeholder } from "../contracts/deferred.ts";
import { OFF_HYBRID } from "../controllers/placement.ts";
import { NODE_GROUP_LABEL } from "../facts/node-labels.ts";
import { dnsSuffixOf, partitionOf } from "../facts/partition.ts";
import { planRelease } from "../helm/charts.ts";
import { serviceTrust } from "../iam/trust.ts";
import type { Json, JsonObject } from "../model/index.ts";
import type { KarpenterSettings, OperatorIdentity, RegistrySettings, TaintSettings } from "../settings/index.ts";
import {
  CONTROLLER_RESOURCES,
  DEFAULT_INTERRUPTION_QUEUE,
  DEFAULT_KARPENTER_VERSION,
  DEFAULT_REPLICAS,
  KARPENTER_NAMESPACE,
  KARPENTER_SERVICE_ACCOUNT,
  crdChart,
  karpenterChart,
} from "./defaults.ts";
import { planInterruption } from "./interruption.ts";
import { planObjects } from "./objects.ts";
import { controllerPolicies } from "./policies.ts";
import { planShapes } from "./pools.ts";
import type { KarpenterPlan } from "./types.ts";

/** The cluster that nodes are started for. */
export interface KarpenterContext {
  readonly clusterName: string;
  readonly region: string;
  readonly kubernetesVersion: string;
  readonly mechanism: OperatorIdentity;
  readonly registry?: RegistrySettings | undefined;
  readonly source: PodSource;
  readonly boot: NodeBoot;
  readonly tags: Readonly<Record<string, string>>;
  readonly nodeSubnets: number;
  /** Cilium runs on EC2 nodes. */
  readonly runsCilium: boolean;
  readonly hybridNodes: boolean;
  readonly zonalShift: boolean;
  /** Managed node groups by name, with the taints that a pod has to tolerate. */
  readonly nodeGroups: Readonly<Record<string, readonly TaintSettings[]>>;
}

export function planKarpenter(settings: KarpenterSettings, context: KarpenterContext): KarpenterPlan {
  const { version = DEFAULT_KARPENTER_VERSION, interruptionQueue = DEFAULT_INTERRUPTION_QUEUE } = settings;
  const { clusterName, region, registry, mechanism } = context;
  const partition = partitionOf(region);
  const managed = (name: string) => `arn:${partition}:iam::aws:policy/${name}`;
  const pools = planShapes(settings, context.source, context.kubernetesVersion);
  const ssm = pools.some((pool) => pool.settings.ssm === true);
  return {
    clusterName,
    version,
    crds: planRelease(crdChart(version), { registry, namespace: KARPENTER_NAMESPACE, values: {} }),
    release: planRelease(karpenterChart(version), {
      registry,
      namespace: KARPENTER_NAMESPACE,
      values: chartValues(settings, context),
      // They are the other chart's.
      skipCrds: true,
    }),
    deferred: DEFERRED.filter(({ from }) => interruptionQueue || from !== Deferred.InterruptionQueue),
    identity: { serviceAccount: { namespace: KARPENTER_NAMESPACE, name: KARPENTER_SERVICE_ACCOUNT }, mechanism },
    policies: controllerPolicies({
      partition,
      region,
      clusterName,
      nodeRoleArn: placeholder(Deferred.NodeRoleArn),
      queueArn: interruptionQueue ? placeholder(Deferred.InterruptionQueueArn) : undefined,
      zonalShift: context.zonalShift,
    }),
    nodeRole: {
      trust: serviceTrust(`ec2.${dnsSuffixOf(partition)}`),
      // Never AmazonEKS_CNI_Policy: Cilium's operator has a role of its own.
      managedPolicies: [
        managed("AmazonEKSWorkerNodePolicy"),
        managed("AmazonEC2ContainerRegistryPullOnly"),
        ...(ssm ? [managed("AmazonSSMManagedInstanceCore")] : []),
      ],
    },
    interruption: interruptionQueue ? planInterruption() : undefined,
    pools: pools.map((shape) => ({
      ...shape,
      ...planObjects(shape, {
        clusterName,
        boot: context.boot,
        tags: context.tags,
        nodeSubnets: context.nodeSubnets,
        agentTaint: context.runsCilium,
      }),
    })),
    tags: context.tags,
  };
}

const DEFERRED: readonly DeferredValue[] = [
  { path: "serviceAccount.annotations", from: Deferred.RoleAnnotations },
  { path: "settings.interruptionQueue", from: Deferred.InterruptionQueue },
];

/** The managed group of the controller: the one that is named, or the only one there is. */
const controllerGroup = (nodeGroup: string | undefined, groups: readonly string[]): string | undefined =>
  nodeGroup ?? (groups.length === 1 ? groups[0] : undefined);

/** Chart values (charts/karpenter/values.yaml of 1.14.1). */
function chartValues(
  {
    replicas = DEFAULT_REPLICAS,
    nodeGroup,
    interruptionQueue = DEFAULT_INTERRUPTION_QUEUE,
    isolatedVpc,
  }: KarpenterSettings,
  { clusterName, source, nodeGroups, hybridNodes, zonalShift }: KarpenterContext,
): JsonObject {
  const group = controllerGroup(nodeGroup, Object.keys(nodeGroups));
  return {
    replicas,
    serviceAccount: { name: KARPENTER_SERVICE_ACCOUNT },
    // It must be able to add the node that CoreDNS waits for.
    dnsPolicy: "Default",
    nodeSelector: { "kubernetes.io/os": "linux", ...(group === undefined ? {} : { [NODE_GROUP_LABEL]: group }) },
    affinity: affinityOf(hybridNodes),
    tolerations: tolerationsOf(group === undefined ? [] : (nodeGroups[group] ?? [])),
    controller: { resources: CONTROLLER_RESOURCES },
    settings: {
      clusterName,
      eksControlPlane: true,
      // Pools have their limits; this is for NodeClasses that somebody else writes without one.
      reservedENIs: String(source.choice.firstInterfaceIndex),
      ...(interruptionQueue ? { interruptionQueue: placeholder(Deferred.InterruptionQueue) } : {}),
      ...(zonalShift ? { enableZonalShift: true } : {}),
      ...(isolatedVpc === true ? { isolatedVPC: true } : {}),
    },
  };
}

/** The chart's own, because Helm puts a list in the place of a list: never on a node of Karpenter's, and one a node. */
function affinityOf(hybridNodes: boolean): JsonObject {
  const [off] = OFF_HYBRID.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: "karpenter.sh/nodepool", operator: "DoesNotExist" },
              ...(hybridNodes ? ((off?.matchExpressions ?? []) as readonly Json[]) : []),
            ],
          },
        ],
      },
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }],
    },
  };
}

const tolerationsOf = (taints: readonly TaintSettings[]): Json => [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  ...taints.map(({ key, value, effect }) => ({
    key,
    operator: value === undefined ? "Exists" : "Equal",
    ...(value === undefined ? {} : { value }),
    effect,
  })),
];
