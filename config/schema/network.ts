import { z } from "zod";
import {
  type AttachSettings,
  type ExistingSubnet,
  type ExistingSubnets,
  type FlowLogSettings,
  NatGateways,
  type NetworkAclEntry,
  type NetworkAclSettings,
  type NeighbourSettings,
  type NetworkSettings,
  type PodSubnetSettings,
  type VpcSettings,
} from "../../core/settings/index.ts";
import { choice, flag, list, map, object, optional, ref, strings, text, whole } from "./shape.ts";

const existingSubnet = object<ExistingSubnet>({
  id: ref,
  zone: text,
  cidr: text,
  egress: optional(z.enum(["nat", "internet-gateway", "none"])),
  routeTableId: optional(ref),
});

const existingSubnets = object<ExistingSubnets>({
  private: list(existingSubnet),
  controlPlane: optional(list(existingSubnet)),
  public: optional(list(existingSubnet)),
});

const port = optional(whole(0, 65_535));

const aclEntries = list(
  object<NetworkAclEntry>({
    number: whole(1, 32_766),
    action: z.enum(["allow", "deny"]),
    protocol: optional(z.enum(["tcp", "udp", "icmp", "all"])),
    from: port,
    to: port,
    cidr: text,
  }),
);

const acl = object<NetworkAclSettings>({
  subnets: strings,
  ingress: optional(aclEntries),
  egress: optional(aclEntries),
});

const vpc = object<VpcSettings>({
  cidr: optional(text),
  availabilityZones: optional(z.union([whole(1, 6), strings])),
  natGateways: optional(choice(NatGateways)),
  id: optional(ref),
  cidrs: optional(strings),
  subnets: optional(existingSubnets),
  acls: optional(map(acl)),
});

const podSubnets = object<PodSubnetSettings>({
  cidr: optional(text),
  existing: optional(list(existingSubnet)),
  prefixReservationPercent: optional(whole(0, 100)),
});

const attach = object<AttachSettings>({
  transitGatewayId: optional(ref),
  peeringConnectionId: optional(ref),
  cidrs: strings,
  resolverEndpoints: optional(flag),
});

const flowLogs = object<FlowLogSettings>({
  enabled: optional(flag),
  retentionDays: optional(whole(1, 3653)),
  includePodAddresses: optional(flag),
});

export const networkSchema = object<NetworkSettings>({
  vpc,
  podSubnets: optional(podSubnets),
  endpoints: optional(z.union([z.literal("all"), strings])),
  attach: optional(attach),
  neighbours: optional(list(object<NeighbourSettings>({ name: text, cidrs: strings }))),
  flowLogs: optional(flowLogs),
});
