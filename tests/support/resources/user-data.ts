import type { NodeGroupModel, TaintModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";

/** The user data that says what the model says; `UNKNOWN` where a part of it is unknown, undefined where it says nothing. */
export function raiseUserData(group: NodeGroupModel): unknown {
  const kubelet = kubeletTaints(group.taints);
  const parts = [group.userDataKind, group.maxPods, group.maxPodsPlaces, group.joins, group.nodeConfigParts, kubelet];
  const { networkSetup, maxPodsPlaces, joins } = group;
  const inner = [maxPodsPlaces?.kubelet, maxPodsPlaces?.expression, joins?.clusterName, joins?.serviceCidr];
  if (
    [...parts, ...inner, networkSetup, networkSetup?.xdpUdevRule, networkSetup?.mtu].some((part) => part === UNKNOWN)
  ) {
    return UNKNOWN;
  }
  const text = textOf(group, kubelet as readonly TaintModel[]);
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}

const kubeletTaints = (taints: readonly TaintModel[]): unknown => {
  if ((taints as unknown) === UNKNOWN || taints.some((taint) => (taint as unknown) === UNKNOWN)) return UNKNOWN;
  return taints.filter(({ place }) => place === "kubelet");
};

function textOf(group: NodeGroupModel, taints: readonly TaintModel[]): string | undefined {
  switch (group.userDataKind) {
    case "nodeadm":
      return nodeadm(group, taints);
    case "bottlerocket":
      return bottlerocket(group, taints);
    case "bootstrap-sh":
      return bootstrap(group, taints);
    default:
      return script(group);
  }
}

function nodeadm(group: NodeGroupModel, taints: readonly TaintModel[]): string {
  const { joins, maxPods, maxPodsPlaces } = group;
  const config = {
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: {
      cluster: { name: joins?.clusterName, apiServerEndpoint: joins?.endpoint, cidr: joins?.serviceCidr },
      kubelet: {
        maxPodsExpression: maxPodsPlaces?.expression,
        config: {
          maxPods: maxPodsPlaces === undefined ? maxPods : maxPodsPlaces.kubelet,
          registerWithTaints: taints.map(({ key, value, effect }) => ({ key, value, effect })),
        },
      },
    },
  };
  const more = Array.from({ length: Math.max(0, (group.nodeConfigParts ?? 1) - 1) }, () => ({
    apiVersion: config.apiVersion,
    kind: config.kind,
    spec: {},
  }));
  const parts = [config, ...more].map((part) => mimePart("application/node.eks.aws", JSON.stringify(part)));
  const setup = script(group);
  if (setup !== undefined) parts.push(mimePart("text/x-shellscript", setup));
  return `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="BOUNDARY"\n\n${parts.join("")}--BOUNDARY--\n`;
}

const mimePart = (type: string, body: string): string => `--BOUNDARY\nContent-Type: ${type}\n\n${body}\n`;

function script({ networkSetup: { xdpUdevRule, mtu } }: NodeGroupModel): string | undefined {
  if (!xdpUdevRule && mtu === undefined) return undefined;
  const rule = xdpUdevRule ? "cat > /etc/udev/rules.d/90-xdp.rules <<< 'RUN+=\"ethtool -L %k combined 2\"'\n" : "";
  return `#!/bin/bash\n${rule}${mtu === undefined ? "" : `ip link set ens5 mtu ${String(mtu)}\n`}`;
}

function bottlerocket({ joins, maxPods }: NodeGroupModel, taints: readonly TaintModel[]): string {
  const lines = [
    "[settings.kubernetes]",
    ...(joins?.clusterName === undefined ? [] : [`cluster-name = "${joins.clusterName}"`]),
    ...(maxPods === undefined ? [] : [`max-pods = ${String(maxPods)}`]),
    "[settings.kubernetes.node-taints]",
    ...taints.map(({ key, value = "", effect }) => `"${key}" = ["${value}:${effect}"]`),
  ];
  return lines.join("\n");
}

function bootstrap({ joins, maxPods }: NodeGroupModel, taints: readonly TaintModel[]): string {
  const flags = [
    ...(maxPods === undefined ? [] : [`--max-pods=${String(maxPods)}`]),
    ...(taints.length === 0
      ? []
      : [
          `--register-with-taints=${taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`).join(",")}`,
        ]),
  ];
  return `#!/bin/bash\n/etc/eks/bootstrap.sh ${joins?.clusterName ?? "test"} --kubelet-extra-args '${flags.join(" ")}'\n`;
}
