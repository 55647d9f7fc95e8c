import { hasVpcCni, ipamOf, isOverlay, runsCilium } from "../settings/ipam.ts";
import type { FeaturePart, Features } from "../contracts/features.ts";
import { EksAddon, addonVersion } from "../facts/addons.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import type { Json, JsonObject } from "../model/index.ts";
import { DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import { type AddonChoice, OperatorIdentity, type Settings } from "../settings/index.ts";
import { type StorageClassPlan, defaultStorageClass } from "./storage-class.ts";

/** When an add-on is made: those that nodes or Cilium need come first, all others need running nodes. */
export const AddonPhase = {
  BeforeCilium: "before-cilium",
  BeforeNodes: "before-nodes",
  AfterNodes: "after-nodes",
} as const;
export type AddonPhase = (typeof AddonPhase)[keyof typeof AddonPhase];

export interface AddonsPlan {
  readonly addons: readonly AddonPlan[];
  /** Default StorageClass; comes with the EBS driver. */
  readonly storageClass?: StorageClassPlan;
}

export interface AddonPlan {
  readonly name: EksAddon;
  /** Undefined where no version is pinned for the Kubernetes version; a rule says so. EKS then takes its own default. */
  readonly version?: string;
  readonly phase: AddonPhase;
  readonly configuration?: JsonObject;
  /** Gets AWS rights by one of the planned roles. */
  readonly role?: AddonRolePlan;
}

interface AddonRolePlan {
  readonly role: "ebsCsi" | "vpcCni";
  readonly serviceAccount: string;
  readonly mechanism: OperatorIdentity;
}

/** Whether an add-on is made where the stack does not say. A cluster that exists keeps the add-ons it has. */
const addonDefaults = ({ cluster, cilium }: Settings) => {
  const isNew = cluster.existing === undefined;
  const podIdentity = cilium?.operatorIdentity === OperatorIdentity.PodIdentity;
  return { coredns: isNew, podIdentityAgent: isNew || podIdentity, ebsCsi: false, metricsServer: false } as const;
};

/**
 * Plans the add-ons, in the order of their phases. vpc-cni only for aws-cni chaining, and with kube-proxy where EC2 nodes run no
 * Cilium at all.
 */
export function planAddons(settings: Settings, features: Features = {}): AddonsPlan {
  const { cluster, cilium } = settings;
  const choices = cluster.addons ?? {};
  const defaults = addonDefaults(settings);
  const mechanism = cilium?.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY;
  const needsAgent = mechanism === OperatorIdentity.PodIdentity;
  const ebsCsi = choices.ebsCsi?.enabled ?? defaults.ebsCsi;
  const addon = planner(settings, features.hybrid?.addons ?? {});
  const addons = [
    ...addon(
      EksAddon.PodIdentityAgent,
      needsAgent || (choices.podIdentityAgent?.enabled ?? defaults.podIdentityAgent),
      {
        choice: choices.podIdentityAgent,
        // Its pods tolerate every taint and use the host's network, so the operator's credentials do not wait for Cilium.
        phase: needsAgent ? AddonPhase.BeforeCilium : AddonPhase.AfterNodes,
      },
    ),
    ...addon(EksAddon.VpcCni, hasVpcCni(settings) && cluster.existing === undefined, {
      phase: AddonPhase.BeforeNodes,
      role: { role: "vpcCni", serviceAccount: "aws-node", mechanism },
    }),
    ...addon(EksAddon.KubeProxy, !runsCilium(settings) && cluster.existing === undefined, {
      phase: AddonPhase.BeforeNodes,
    }),
    ...addon(EksAddon.CoreDns, choices.coredns?.enabled ?? defaults.coredns, { choice: choices.coredns }),
    ...addon(EksAddon.EbsCsi, ebsCsi, {
      choice: choices.ebsCsi,
      role: { role: "ebsCsi", serviceAccount: "ebs-csi-controller-sa", mechanism },
    }),
    ...addon(EksAddon.MetricsServer, choices.metricsServer?.enabled ?? defaults.metricsServer, {
      choice: choices.metricsServer,
      ...(isOverlay(ipamOf(settings).mode) ? { base: OVERLAY_METRICS_SERVER } : {}),
    }),
  ];
  return { addons, ...(ebsCsi ? { storageClass: defaultStorageClass() } : {}) };
}

/**
 * The API server cannot reach pods of an overlay, so metrics-server uses the host's network there. EKS runs it on port 10251,
 * which does not collide with the kubelet's 10250 (aws/containers-roadmap#2589). UNVERIFIED: that the add-on's schema
 * takes this key; `aws eks describe-addon-configuration --addon-name metrics-server` tells.
 */
const OVERLAY_METRICS_SERVER: JsonObject = { hostNetwork: { enabled: true } };

interface AddonInput {
  readonly choice?: AddonChoice | undefined;
  readonly phase?: AddonPhase;
  readonly role?: AddonRolePlan;
  /** Configuration that the stack's own is laid over. */
  readonly base?: JsonObject;
}

const planner =
  ({ cluster }: Settings, bases: NonNullable<FeaturePart["addons"]>) =>
  (
    name: EksAddon,
    enabled: boolean,
    { choice, phase = AddonPhase.AfterNodes, role, base }: AddonInput,
  ): AddonPlan[] => {
    if (!enabled) return [];
    const version =
      choice?.version ?? addonVersion(name, cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION)?.version;
    const configuration = {
      ...base,
      ...bases[name],
      ...(choice?.configuration as Readonly<Record<string, Json>> | undefined),
    };
    return [
      {
        name,
        ...(version === undefined ? {} : { version }),
        phase,
        ...(Object.keys(configuration).length === 0 ? {} : { configuration }),
        ...(role === undefined ? {} : { role }),
      },
    ];
  };
