import type * as aws from "@pulumi/aws";
import type * as eks from "@pulumi/eks";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CiliumPlan } from "../../core/cilium/types.ts";
import { valueAt } from "../../core/helm/values.ts";
import type { CapacityModel, ClusterModel } from "../../core/model/index.ts";
import { type ClusterFacts } from "../../core/contracts/facts.ts";
import { Severity } from "../../core/findings/finding.ts";
import { type ClusterPlan, completePlan, evaluate } from "../../core/plan/index.ts";
import type { Proposal } from "../../core/plan/on-cluster.ts";
import { catalogue } from "../../core/rules/index.ts";
import { RuleGroup } from "../../core/rules/rule.ts";
import type { MeshSettings } from "../../core/settings/index.ts";
import type { ClusterHandle } from "../internal/cluster-handle.ts";
import { declare } from "../internal/declare.ts";
import { hasAwsProvider } from "../internal/providers.ts";
import { planOrRefuse } from "../internal/plan-or-refuse.ts";
import { type NamedChild, named } from "../internal/named-children.ts";
import type { Scope } from "../internal/scope.ts";
import { seal } from "../../secrets/seal.ts";
import { agentBeforeCilium, createAddons } from "./addons.ts";
import { createAdoption } from "./adopt.ts";
import type { CiliumEniClusterArgs } from "./args.ts";
import { createAutoscaler } from "./autoscaler.ts";
import { type CiliumDeps, type CiliumResources, createCilium } from "./cilium.ts";
import { createControlPlane } from "./control-plane.ts";
import { createCrds } from "./crds.ts";
import { createIdentity } from "./identity.ts";
import { createMeshAuthority } from "../internal/mesh-authority.ts";
import { createNetwork } from "./network.ts";
import { createNodes } from "./nodes.ts";
import { checkOfferings } from "./offerings.ts";
import { createPodIpPools } from "./pod-ip-pools.ts";
import { createQuotas } from "./quotas.ts";
import { type ReadyDeps, createReady } from "./ready.ts";
import { createSecurityGroupRules } from "./security-groups.ts";
import { createSourceDestCheckWatcher } from "../internal/source-dest-check.ts";

export type { CiliumEniClusterArgs } from "./args.ts";

/**
 * An EKS cluster whose only CNI is Cilium: network, control plane without default add-ons, the operator's rights, the Cilium
 * release, then node groups, then CoreDNS and the chosen add-ons; a destroy goes the other way. It makes no Gateway, no
 * monitoring and no hybrid nodes: those are components of their own that stand on this one.
 *
 * Everything is checked before the first resource is registered: settings that would not give a working cluster throw one
 * error with every fault.
 *
 * @example
 * const cluster = new CiliumEniCluster("prod", {
 *   region: "eu-central-1",
 *   cluster: { name: "prod", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
 *   network: { vpc: { cidr: "10.0.0.0/16" } },
 *   nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } } },
 * });
 */
