import {
  ENGINE,
  type FleetPlan,
  type FleetStackPlan,
  type RenderedFile,
  branchOf,
  isCloud,
  stackId,
  wavesWith,
} from "./types.ts";

/** How often the operator looks for commits: with hundreds of stacks its default of a minute asks the Git host for nothing but that. */
const POLL_SECONDS = 300;
const HOUR_SECONDS = 3600;
const TOKEN = { name: "pulumi-access-token", key: "accessToken" } as const;

/**
 * Objects of the Pulumi Kubernetes Operator 2.9: a Stack for each cluster, and one beside it that looks for drift by a preview with
 * refresh. Workspaces run as a service account an account, which needs `system:auth-delegator` because the operator's calls to a
 * workspace are checked by it (facts: the operator's documentation, RBAC of workspaces).
 */
export function operatorFiles(plan: FleetPlan): RenderedFile[] {
  const namespace = plan.fleet.engine?.namespace ?? ENGINE.namespace;
  const accounts = [...new Map(plan.stacks.map((stack) => [accountName(stack), stack])).values()];
  return [
    {
      path: "operator/base.yaml",
      documents: [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
        ...accounts.flatMap((stack) => identity(stack, namespace)),
      ],
    },
    ...wavesWith(plan).map(({ wave, stacks }, at, waves) => ({
      path: `operator/${String(at + 1)}-${wave.name}.yaml`,
      documents: stacks.flatMap((stack) => [
        stackObject(plan, stack, waves[at - 1]?.stacks ?? []),
        driftObject(plan, stack),
      ]),
    })),
  ];
}

const accountName = ({ account }: FleetStackPlan): string => `pulumi-${account ?? "fleet"}`;

/** The role is IRSA's or, where the fleet names none, Pod Identity's by an association of the service account. */
function identity(stack: FleetStackPlan, namespace: string): object[] {
  const name = accountName(stack);
  const annotations =
    stack.roleArn === undefined ? {} : { annotations: { "eks.amazonaws.com/role-arn": stack.roleArn } };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace, ...annotations } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: `${namespace}-${name}-auth-delegator` },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:auth-delegator" },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}

/** What both Stack objects of a cluster share; the configuration is its stack file in the repository. */
function common({ fleet }: FleetPlan, stack: FleetStackPlan): Record<string, unknown> {
  const { repository, backend, folder = ENGINE.folder } = fleet.engine ?? {};
  return {
    stack: stackId(fleet, stack.name),
    projectRepo: repository,
    branch: `refs/heads/${branchOf(fleet, stack.wave)}`,
    repoDir: folder,
    shallow: true,
    ...(backend === undefined ? {} : { backend }),
    ...(isCloud(fleet) ? { envRefs: { PULUMI_ACCESS_TOKEN: { type: "Secret", secret: TOKEN } } } : {}),
    serviceAccountName: accountName(stack),
    workspaceTemplate: { spec: { securityProfile: "restricted" } },
  };
}

const metadata = ({ fleet }: FleetPlan, stack: FleetStackPlan, name: string): object => ({
  name,
  namespace: fleet.engine?.namespace ?? ENGINE.namespace,
  labels: { "cilium-eks/fleet": fleet.name, "cilium-eks/wave": stack.wave, "cilium-eks/cluster": stack.name },
});

/** A wave begins where every cluster of the wave before is in a state of success. */
const stackObject = (plan: FleetPlan, stack: FleetStackPlan, before: readonly FleetStackPlan[]): object => ({
  apiVersion: "pulumi.com/v1",
  kind: "Stack",
  metadata: metadata(plan, stack, stack.name),
  spec: {
    ...common(plan, stack),
    resyncFrequencySeconds: POLL_SECONDS,
    retryOnUpdateConflict: true,
    // Taking the object away must not take the cluster away.
    destroyOnFinalize: false,
    ...(before.length === 0 ? {} : { prerequisites: before.map(({ name }) => ({ name })) }),
  },
});

const driftObject = (plan: FleetPlan, stack: FleetStackPlan): object => ({
  apiVersion: "pulumi.com/v1",
  kind: "Stack",
  metadata: metadata(plan, stack, `${stack.name}-drift`),
  spec: {
    ...common(plan, stack),
    preview: true,
    refresh: true,
    expectNoRefreshChanges: true,
    continueResyncOnCommitMatch: true,
    resyncFrequencySeconds: (plan.fleet.engine?.driftHours ?? ENGINE.driftHours) * HOUR_SECONDS,
    destroyOnFinalize: false,
    // There is nothing to compare with before the cluster is made.
    prerequisites: [{ name: stack.name }],
  },
});
