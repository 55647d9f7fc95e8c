import { CHART_REPOSITORY, type ReleasePlan } from "../helm/charts.ts";
import { MESH_API_PORT, MESH_RESOURCES, RENEWAL_SCHEDULE } from "../facts/clustermesh.ts";
import type { ClusterModel, Json, JsonObject, KubernetesObject } from "../model/index.ts";
import {
  type BgpSettings,
  HybridStrategy,
  type LoadBalancerPoolSettings,
  type MeshPeer,
  type MeshSettings,
  type Settings,
} from "../settings/index.ts";
import { planBgp, planLoadBalancerPools } from "./bgp/build.ts";
import { DEFAULT_POD_MASK_SIZE } from "./defaults.ts";
import { AWS_CHART, NAMESPACE } from "./release.ts";

/** The cluster on premises of a mesh, as what its Cilium is made of. */
export interface PremisesInput {
  /** Its name in the mesh. */
  readonly name: string;
  readonly mesh: Pick<MeshSettings, "id" | "addresses" | "peers" | "maxClusters">;
  /** Port of its mesh API where that is a port of every node; without one it is a Service that routers are told of. */
  readonly nodePort?: number;
  readonly podCidrs: readonly string[];
  readonly podMaskSize?: number;
  /** AWS's build, `1.18.8-1`; a version of Cilium's own chart where it has no build. */
  readonly ciliumVersion: string;
  readonly wireguard?: boolean;
  readonly bgp?: BgpSettings;
  readonly loadBalancerPools?: Readonly<Record<string, LoadBalancerPoolSettings>>;
}

export interface PremisesPlan {
  readonly name: string;
  readonly release: ReleasePlan;
  /** BGP, pools of Service addresses, the mesh API's own among them. */
  readonly objects: readonly KubernetesObject[];
}

/** Class of Services whose addresses Cilium tells routers; with it EKS's own controller makes no load balancer (EKS user guide: hybrid-nodes-service-load-balancing). */
const BGP_CLASS = "io.cilium/bgp-control-plane";
/** Service of the chart (templates/clustermesh-apiserver/service.yaml). */
const MESH_API = "clustermesh-apiserver";

/**
 * Cilium of the cluster on premises: blocks of its own that are routed natively, as ENI mode is, and joined by the same CA and
 * fixed addresses. Checked against chart 1.18.12.
 */
export function planPremises(input: PremisesInput): PremisesPlan {
  const { name, bgp, loadBalancerPools = {}, ciliumVersion } = input;
  const awsBuild = /-\d+$/.test(ciliumVersion);
  return {
    name,
    release: {
      name: "cilium",
      ...(awsBuild ? { chart: AWS_CHART } : { chart: "cilium", repository: CHART_REPOSITORY }),
      version: ciliumVersion,
      namespace: NAMESPACE,
      values: valuesOf(input),
      // There may be no node yet.
      skipAwait: true,
    },
    objects: [
      ...(bgp === undefined ? [] : planBgp("hybrid", { nodeSelector: LINUX, ...bgp })),
      ...planLoadBalancerPools(loadBalancerPools),
      ...(input.nodePort === undefined ? [meshApiPool(input.mesh.addresses)] : []),
    ],
  };
}

/** Every node: one that is no EKS hybrid node has no label of EKS. */
const LINUX = { "kubernetes.io/os": "linux" };

function valuesOf({
  name,
  mesh,
  nodePort,
  podCidrs,
  podMaskSize,
  ciliumVersion,
  wireguard,
  bgp,
}: PremisesInput): JsonObject {
  return {
    cluster: { name, id: mesh.id },
    routingMode: "native",
    // Pods are routed, so they keep their addresses: ipv4NativeRoutingCIDR takes one block, and a mesh has several.
    enableIPv4Masquerade: false,
    ipam: {
      mode: "cluster-pool",
      operator: {
        clusterPoolIPv4PodCIDRList: podCidrs,
        clusterPoolIPv4MaskSize: podMaskSize ?? DEFAULT_POD_MASK_SIZE,
      },
    },
    operator: { unmanagedPodWatcher: { restart: false } },
    envoy: { enabled: false },
    // The chart's own method makes a CA of its own in place of the mesh's.
    hubble: { tls: { auto: { method: "cronJob" } } },
    ...(bgp === undefined ? {} : { bgpControlPlane: { enabled: true } }),
    ...(wireguard === true ? { encryption: { enabled: true, type: "wireguard" } } : {}),
    clustermesh: {
      useAPIServer: true,
      ...(mesh.maxClusters === undefined ? {} : { maxConnectedClusters: mesh.maxClusters }),
      // As on the other side: 1.19's defaults, which 1.18 has otherwise.
      policyDefaultLocalCluster: true,
      config: { enabled: true, clusters: connections(mesh.peers, ciliumVersion) },
      apiserver: {
        replicas: 2,
        etcd: { resources: MESH_RESOURCES },
        kvstoremesh: { resources: MESH_RESOURCES },
        service: serviceOf(mesh.addresses, nodePort),
        tls: { authMode: "migration", auto: { method: "cronJob", schedule: RENEWAL_SCHEDULE } },
      },
    },
  };
}

