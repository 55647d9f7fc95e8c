import { CONTAINERD_FLOOR, nodeOs } from "../facts/kernels.ts";
import { DEPLOY_TOOLS } from "../facts/tools.ts";
import { ciliumTuple } from "../facts/versions.ts";
import type { ClusterModel, NodeGroupModel } from "../model/index.ts";

/** One thing that the chosen versions need, with what this stack has. */
export interface Requirement {
  readonly what: string;
  readonly needed: string;
  readonly here: string;
}

/** The versions that a stack is made of, for headings. */
export function versionsOf({ cilium, controlPlane, gatewayApi }: ClusterModel): Record<string, string> {
  return {
    ...(cilium === undefined ? {} : { Cilium: cilium.version }),
    ...(controlPlane?.kubernetesVersion === undefined ? {} : { Kubernetes: controlPlane.kubernetesVersion }),
    ...(gatewayApi?.bundle === undefined ? {} : { "Gateway API": `${gatewayApi.bundle} (${gatewayApi.channel})` }),
  };
}

/** What the tuple asks of the control plane, the nodes and the machine that deploys. */
export function requirementsOf(model: ClusterModel): Requirement[] {
  const tuple = model.cilium === undefined ? undefined : ciliumTuple(model.cilium.version);
  if (tuple === undefined) return [];
  const kubernetes = model.controlPlane?.kubernetesVersion;
  return [
    {
      what: "Kubernetes",
      needed: `${tuple.kubernetes.min} to ${tuple.kubernetes.max}`,
      here: kubernetes ?? "not known",
    },
    {
      what: "Gateway API bundle",
      needed: tuple.gatewayApi,
      here: model.gatewayApi?.bundle ?? "not used",
    },
    ...nodeRequirements(model.nodeGroups ?? [], kubernetes),
    ...DEPLOY_TOOLS.map(({ command, minimum, why }) => ({
      what: `${command} on PATH`,
      needed: minimum === undefined ? "any version" : `${minimum} or newer`,
      here: `not checked offline: ${why}`,
    })),
  ];
}

/** Cilium's own floor since 1.18 (Cilium docs: operations/system_requirements). */
const KERNEL_FLOOR = "5.10";

function nodeRequirements(groups: readonly NodeGroupModel[], kubernetes: string | undefined): Requirement[] {
  const systems = new Set(groups.map(({ amiFamily }) => (amiFamily === "BOTTLEROCKET" ? "Bottlerocket" : "AL2023")));
  return [...systems].toSorted().map((image) => {
    const os = kubernetes === undefined ? undefined : nodeOs(image, kubernetes);
    return {
      what: `node OS ${image}`,
      needed: `kernel ${KERNEL_FLOOR}, containerd ${CONTAINERD_FLOOR}`,
      here:
        os === undefined
          ? "not known"
          : `kernel ${os.kernel}${os.containerd === undefined ? "" : `, containerd ${os.containerd}`}`,
    };
  });
}
