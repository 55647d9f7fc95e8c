import * as fc from "fast-check";
import type { Settings } from "../../core/settings/index.ts";

/** Blocks that a person may write twice, of private networks or of the internet. */
const listOf = (...blocks: readonly string[]) => fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 4 });
const inside = listOf("192.168.0.0/16", "172.31.0.0/16", "192.168.0.0/16");
const outside = listOf("198.51.100.0/24", "203.0.113.0/24", "192.0.2.17/32");
const present = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const without = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;

const group = fc
  .record({
    instanceTypes: fc.uniqueArray(fc.constantFrom("m6i.large", "m6i.xlarge", "m6a.large"), {
      minLength: 1,
      maxLength: 3,
    }),
    scaling: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 })).map(([min, more]) => ({
      min,
      desired: min,
      max: min + more,
    })),
    access: present(inside.map((sourceCidrs) => ({ kind: "ssh" as const, keyName: "ops", sourceCidrs }))),
    capacityType: present(fc.constantFrom("SPOT" as const, "ON_DEMAND" as const)),
    disk: present(fc.record({ sizeGiB: fc.integer({ min: 30, max: 500 }) })),
    ami: present(fc.constantFrom({ family: "AL2023" as const }, { family: "Bottlerocket" as const })),
    update: present(fc.constantFrom({ maxUnavailable: 1 }, { maxUnavailablePercentage: 33 })),
    extraTags: present(fc.constant({ "cost center": "42" })),
    labels: present(fc.dictionary(fc.constantFrom("team", "pool"), fc.constantFrom("a", "b"), { maxKeys: 2 })),
  })
  .map(without);

const nodeGroups = fc.dictionary(fc.constantFrom("general", "memory", "a", "g".repeat(36), "with_underscore"), group, {
  minKeys: 1,
  maxKeys: 4,
});

const viewer = (name: string) => ({
  principalArn: `arn:aws:iam::111122223333:role/${name}`,
  policy: "AmazonEKSViewPolicy" as const,
});

const cluster = fc
  .record({
    name: fc.constantFrom("prod", "c".repeat(20), "team-a-1", "c".repeat(32)),
    kubernetesVersion: fc.constantFrom("1.34", "1.35"),
    createSecretsKey: present(fc.boolean()),
    deletionProtection: present(fc.boolean()),
    autoscaler: present(fc.constant("cluster-autoscaler" as const)),
    endpoint: outside.map((publicAccessCidrs) => ({ privateAccess: true, publicAccess: true, publicAccessCidrs })),
    logs: present(
      fc.record({
        types: fc.constantFrom(["api" as const], ["api" as const, "audit" as const, "api" as const]),
        retentionDays: fc.constantFrom(7, 365),
      }),
    ),
    addons: present(
      fc.constantFrom({ metricsServer: { enabled: true } }, { ebsCsi: { enabled: true } }, { coredns: {} }),
    ),
    access: present(
      fc
        .uniqueArray(fc.constantFrom("admins", "viewers", "robots"), { maxLength: 3 })
        .map((names) => Object.fromEntries(names.map((name) => [name, viewer(name)])))
        .map((entries) => ({ entries })),
    ),
    extraTags: present(fc.constant({ owner: "platform", "cost center": "42" })),
  })
  .map(without);

const network = fc
  .record({
    vpc: fc.record({
      cidr: fc.constantFrom("10.0.0.0/16", "10.128.0.0/17"),
      availabilityZones: fc.constantFrom(2, 3),
      natGateways: fc.constantFrom("single" as const, "per-zone" as const),
    }),
    podSubnets: present(
      fc.record({
        cidr: fc.constantFrom("100.64.0.0/16", "100.64.0.0/18"),
        prefixReservationPercent: fc.constantFrom(25, 50, 75),
      }),
    ),
    attach: present(
      inside.map((cidrs) => ({ transitGatewayId: "tgw-0123456789abcdef0", cidrs, resolverEndpoints: true })),
    ),
    endpoints: present(fc.constantFrom<"all" | readonly string[]>("all", ["s3", "ecr.api", "s3"])),
    flowLogs: present(fc.constant({ enabled: true, retentionDays: 90 })),
  })
  .map(without);