const serviceOf = (addresses: readonly string[], nodePort: number | undefined): JsonObject =>
  nodePort === undefined
    ? {
        type: "LoadBalancer",
        loadBalancerClass: BGP_CLASS,
        annotations: { "lbipam.cilium.io/ips": addresses.join(",") },
      }
    : { type: "NodePort", nodePort };

/** A list up to 1.18; since 1.19 the chart takes a map too (templates/clustermesh-config). */
function connections(peers: Readonly<Record<string, MeshPeer>>, version: string): Json {
  const entries = Object.entries(peers).map(([peer, { addresses, port = MESH_API_PORT }]) => ({
    name: peer,
    ips: addresses,
    port,
  }));
  const minor = Number(/^1\.(\d+)\./.exec(version)?.[1]);
  return minor < 19 ? entries : Object.fromEntries(entries.map(({ name, ...rest }) => [name, rest]));
}

/** What rules see of it. */
export const premisesModel = ({ release, objects }: PremisesPlan): ClusterModel => ({
  objects,
  cilium: {
    ...release,
    releaseName: release.name,
    userValues: {},
    skipAwait: true,
    atomic: false,
    delivery: "release",
  },
});

/** The mesh API's addresses, for it alone (Cilium docs: network/lb-ipam, Service Selectors). */
const meshApiPool = (addresses: readonly string[]): KubernetesObject => ({
  apiVersion: "cilium.io/v2",
  kind: "CiliumLoadBalancerIPPool",
  metadata: { name: MESH_API },
  spec: {
    blocks: addresses.map((address) => ({ cidr: `${address}/32` })),
    serviceSelector: {
      matchLabels: { "io.kubernetes.service.namespace": NAMESPACE, "io.kubernetes.service.name": MESH_API },
    },
  },
});

/** The cluster on premises of a stack with `clusterMesh`; undefined where the mesh names none. */
export function premisesOf({ cluster, network, cilium, mesh, hybrid }: Settings): PremisesInput | undefined {
  const found = Object.entries(mesh?.peers ?? {}).find(([, { onPremises }]) => onPremises === true);
  if (mesh === undefined || hybrid?.strategy !== HybridStrategy.ClusterMesh || found === undefined) return undefined;
  const [name, peer] = found;
  const version = hybrid.ciliumVersion ?? peer.ciliumVersion;
  if (version === undefined) return undefined;
  const vpc = network.vpc.cidr === undefined ? (network.vpc.cidrs ?? []) : [network.vpc.cidr];
  const others = Object.entries(mesh.peers).filter(([other]) => other !== name);
  const own: MeshPeer = { id: mesh.id, addresses: mesh.addresses, nodeCidrs: vpc, podCidrs: vpc };
  return {
    name,
    mesh: {
      id: peer.id,
      addresses: peer.addresses,
      peers: { [cluster.name]: own, ...Object.fromEntries(others) },
      ...(mesh.maxClusters === undefined ? {} : { maxClusters: mesh.maxClusters }),
    },
    podCidrs: peer.podCidrs,
    ciliumVersion: version,
    ...(peer.port === undefined || peer.port === MESH_API_PORT ? {} : { nodePort: peer.port }),
    ...(hybrid.podMaskSize === undefined ? {} : { podMaskSize: hybrid.podMaskSize }),
    ...(cilium?.encryption?.wireguard === true ? { wireguard: true } : {}),
    ...(hybrid.bgp === undefined ? {} : { bgp: hybrid.bgp }),
    ...(hybrid.loadBalancerPools === undefined ? {} : { loadBalancerPools: hybrid.loadBalancerPools }),
  };
}
