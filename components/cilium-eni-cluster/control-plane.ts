import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { apiServerHost } from "../../core/control-plane/kubeconfig.ts";
import type { ControlPlanePlan } from "../../core/control-plane/plan.ts";
import { IRSA_AUDIENCE } from "../../core/iam/trust.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";
import { createAccess } from "./control-plane-access.ts";
import { createLogGroup, createRole, createSecretsKey } from "./control-plane-prerequisites.ts";
import { type ClusterAccess, createProvider } from "./kubernetes-provider.ts";

/** What the control plane needs of the network. */
export interface ControlPlaneNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly controlPlaneSubnetIds: readonly pulumi.Input<string>[];
  /** Routes and attachments that the API is reached by. */
  readonly ready: readonly pulumi.Resource[];
}

export interface ControlPlaneResources {
  readonly name: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** The endpoint without its scheme: Cilium's `k8sServiceHost`. */
  readonly apiServerHost: pulumi.Output<string>;
  /** Base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  readonly clusterSecurityGroupId: pulumi.Output<string>;
  readonly oidcProviderArn?: pulumi.Output<string>;
  /** Secret JSON. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly provider: kubernetes.Provider;
  /** Absent for a cluster that exists. */
  readonly cluster?: eks.Cluster;
  /** What must exist before anything is put into the cluster. */
  readonly ready: readonly pulumi.Resource[];
}

/** Makes the control plane, or takes one that exists, and the provider that speaks to it. */
export function createControlPlane(
  scope: Scope,
  plan: ControlPlanePlan,
  network: ControlPlaneNetwork,
): ControlPlaneResources {
  const { existing } = plan;
  if (existing !== undefined) {
    const access = createAccess(scope, plan, plan.name, []);
    return finish(scope, plan, [...access, ...network.ready], {
      name: pulumi.output(plan.name),
      endpoint: pulumi.output(asInput(existing.endpoint)).apply((endpoint) => `https://${apiServerHost(endpoint)}`),
      certificateAuthority: pulumi.output(asInput(existing.certificateAuthority)),
      clusterSecurityGroupId: pulumi.output(asInput(existing.clusterSecurityGroupId)),
      ...(existing.oidcProviderArn === undefined
        ? {}
        : { oidcProviderArn: pulumi.output(asInput(existing.oidcProviderArn)) }),
    });
  }
  const key = createSecretsKey(scope, plan);
  const logs = createLogGroup(scope, plan, key);
  const role = createRole(scope, plan, key?.arn);
  const cluster = createCluster(scope, plan, network, {
    keyArn: key?.arn,
    role: role.role,
    before: [...logs, ...role.policies],
  });
  const made = cluster.eksCluster;
  const name = made.apply((it) => it.name);
  const oidc = createOidcProvider(
    scope,
    made.apply((it) => it.identities).apply((it) => it[0]?.oidcs?.[0]?.issuer ?? ""),
  );
  const access = createAccess(scope, plan, name, [cluster]);
  return finish(scope, plan, [cluster, oidc, ...access, ...network.ready], {
    name,
    // Not of `core`, which holds the new key and the subnets too: while one of them is unknown all of it is, and a preview would
    // say that the provider and all that stands on it are replaced. `ready` waits for `core`, until a public endpoint answers.
    endpoint: made.apply((it) => it.endpoint),
    certificateAuthority: made.apply((it) => it.certificateAuthority).apply((it) => it.data),
    // Read through the Output: a function would wait for every subnet in `vpcConfig`, and a preview of a new zone would say that the
    // rules on this group are replaced.
    clusterSecurityGroupId: made.apply((it) => it.vpcConfig.clusterSecurityGroupId),
    oidcProviderArn: oidc.arn,
    cluster,
  });
}

type Known = ClusterAccess & Pick<ControlPlaneResources, "clusterSecurityGroupId" | "oidcProviderArn" | "cluster">;

function finish(
  scope: Scope,
  plan: ControlPlanePlan,
  ready: readonly pulumi.Resource[],
  known: Known,
): ControlPlaneResources {
  const { kubeconfig, provider } = createProvider(scope, plan, known, ready);
  return {
    ...known,
    apiServerHost: known.endpoint.apply(apiServerHost),
    kubeconfig,
    provider,
    ready: [...ready, provider],
  };
}

