import type { LiveModel, LiveWorkload, MigrationModel } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import {
  eniConfigOf,
  kubeProxyModeOf,
  loadBalancerOf,
  networkPolicyOf,
  nodeBoundWorkloadOf,
  nodePoolOf,
  oldDaemonSetOf,
  otherPolicyOf,
  securityGroupPolicyOf,
  vpcCniOf,
} from "../../lens/live/migration.ts";
import type { Raw } from "../../lens/live/raw.ts";
import { budgetOf, singleReplicaOf } from "../../lens/live/upgrade.ts";
import { workloadOf } from "../../lens/live/workloads.ts";
import { both, given } from "./given.ts";
import type { KubeReadId } from "./reads.ts";

interface Reads {
  readonly namespace: string;
  readonly map: <T>(id: KubeReadId, make: (object: Raw) => T) => Promise<readonly T[]>;
  /** Gives an object to the catalogue. */
  readonly judge: (object: Raw) => void;
}

type MigrationObjects = Pick<LiveModel, "budgets" | "singleReplicas" | "workloads"> & {
  readonly migration: MigrationModel;
};

/** What of a daemon set, a deployment counts here. */
interface Seen {
  readonly object: Raw;
  readonly bound: ReturnType<typeof nodeBoundWorkloadOf>;
  readonly single: ReturnType<typeof singleReplicaOf>;
}

/** What depends on the CNI that the cluster has. */
export async function readMigrationObjects({ namespace, map, judge }: Reads): Promise<MigrationObjects> {
  const seen = (object: Raw): Seen => {
    judge(object);
    return {
      // Only those of the system are looked at closer.
      object: object.metadata?.namespace === namespace || object.metadata?.name === CALICO ? object : {},
      bound: nodeBoundWorkloadOf(object),
      single: singleReplicaOf(object),
    };
  };
  const [daemonSets, deployments, statefulSets, cronJobs, proxy, budgets, networkPolicies, groups, eniConfigs, pools] =
    await Promise.all([
      map("everyDaemonSet", seen),
      map("everyDeployment", seen),
      map("statefulSets", seen),
      map("cronJobs", seen),
      map("kubeProxyConfig", kubeProxyModeOf),
      map("budgets", budgetOf),
      map("networkPolicies", networkPolicyOf),
      map("securityGroupPolicies", securityGroupPolicyOf),
      map("eniConfigs", eniConfigOf),
      map("nodePools", nodePoolOf),
    ]);
  const [services, ingresses, bindings, ...policies] = await Promise.all([
    map("everyService", loadBalancerOf),
    map("ingresses", loadBalancerOf),
    map("targetGroupBindings", loadBalancerOf),
    ...OTHER_POLICIES.map((id) => map(id, otherPolicyOf)),
  ]);
  const named = (name: string): Raw | undefined =>
    daemonSets.find(({ object }) => object.metadata?.name === name)?.object;
  return {
    budgets,
    singleReplicas: given(both(deployments, statefulSets), (all) => all.flatMap(({ single }) => single)),
    workloads: given(both(daemonSets, deployments), (all) => systemWorkloads(all, namespace)),
    migration: {
      vpcCni: given(daemonSets, () => orNull(named("aws-node"), vpcCniOf)),
      kubeProxy: given(daemonSets, () => orNull(named("kube-proxy"), oldDaemonSetOf)),
      kubeProxyMode: given(proxy, ([mode = "iptables"]) => mode),
      calico: given(daemonSets, () => named(CALICO) !== undefined),
      securityGroupPolicies: groups,
      eniConfigs,
      otherPolicies: policies.reduce((a, b) => both(a, b), []),
      networkPolicies,
      workloads: given(both(both(daemonSets, deployments), both(statefulSets, cronJobs)), (all) =>
        all.flatMap(({ bound }) => bound),
      ),
      loadBalancers: both(flat(services), both(flat(ingresses), flat(bindings))),
      nodePools: pools,
      existing: UNKNOWN as never,
    },
  };
}

const flat = <T>(lists: readonly (readonly T[])[]): readonly T[] => given(lists, (all) => all.flat());

const CALICO = "calico-node";

const OTHER_POLICIES = [
  "applicationPolicies",
  "clusterNetworkPolicies",
  "calicoPolicies",
  "calicoGlobalPolicies",
  "calicoNetworkSets",
  "calicoGlobalNetworkSets",
  "calicoHostEndpoints",
] as const;

const orNull = <R>(object: Raw | undefined, make: (object: Raw) => R): R | null =>
  object === undefined ? null : make(object);

const systemWorkloads = (all: readonly Seen[], namespace: string): readonly LiveWorkload[] =>
  all.flatMap(({ object }) => (object.metadata?.namespace === namespace ? [workloadOf(object)] : []));
