import type { Json } from "../model/index.ts";
import { UPSTREAM_REGISTRY } from "../facts/images.ts";
import { SPLIT_NODE_LABEL } from "../facts/node-labels.ts";
import { planProxy } from "../settings/proxy.ts";
import { AdoptionStrategy, OperatorIdentity, type Settings } from "../settings/index.ts";
import { IMAGE_REPOSITORIES, MAX_OPERATOR_REPLICAS, OPERATOR_RESOURCES } from "./defaults.ts";
import { ipamOf } from "../settings/ipam.ts";
import { from, type Contribution } from "../helm/merge.ts";

/** How Cilium runs: names, replicas, credentials, proxy, images, where it may run. */
export const platformValues = (settings: Settings): Contribution[] => [
  from("cluster.name", { "cluster.name": settings.cluster.name }),
  from("mesh.id", { "cluster.id": settings.mesh?.id ?? 0 }),
  from("cilium.upgradeCompatibility", { upgradeCompatibility: settings.cilium?.upgradeCompatibility }),
  // A changed cilium-config is read only by new pods.
  from("cilium", { rollOutCiliumPods: true, "operator.rollOutPods": true, "envoy.rollOutPods": true }),
  from("nodeGroups", { "operator.replicas": operatorReplicas(settings) }),
  from("cilium", { "operator.resources": OPERATOR_RESOURCES }),
  // The chart's own method makes a new CA on every render without a cluster, and never renews two of its certificates.
  from("cilium", { "hubble.tls.auto.method": "cronJob" }),
  environment(settings),
  ...images(settings),
  ...placement(settings),
];

/** The smallest the cluster gets decides, because two operators never share a node. */
const operatorReplicas = ({ nodeGroups }: Pick<Settings, "nodeGroups">): number =>
  Math.max(
    1,
    Math.min(
      MAX_OPERATOR_REPLICAS,
      Object.values(nodeGroups).reduce((sum, { scaling }) => sum + scaling.min, 0),
    ),
  );

/** Setting `eni.iamRole` takes every AWS_* variable away from the operator, its Region too (cilium/cilium#39307). */
function environment(settings: Settings): Contribution {
  const proxy = planProxy(settings);
  const variables: [string, string][] = proxy === undefined ? [] : proxyVariables(proxy);
  const needsRegion =
    ipamOf(settings).mode === "eni" &&
    (settings.cilium?.operatorIdentity ?? OperatorIdentity.Irsa) === OperatorIdentity.Irsa;
  return from("cluster.proxy", {
    "operator.extraEnv": list([
      ...(needsRegion ? [["AWS_REGION", settings.region] as [string, string]] : []),
      ...variables,
    ]),
    extraEnv: list(variables),
  });
}

const list = (entries: readonly [string, string][]): Json | undefined =>
  entries.length === 0 ? undefined : entries.map(([name, value]) => ({ name, value }));

const proxyVariables = (proxy: {
  httpProxy: string;
  httpsProxy: string;
  noProxy: readonly string[];
}): [string, string][] => [
  ["HTTP_PROXY", proxy.httpProxy],
  ["HTTPS_PROXY", proxy.httpsProxy],
  ["NO_PROXY", proxy.noProxy.join(",")],
];

/** Images of a mirror. Digests stay: a mirror that keeps them serves the same bytes. */
function images({ cluster }: Settings): Contribution[] {
  const mirror = cluster.registry?.mirrors?.[UPSTREAM_REGISTRY];
  if (mirror === undefined) return [];
  const values = Object.entries(IMAGE_REPOSITORIES).map(([image, name]) => [
    `${image}.repository`,
    `${mirror}/${name}`,
  ]);
  return [from("cluster.registry.mirrors", Object.fromEntries(values) as Record<string, string>)];
}

function placement(settings: Settings): Contribution[] {
  if (settings.cluster.existing?.strategy !== AdoptionStrategy.Split) return [];
  const key = SPLIT_NODE_LABEL.key.replaceAll(".", "\\.");
  return [
    from("cluster.existing", {
      [`nodeSelector.${key}`]: SPLIT_NODE_LABEL.value,
      [`envoy.nodeSelector.${key}`]: SPLIT_NODE_LABEL.value,
      // Old nodes still belong to the VPC CNI.
      "operator.unmanagedPodWatcher.restart": false,
    }),
  ];
}
