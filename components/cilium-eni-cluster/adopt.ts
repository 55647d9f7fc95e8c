import * as kubernetes from "@pulumi/kubernetes";
import type { AdoptionPlan } from "../../core/control-plane/adoption.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { LIVE_OBJECT } from "../../secrets/seal.ts";

/**
 * Takes an existing cluster's aws-node and kube-proxy off the nodes that Cilium gets. The patches are taken back when the
 * stack is destroyed, so that old nodes find their network again; after a split both then have no affinity until EKS, or
 * whoever installed them, writes it again.
 */
export const createAdoption = (
  scope: Scope,
  { patches }: AdoptionPlan,
  provider: kubernetes.Provider,
): kubernetes.apps.v1.DaemonSetPatch[] =>
  patches.map(
    ({ name, namespace, podSpec }) =>
      new kubernetes.apps.v1.DaemonSetPatch(
        childName(scope, "park", name),
        {
          metadata: {
            name,
            namespace,
            // EKS's own manager holds these fields.
            annotations: { "pulumi.com/patchForce": "true" },
          },
          spec: { template: { spec: podSpec } },
        },
        childOptions(scope, { provider, ...LIVE_OBJECT }),
      ),
  );