export class CiliumEniCluster extends pulumi.ComponentResource implements ClusterHandle {
  /** The control plane; undefined for a cluster that exists. */
  public readonly cluster: eks.Cluster | undefined;
  /** Provider for objects in the cluster. */
  public readonly provider: kubernetes.Provider;
  /** Kubeconfig as a secret; it calls `aws eks get-token`. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** Undefined for an existing cluster that named none. */
  public readonly oidcProviderArn: pulumi.Output<string> | undefined;
  /** Id of the VPC, whether made here or given. */
  public readonly vpcId: pulumi.Output<string>;
  /** Private subnets of the nodes, by zone. */
  public readonly nodeSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** Public subnets, in the order of the zones. */
  public readonly publicSubnetIds: readonly pulumi.Output<string>[];
  /** Group that EKS made for the cluster; nodes and Cilium's ENIs carry it. */
  public readonly clusterSecurityGroupId: pulumi.Output<string>;
  /** The Cilium release; undefined where EC2 nodes have the VPC CNI alone. */
  public readonly cilium: kubernetes.helm.v3.Release | undefined;
  /** Managed node groups by name. */
  public readonly nodeGroups: Readonly<Record<string, aws.eks.NodeGroup>>;
  /** Addresses and pods per node group and subnet, as planned. */
  public readonly capacity: CapacityModel | undefined;
  /** Versions and switches that other components assert on; plain data. */
  public readonly facts: ClusterFacts;
  /** Everything that is known of the cluster before it exists: what components that stand on it are judged by. Plain data. */
  public readonly model: ClusterModel;
  /** Depend on these to run after Cilium, CoreDNS and the add-ons are up. */
  public readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: CiliumEniClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { features = {}, ...settings } = args;
    const explicitAwsProvider = hasAwsProvider(opts);
    declare({ kind: "cluster", name, settings, features, explicitAwsProvider });
    const evaluation = evaluate(settings, { features, explicitAwsProvider });
    const plan = planOrRefuse("CiliumEniCluster", name, withOwnWarnings(completePlan(evaluation)), namedChildren);
    super("cilium-eks:index:CiliumEniCluster", name, seal(args), opts);
    const scope: Scope = { name, parent: this, tags: plan.controlPlane.tags };

    const network = createNetwork(scope, plan.network);
    createQuotas(scope, evaluation.quotas);
    if (evaluation.quotas.check) checkOfferings(scope, plan.nodeGroups, Object.keys(network.nodeSubnetIds));
    const controlPlane = createControlPlane(scope, plan.controlPlane, network);
    const { provider } = controlPlane;
    const agent = agentBeforeCilium(plan.addons);
    const identity = createIdentity(scope, plan.identity, {
      controlPlane,
      vpcId: network.vpcId,
      ...(agent === undefined ? {} : { agent }),
    });
    const rules = createSecurityGroupRules(scope, plan.securityGroups, controlPlane.clusterSecurityGroupId);
    const disabled =
      plan.controlPlane.existing === undefined ? [] : createAdoption(scope, plan.controlPlane.existing, provider);
    const prerequisites = [...controlPlane.ready, ...network.ready, ...identity.ready, ...rules, ...disabled];
    const cilium =
      plan.cilium === undefined
        ? undefined
        : createCiliumAndCrds(scope, plan.cilium, settings.mesh, {
            provider,
            apiServerHost: controlPlane.apiServerHost,
            vpcId: network.vpcId,
            ...(identity.operatorRoleArn === undefined ? {} : { operatorRoleArn: identity.operatorRoleArn }),
            controlPlane: controlPlane.ready,
            dependsOn: prerequisites,
          });
    // What has to be there before the first node: Cilium, or the VPC CNI's own add-ons.
    const cni = cilium === undefined ? prerequisites : [cilium.release];
    const early = createAddons(scope, plan.addons, "before-nodes", {
      controlPlane,
      identity,
      dependsOn: [...controlPlane.ready, ...cni],
    });
    const watcher =
      plan.sourceDestCheck === undefined
        ? []
        : createSourceDestCheckWatcher(scope, plan.sourceDestCheck, { controlPlane, dependsOn: cni });
    const nodes = createNodes(scope, plan.nodeGroups, {
      network,
      controlPlane,
      serviceCidr: plan.controlPlane.serviceCidr,
      identity,
      cni: [...cni, ...(cilium?.nodeConfigs ?? []), ...early.ready, ...watcher],
      securityGroupRules: rules,
    });
    const addons = createAddons(scope, plan.addons, "after-nodes", {
      controlPlane,
      identity,
      dependsOn: [...cni, ...nodes.ready],
    });
    const ready =
      plan.cilium === undefined || cilium === undefined
        ? nodes.ready
        : createReadyAndPools(scope, plan.cilium, { provider, release: cilium.release, dependsOn: nodes.ready });
    if (plan.autoscaler !== undefined) createAutoscaler(scope, plan.autoscaler, { controlPlane, nodes });

