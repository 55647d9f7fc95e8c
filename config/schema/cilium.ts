import { z } from "zod";
import {
  Acceleration,
  type AllocationSettings,
  type AwsCniIpam,
  type CiliumSettings,
  type ClusterPoolIpam,
  DatapathMode,
  type EncryptionSettings,
  type EniIpam,
  type EniSettings,
  HostRouting,
  type IpamSettings,
  LoadBalancerAlgorithm,
  LoadBalancerMode,
  type LoadBalancerSettings,
  Masquerade,
  type MasqueradeSettings,
  type MultiPoolIpam,
  OperatorIdentity,
  type PodPool,
  TunnelProtocol,
  type VpcCniIpam,
} from "../../core/settings/index.ts";
import { REFUSED_IPAM_MODES } from "../../core/cilium/refused-ipam.ts";
import { choice, flag, json, map, object, optional, strings, tags, text, whole } from "./shape.ts";

const addresses = whole(0, 100_000);

/** One object a mode; which one is meant is told by `mode`, so that a fault names the right keys. */
const ipamModes: Record<IpamSettings["mode"], z.ZodType<IpamSettings>> = {
  eni: object<EniIpam>({ mode: z.literal("eni") }),
  "cluster-pool": object<ClusterPoolIpam>({
    mode: z.literal("cluster-pool"),
    podCidrs: strings,
    maskSize: optional(whole(1, 32)),
    tunnel: choice(TunnelProtocol),
  }),
  "multi-pool": object<MultiPoolIpam>({
    mode: z.literal("multi-pool"),
    pools: map(object<PodPool>({ cidrs: strings, maskSize: whole(1, 32) })),
    tunnel: choice(TunnelProtocol),
  }),
  "aws-cni": object<AwsCniIpam>({ mode: z.literal("aws-cni") }),
  "vpc-cni": object<VpcCniIpam>({ mode: z.literal("vpc-cni") }),
};

const ipam = z.discriminatedUnion("mode", Object.values(ipamModes) as never, {
  error: ({ input }) => ipamModeHint((input as { mode?: unknown } | undefined)?.mode),
}) as unknown as z.ZodType<IpamSettings>;

function ipamModeHint(mode: unknown): string {
  const allowed = `one of ${Object.keys(ipamModes).join(", ")}`;
  const reason = typeof mode === "string" ? REFUSED_IPAM_MODES[mode] : undefined;
  return reason === undefined ? allowed : `${allowed} (${reason})`;
}

const loadBalancer = object<LoadBalancerSettings>({
  mode: optional(choice(LoadBalancerMode)),
  acceleration: optional(choice(Acceleration)),
  algorithm: optional(choice(LoadBalancerAlgorithm)),
  maglevTableSize: optional(whole(1, 1_000_000)),
  largestServiceBackends: optional(addresses),
  algorithmAnnotation: optional(flag),
  modeAnnotation: optional(flag),
  sourceDestCheckWatcher: optional(flag),
  sourceDestCheckImage: optional(text),
});

const eni = object<EniSettings>({
  tags: optional(tags),
  gc: optional(
    object<NonNullable<EniSettings["gc"]>>({ intervalSeconds: optional(whole(0, 86_400)), tags: optional(tags) }),
  ),
  securityGroupTags: optional(tags),
});

const chartVersion = z.string().regex(/^\d+\.\d+\.\d+$/, "an exact chart version, for example 1.19.6");

export const ciliumSchema = object<CiliumSettings>({
  version: optional(chartVersion),
  installedVersion: optional(chartVersion),
  ipam: optional(ipam),
  prefixDelegation: optional(flag),
  releaseExcessIps: optional(flag),
  firstInterfaceIndex: optional(z.union([z.literal(0), z.literal(1)])),
  allocation: optional(
    object<AllocationSettings>({
      preAllocate: optional(addresses),
      minAllocate: optional(addresses),
      maxAllocate: optional(addresses),
    }),
  ),
  eni: optional(eni),
  masquerade: optional(object<MasqueradeSettings>({ mode: choice(Masquerade), nonMasqueradeCidrs: optional(strings) })),
  hostRouting: optional(choice(HostRouting)),
  loadBalancer: optional(loadBalancer),
  encryption: optional(object<EncryptionSettings>({ wireguard: optional(flag), nodeEncryption: optional(flag) })),
  operatorIdentity: optional(choice(OperatorIdentity)),
  operatorApi: optional(
    object<NonNullable<CiliumSettings["operatorApi"]>>({
      qps: optional(z.number().positive()),
      burst: optional(whole(1, 10_000)),
    }),
  ),
  bandwidthManager: optional(
    object<NonNullable<CiliumSettings["bandwidthManager"]>>({ enabled: flag, bbr: optional(flag) }),
  ),
  datapathMode: optional(choice(DatapathMode)),
  bigTcp: optional(flag),
  upgradeCompatibility: optional(text),
  helmValues: optional(json),
});