const cilium = fc
  .record({
    version: fc.constantFrom("1.19.6", "1.20.2"),
    prefixDelegation: present(fc.boolean()),
    encryption: present(fc.constant({ wireguard: true })),
    operatorIdentity: present(fc.constantFrom("irsa" as const, "pod-identity" as const)),
    loadBalancer: present(fc.constant({ algorithm: "maglev" as const })),
    masquerade: present(fc.constant({ mode: "bpf" as const })),
    eni: present(fc.constant({ tags: { owner: "platform" } })),
  })
  .map(without);

const gateway = fc.constantFrom<Settings["gateway"]>(
  undefined,
  {
    enabled: true,
    listeners: { http: { protocol: "HTTP" }, https: { protocol: "HTTPS", hostname: "*.apps.example.com" } },
    exposure: { type: "internet-facing", elasticIps: "allocate" },
    tls: {
      certManager: "install",
      issuer: { email: "a@example.com", route53: { hostedZoneIds: ["Z0123456789ABCDEFGHIJ"] } },
    },
  },
  {
    enabled: true,
    listeners: { http: { protocol: "HTTP" } },
    exposure: { type: "host-network", sourceRanges: ["198.51.100.0/24", "198.51.100.0/24"] },
  },
);

const observability = fc
  .record({
    relay: fc.constant(true),
    ui: present(fc.boolean()),
    relayTls: present(fc.constantFrom("tls" as const, "mtls" as const)),
    flowLogs: present(fc.constant({ destination: { cloudWatch: { retentionDays: 30 } } })),
    prometheus: present(
      fc.constantFrom(
        { mode: "present" as const, sourceCidrs: ["10.9.0.0/16", "10.9.0.0/16"] },
        { mode: "amp" as const },
      ),
    ),
  })
  .map(without);

const quotas = fc
  .uniqueArray(fc.constantFrom("L-1216C47A", "L-DF5E4CA3", "L-0263D0A3"), { maxLength: 3 })
  .map((request) => ({ request, current: { "L-1216C47A": 512, "L-34B43A08": 512 } }));

/** Each area with what a person may write there; all that they name fits the others as {@link PLAIN} has them. */
export const AREAS = { cluster, network, nodeGroups, cilium, gateway, observability, quotas } as const;

/** The parts of an area's stack that are not random. */
const PLAIN = {
  region: "eu-central-1",
  cluster: { name: "prod", endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
  network: { vpc: { cidr: "10.0.0.0/16", availabilityZones: 3, natGateways: "per-zone" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, desired: 2, max: 4 } } },
  cilium: { version: "1.19.6" },
  quotas: { current: { "L-1216C47A": 512, "L-34B43A08": 512 } },
};

/** A stack that works, with one area of any content. */
export const arbitraryArea = (area: keyof typeof AREAS): fc.Arbitrary<Settings> =>
  (AREAS[area] as fc.Arbitrary<unknown>).map((part) => without({ ...PLAIN, [area]: part }) as unknown as Settings);

const someOf = (...blocks: readonly string[]) => fc.subarray([...blocks], { minLength: 1 });

const hybrid = fc.record({
  nodeCidrs: someOf("192.168.10.0/24", "192.168.11.0/24"),
  podCidrs: someOf("192.168.64.0/20", "192.168.80.0/20"),
  routes: listOf("rtb-0123456789abcdef0", "rtb-0123456789abcdef1", "rtb-0123456789abcdef0").map((routeTableIds) => ({
    transitGatewayId: "tgw-0123456789abcdef0",
    routeTableIds,
  })),
  pools: fc.dictionary(
    fc.constantFrom("rack", "inference", "r".repeat(30)),
    fc.record({ maxNodes: fc.integer({ min: 1, max: 8 }), os: fc.constant("ubuntu-24.04" as const) }),
    { minKeys: 1, maxKeys: 3 },
  ),
});

/** A stack with hybrid nodes beside the VPC CNI, with other premises. */
export const arbitraryHybrid = (stack: Settings): fc.Arbitrary<Settings> =>
  hybrid.map((part) => ({ ...stack, hybrid: { ...stack.hybrid, ...part } as NonNullable<Settings["hybrid"]> }));

