import { z } from "zod";
import {
  type BgpSettings,
  type HybridGatewaySettings,
  type HybridIdentity,
  HybridOs,
  type HybridPoolSettings,
  type HybridRouteSettings,
  type HybridSettings,
  HybridStrategy,
  type LoadBalancerPoolSettings,
  type RolesAnywhereIdentity,
  type SsmIdentity,
} from "../../core/settings/index.ts";
import { choice, flag, list, map, object, optional, ref, strings, tags, text, whole } from "./shape.ts";

const seconds = optional(whole(0, 2_147_483_647));

const bgp = object<BgpSettings>({
  localAsn: whole(1, 4_294_967_295),
  peers: map(
    object<BgpSettings["peers"][string]>({
      address: text,
      asn: whole(0, 4_294_967_295),
      authSecret: optional(text),
      multihop: optional(whole(1, 255)),
      holdSeconds: seconds,
      keepAliveSeconds: seconds,
      connectRetrySeconds: seconds,
      gracefulRestartSeconds: optional(whole(0, 4095)),
      port: optional(whole(1, 65_535)),
    }),
  ),
  advertise: object<BgpSettings["advertise"]>({
    podCidr: optional(flag),
    podIpPools: optional(tags),
    services: optional(
      object<NonNullable<BgpSettings["advertise"]["services"]>>({
        labels: optional(tags),
        addresses: optional(list(z.enum(["LoadBalancerIP", "ClusterIP", "ExternalIP"]))),
      }),
    ),
    communities: optional(strings),
  }),
  nodeSelector: optional(tags),
  nodes: optional(
    map(
      object<NonNullable<BgpSettings["nodes"]>[string]>({ routerId: optional(text), localAddresses: optional(tags) }),
    ),
  ),
});

const identities: Record<HybridIdentity["type"], z.ZodType<HybridIdentity>> = {
  ssm: object<SsmIdentity>({ type: z.literal("ssm"), expires: text }),
  rolesAnywhere: object<RolesAnywhereIdentity>({
    type: z.literal("rolesAnywhere"),
    certificateAuthority: ref,
    durationSeconds: optional(whole(900, 43_200)),
  }),
};
const identity = z.discriminatedUnion(
  "type",
  Object.values(identities) as never,
) as unknown as z.ZodType<HybridIdentity>;

const pool = object<HybridPoolSettings>({
  maxNodes: whole(1, 1000),
  nodeNames: optional(strings),
  labels: optional(tags),
  taints: optional(
    list(
      object<NonNullable<HybridPoolSettings["taints"]>[number]>({
        key: text,
        value: optional(text),
        effect: z.enum(["NoSchedule", "NoExecute", "PreferNoSchedule"]),
      }),
    ),
  ),
  os: choice(HybridOs),
  zone: optional(text),
  gpu: optional(flag),
});

export const hybridSchema = object<HybridSettings>({
  strategy: choice(HybridStrategy),
  nodeCidrs: strings,
  podCidrs: optional(strings),
  podMaskSize: optional(whole(16, 28)),
  identity,
  pools: map(pool),
  routes: optional(
    object<HybridRouteSettings>({
      transitGatewayId: optional(ref),
      virtualPrivateGatewayId: optional(ref),
      routeTableIds: list(ref),
    }),
  ),
  bgp: optional(bgp),
  loadBalancerPools: optional(
    map(
      object<LoadBalancerPoolSettings>({
        cidrs: strings,
        serviceLabels: optional(tags),
        l2Interfaces: optional(strings),
      }),
    ),
  ),
  ciliumVersion: optional(text),
  kubeconfig: optional(ref),
  gateway: optional(
    object<HybridGatewaySettings>({ nodeGroup: text, version: text, sourceDestCheckImage: optional(text) }),
  ),
});
