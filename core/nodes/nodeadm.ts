import { stringify } from "yaml";
import { type MimePart, writeMime } from "../boot/mime.ts";
import { registryScript } from "./registry.ts";
import type { HostPlan, JoinTarget, NodeGroupPlan } from "./types.ts";
import type { ProxyPlan } from "../settings/proxy.ts";
import { xdpScript } from "./xdp.ts";

/** Media type of nodeadm's parts (amazon-eks-ami nodeadm/api). */
export const NODE_CONFIG_TYPE = "application/node.eks.aws";
const SHELL_SCRIPT_TYPE = "text/x-shellscript";

type NodeAdmPlan = Pick<NodeGroupPlan, "labels" | "taints" | "pods" | "host">;

/** User data of an AL2023 node: a whole NodeConfig, because with an image of one's own EKS adds nothing to it. */
export function renderNodeadm(cluster: JoinTarget, plan: NodeAdmPlan): string {
  return writeMime([
    ...scriptParts(plan.host),
    { contentType: NODE_CONFIG_TYPE, body: stringify(nodeConfig(cluster, plan), { lineWidth: 0 }) },
  ]);
}

/** What stands beside a NodeConfig that somebody else writes, as Karpenter does: nodeadm merges several. */
export const hostParts = (host: HostPlan): MimePart[] => [
  ...scriptParts(host),
  ...(host.proxy === undefined
    ? []
    : [
        {
          contentType: NODE_CONFIG_TYPE,
          body: stringify({ ...CONFIG, spec: proxyInstance(host.proxy) }, { lineWidth: 0 }),
        },
      ]),
];

const scriptParts = (host: HostPlan): MimePart[] => {
  const script = hostScript(host);
  return script === undefined ? [] : [{ contentType: `${SHELL_SCRIPT_TYPE}; charset="us-ascii"`, body: script }];
};

const CONFIG = { apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig" };

const proxyInstance = (proxy: ProxyPlan): object => ({
  instance: { environment: { default: proxyVariables(proxy) } },
});

/** Fields of `node.eks.aws/v1alpha1` (amazon-eks-ami nodeadm/api/v1alpha1/nodeconfig_types.go). */
function nodeConfig(cluster: JoinTarget, { labels, taints, pods, host }: NodeAdmPlan): object {
  return {
    ...CONFIG,
    spec: {
      cluster: {
        name: cluster.name,
        apiServerEndpoint: cluster.endpoint,
        certificateAuthority: cluster.certificateAuthority,
        cidr: cluster.serviceCidr,
      },
      kubelet: {
        config: { ...(pods.max === undefined ? {} : { maxPods: pods.max }), registerWithTaints: taints },
        flags: [`--node-labels=${labelFlag(labels)}`],
        maxPodsExpression: pods.expression,
      },
      ...(host.proxy === undefined ? {} : proxyInstance(host.proxy)),
    },
  };
}

const labelFlag = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

/** Both spellings: curl reads only the lower-case `http_proxy`, Go both. */
function proxyVariables({ httpProxy, httpsProxy, noProxy }: ProxyPlan): Record<string, string> {
  const list = noProxy.join(",");
  return {
    HTTP_PROXY: httpProxy,
    HTTPS_PROXY: httpsProxy,
    NO_PROXY: list,
    http_proxy: httpProxy,
    https_proxy: httpsProxy,
    no_proxy: list,
  };
}

/** Cloud-init runs it between nodeadm's two phases, before the kubelet starts (amazon-eks-ami nodeadm-run.service). */
function hostScript(host: HostPlan): string | undefined {
  const steps = [
    ...Object.entries(host.registryMirrors).map(([registry, mirror]) => registryScript(registry, mirror)),
    ...(host.xdp ? [xdpScript()] : []),
  ];
  return steps.length === 0 ? undefined : ["#!/bin/bash", "set -eu", ...steps, ""].join("\n");
}