/** Stacks of the kinds that people write, whose parts are right one by one; whether they are together, the rules say. */
export const arbitraryCluster: fc.Arbitrary<Settings> = fc
  .record({ ...AREAS, observability: present(observability) })
  .map((parts) => without({ region: "eu-central-1", ...parts }) as unknown as Settings);

const ZONES = ["a", "b", "c"];

/** Subnets of a VPC of somebody else, one a zone, each with a /19 of a block of its own. */
const subnetsOf = (kind: string, first: number, count: number, parts: Readonly<Record<string, unknown>>) =>
  ZONES.slice(0, count).map((zone, at) => ({
    id: `subnet-0${kind}000000000000${zone}`,
    zone: `eu-central-1${zone}`,
    cidr: `10.0.${String(first + at * 32)}.0/19`,
    ...parts,
  }));

const existing = fc
  .record({
    zones: fc.constantFrom(2, 3),
    isPublic: fc.boolean(),
    routeTableId: present(fc.constant("rtb-0123456789abcdef0")),
    podSubnets: present(fc.record({ cidr: fc.constantFrom("100.64.0.0/16", "100.64.0.0/18") })),
    flowLogs: present(fc.constant({ enabled: true, retentionDays: 90 })),
  })
  .map(({ zones, isPublic, routeTableId, podSubnets, flowLogs }) =>
    without({
      vpc: {
        id: "vpc-0123456789abcdef0",
        cidrs: ["10.0.0.0/16"],
        subnets: without({
          private: subnetsOf("a", 0, zones, without({ egress: "nat", routeTableId })),
          public: isPublic ? subnetsOf("b", 96, zones, { egress: "internet-gateway" }) : undefined,
        }),
      },
      podSubnets,
      flowLogs,
    }),
  );

/** A stack in a VPC that somebody else made. */
export const arbitraryExisting: fc.Arbitrary<Settings> = existing.map(
  (network) => ({ ...PLAIN, network }) as unknown as Settings,
);

const PEERS = {
  green: { id: 100, addresses: ["10.60.0.20"], nodeCidrs: ["10.60.0.0/16"], podCidrs: ["10.60.0.0/16"] },
  blue: { id: 101, addresses: ["10.61.0.20", "10.61.32.20"], nodeCidrs: ["10.61.0.0/16"], podCidrs: ["10.61.0.0/16"] },
  premises: {
    id: 102,
    addresses: ["192.168.20.40"],
    nodeCidrs: ["192.168.10.0/24"],
    podCidrs: ["192.168.128.0/18"],
    onPremises: true,
  },
};

const mesh = fc
  .record({
    id: fc.integer({ min: 1, max: 99 }),
    peers: fc
      .subarray(Object.keys(PEERS) as (keyof typeof PEERS)[], { minLength: 1 })
      .chain((names) =>
        fc.record(
          Object.fromEntries(
            names.map((name) => [
              name,
              fc
                .record({ ciliumVersion: present(fc.constant("1.19.6")), port: present(fc.constantFrom(2379, 32_379)) })
                .map((parts) => without({ ...PEERS[name], datapath: "native", ...parts })),
            ]),
          ),
        ),
      ),
    replicas: present(fc.constantFrom(1, 2, 3)),
    sourceCidrs: present(inside),
  })
  .map((parts) => without({ certificateAuthority: { certificate: "a CA", privateKey: "its key" }, ...parts }));

/** A stack that is joined with other clusters, in a VPC that somebody else made. Its pods are in the nodes' subnets: others must have routes to them. */
export const arbitraryMesh: fc.Arbitrary<Settings> = fc.tuple(existing, mesh).map(
  ([network, joined]) =>
    ({
      ...PLAIN,
      network: {
        ...without({ ...network, podSubnets: undefined }),
        neighbours: Object.entries(joined.peers).map(([name, { nodeCidrs }]) => ({ name, cidrs: nodeCidrs })),
      },
      mesh: { ...joined, addresses: network.vpc.subnets.private.map((_, at) => `10.0.${String(at * 32 + 15)}.20`) },
    }) as unknown as Settings,
);