interface ClusterParts {
  readonly keyArn: pulumi.Input<string> | undefined;
  readonly role: aws.iam.Role;
  /** What must exist before the cluster and outlive it: EKS cleans up with the role's rights, and writes logs to the end. */
  readonly before: readonly pulumi.Resource[];
}

/**
 * `eks.Cluster` with nothing of its own but the control plane. `useDefaultVpcCni: true` means "leave the CNI alone"; every
 * `enabled: false` is needed, because a missing one creates the add-on (pulumi-eks cluster.ts).
 */
function createCluster(
  scope: Scope,
  plan: ControlPlanePlan,
  network: ControlPlaneNetwork,
  parts: ClusterParts,
): eks.Cluster {
  const { endpoint, deployer } = plan;
  return new eks.Cluster(
    childName(scope, "control-plane"),
    {
      name: plan.name,
      version: plan.kubernetesVersion,
      vpcId: network.vpcId,
      subnetIds: [...network.controlPlaneSubnetIds],
      serviceRole: parts.role,
      endpointPrivateAccess: endpoint.privateAccess,
      endpointPublicAccess: endpoint.publicAccess,
      ...(endpoint.publicAccess && endpoint.publicAccessCidrs.length > 0
        ? { publicAccessCidrs: [...endpoint.publicAccessCidrs] }
        : {}),
      kubernetesServiceIpAddressRange: plan.serviceCidr,
      ipFamily: "ipv4",
      enabledClusterLogTypes: [...plan.logs.types],
      ...(parts.keyArn === undefined ? {} : { encryptionConfigKeyArn: parts.keyArn }),
      authenticationMode: plan.authenticationMode,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createOidcProvider: false,
      deletionProtection: plan.deletionProtection,
      upgradePolicy: { supportType: plan.upgradePolicy },
      ...(deployer.profile === undefined && deployer.roleArn === undefined
        ? {}
        : {
            providerCredentialOpts: {
              ...(deployer.profile === undefined ? {} : { profileName: deployer.profile }),
              ...(deployer.roleArn === undefined ? {} : { roleArn: asInput(deployer.roleArn) }),
            },
          }),
      tags: childTags(scope, "control-plane"),
    },
    childOptions(scope, { dependsOn: [...parts.before], transforms: [inner(plan, parts.before)] }),
  );
}

/** Reaches the `aws.eks.Cluster` inside: what `eks.Cluster` has no argument for, the order that a destroy follows, protection. */
const inner =
  (
    { remoteNetworks, zonalShift, tier, deletionProtection }: ControlPlanePlan,
    before: readonly pulumi.Resource[],
  ): pulumi.ResourceTransform =>
  ({ type, props, opts }) =>
    type === "aws:eks/cluster:Cluster"
      ? {
          props: {
            ...(props as aws.eks.ClusterArgs),
            ...(zonalShift === undefined ? {} : { zonalShiftConfig: { enabled: zonalShift } }),
            ...(tier === undefined ? {} : { controlPlaneScalingConfig: { tier } }),
            ...(remoteNetworks === undefined
              ? {}
              : {
                  remoteNetworkConfig: {
                    remoteNodeNetworks: { cidrs: [...remoteNetworks.nodeCidrs] },
                    ...(remoteNetworks.podCidrs.length === 0
                      ? {}
                      : { remotePodNetworks: { cidrs: [...remoteNetworks.podCidrs] } }),
                  },
                }),
          } satisfies aws.eks.ClusterArgs,
          // The API refuses a deletion when nodes and Cilium are gone already; the engine refuses it before it deletes anything.
          opts: pulumi.mergeOptions(opts, { dependsOn: [...before], ...(deletionProtection ? { protect: true } : {}) }),
        }
      : undefined;

/** The issuer as an identity provider of IAM. Without thumbprints: IAM checks EKS's certificate by its own trust store. */
const createOidcProvider = (scope: Scope, url: pulumi.Input<string>): aws.iam.OpenIdConnectProvider =>
  new aws.iam.OpenIdConnectProvider(
    childName(scope, "oidc"),
    { url, clientIdLists: [IRSA_AUDIENCE], tags: childTags(scope, "oidc") },
    childOptions(scope),
  );
