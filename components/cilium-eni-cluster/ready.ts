import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { LIVE_OBJECT } from "../../secrets/seal.ts";

export interface ReadyDeps {
  readonly provider: kubernetes.Provider;
  readonly release: kubernetes.helm.v3.Release;
  /** Nodes and add-ons: without a node a rollout never ends. */
  readonly dependsOn: readonly pulumi.Resource[];
  /** False where Envoy runs inside the agent. */
  readonly envoy: boolean;
}

/** Annotation that carries the release's revision; a new revision updates the patch, and the update waits for the rollout. */
const REVISION = "cilium-eks/release-revision";
/** Made by the operator when it starts; everything that follows needs them served. */
const OPERATOR_CRDS = ["ciliumnodes.cilium.io", "ciliumendpoints.cilium.io", "ciliumidentities.cilium.io"] as const;

/**
 * Waits, after every change of the release, until Cilium's workloads run at the wanted generation and its CRDs are
 * established. The release itself waits for nothing, so it stays green when an upgrade breaks the agents. Patches own one
 * annotation and nothing else. That the provider waits behind the operator's patch is seen in tests/engine; for the DaemonSets
 * it is UNVERIFIED on a cluster with nodes.
 */
export function createReady(scope: Scope, { provider, release, dependsOn, envoy }: ReadyDeps): pulumi.Resource[] {
  const revision = release.status.apply(({ revision: number }) => String(number));
  const metadata = (name: string, namespace?: string) => ({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    annotations: { [REVISION]: revision, "pulumi.com/patchForce": "true" },
  });
  const options = childOptions(scope, { provider, dependsOn: [release, ...dependsOn], ...LIVE_OBJECT });
  const daemonSets = ["cilium", ...(envoy ? ["cilium-envoy"] : [])].map(
    (name) =>
      new kubernetes.apps.v1.DaemonSetPatch(
        childName(scope, "ready", name),
        { metadata: metadata(name, "kube-system") },
        options,
      ),
  );
  const operator = new kubernetes.apps.v1.DeploymentPatch(
    childName(scope, "ready", "cilium-operator"),
    { metadata: metadata("cilium-operator", "kube-system") },
    options,
  );
  // Read, not patched: the provider refuses a patch of a definition without its whole spec. The id is known only after the
  // rollout, so a first preview reads nothing.
  const crds = OPERATOR_CRDS.map((name) =>
    kubernetes.apiextensions.v1.CustomResourceDefinition.get(
      childName(scope, "ready", name),
      operator.id.apply(() => name),
      childOptions(scope, { provider, dependsOn: [operator] }),
    ),
  );
  return [...daemonSets, operator, ...crds];
}