    this.cluster = controlPlane.cluster;
    this.provider = provider;
    this.kubeconfig = controlPlane.kubeconfig;
    this.oidcProviderArn = controlPlane.oidcProviderArn;
    this.vpcId = network.vpcId;
    this.nodeSubnetIds = network.nodeSubnetIds;
    this.publicSubnetIds = network.publicSubnetIds;
    this.clusterSecurityGroupId = controlPlane.clusterSecurityGroupId;
    this.cilium = cilium?.release;
    this.nodeGroups = nodes.groups;
    this.capacity = evaluation.model.capacity;
    this.facts = evaluation.facts;
    this.model = evaluation.clusterModel;
    this.ready = [...ready, ...addons.ready];
    this.registerOutputs(
      seal({
        kubeconfig: this.kubeconfig,
        oidcProviderArn: this.oidcProviderArn,
        vpcId: this.vpcId,
        clusterSecurityGroupId: this.clusterSecurityGroupId,
        capacity: this.capacity,
        facts: this.facts,
      }),
    );
  }
}

interface CiliumGround extends Omit<CiliumDeps, "dependsOn"> {
  /** What the API can be used after. */
  readonly controlPlane: readonly pulumi.Resource[];
  readonly dependsOn: readonly pulumi.Resource[];
}

/** CRDs, the mesh's CA and the release, in this order. */
function createCiliumAndCrds(
  scope: Scope,
  plan: CiliumPlan,
  mesh: MeshSettings | undefined,
  { controlPlane, dependsOn, ...deps }: CiliumGround,
): CiliumResources {
  const first = { provider: deps.provider, dependsOn: controlPlane };
  const crds = createCrds(scope, plan.crds, first);
  const authority = mesh === undefined ? [] : [createMeshAuthority(scope, mesh.certificateAuthority, first)];
  return createCilium(scope, plan, { ...deps, dependsOn: [...dependsOn, ...crds, ...authority] });
}

/** Waits for Cilium's workloads, then makes the pools that need its definitions. */
function createReadyAndPools(
  scope: Scope,
  plan: CiliumPlan,
  deps: Pick<ReadyDeps, "provider" | "release" | "dependsOn">,
): pulumi.Resource[] {
  const ready = createReady(scope, { ...deps, envoy: valueAt(plan.values, "envoy.enabled") !== false });
  return [...ready, ...createPodIpPools(scope, plan.podIpPools, { provider: deps.provider, dependsOn: ready })];
}

/** What stands on the cluster is judged by its own component too, which tells of its warnings. */
const withOwnWarnings = <P>({ findings, ...proposal }: Proposal<P>): Proposal<P> => {
  const others = new Set(catalogue.filter(({ group }) => AREA_GROUPS.has(group)).map(({ id }) => id));
  return {
    ...proposal,
    findings: findings.filter(({ severity, rule }) => severity === Severity.Error || !others.has(rule)),
  };
};

const AREA_GROUPS: ReadonlySet<RuleGroup> = new Set([RuleGroup.Gateway, RuleGroup.Observability, RuleGroup.Hybrid]);

/** Children that AWS allows few letters for. */
const namedChildren = ({
  controlPlane,
  identity,
  network,
  autoscaler,
  sourceDestCheck,
  nodeGroups,
}: ClusterPlan): NamedChild[] => [
  ...named(
    "IAM role",
    "node",
    controlPlane.existing === undefined ? "control-plane" : undefined,
    identity.operator && "operator",
    identity.ebsCsi && "ebs-csi",
    identity.vpcCni && "vpc-cni",
    autoscaler && "autoscaler",
    network.flowLogs && "flow-logs",
    sourceDestCheck?.serviceAccount.name,
  ),
  ...named("launch template", ...nodeGroups.map((group) => `nodes-${group.name}`)),
];
