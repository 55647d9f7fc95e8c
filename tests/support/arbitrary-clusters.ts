import * as fc from "fast-check";
import type { Settings } from "../../core/settings/index.ts";

/** Blocks that a person may write twice. */
const blocks = fc.array(fc.constantFrom("192.168.0.0/16", "172.31.0.0/16", "198.51.100.0/24"), {
  minLength: 1,
  maxLength: 4,
});
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
    access: present(blocks.map((sourceCidrs) => ({ kind: "ssh" as const, keyName: "ops", sourceCidrs }))),
    capacityType: present(fc.constantFrom("SPOT" as const, "ON_DEMAND" as const)),
    labels: present(fc.dictionary(fc.constantFrom("team", "pool"), fc.constantFrom("a", "b"), { maxKeys: 2 })),
  })
  .map(without);

const nodeGroups = fc.dictionary(fc.constantFrom("general", "memory", "a", "g".repeat(36), "with_underscore"), group, {
  minKeys: 1,
  maxKeys: 4,
});

const cluster = fc
  .record({
    name: fc.constantFrom("prod", "c".repeat(20), "team_a-1", "c".repeat(32)),
    kubernetesVersion: fc.constantFrom("1.34", "1.35"),
    createSecretsKey: present(fc.boolean()),
    deletionProtection: present(fc.boolean()),
    autoscaler: present(fc.constant("cluster-autoscaler" as const)),
    endpoint: present(
      blocks.map((publicAccessCidrs) => ({ privateAccess: true, publicAccess: true, publicAccessCidrs })),
    ),
    access: present(
      fc
        .dictionary(
          fc.constantFrom("admins", "viewers", "robots"),
          fc.record({
            principalArn: fc.constantFrom("arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"),
            policy: fc.constant("AmazonEKSViewPolicy" as const),
          }),
          { maxKeys: 3 },
        )
        .map((entries) => ({ entries })),
    ),
    extraTags: present(fc.constant({ owner: "platform", "cost center": "42" })),
  })
  .map(without);

const network = fc
  .record({
    vpc: fc.record({
      cidr: fc.constantFrom("10.0.0.0/16", "10.0.0.0/20"),
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
      blocks.map((cidrs) => ({ transitGatewayId: "tgw-0123456789abcdef0", cidrs, resolverEndpoints: true })),
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
    loadBalancer: present(fc.constant({ mode: "dsr" as const, sourceDestCheckWatcher: true })),
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

/** Stacks of the kinds that people write, whose parts are right one by one; whether they are together, the rules say. */
export const arbitraryCluster: fc.Arbitrary<Settings> = fc
  .record({
    cluster,
    network,
    nodeGroups,
    cilium,
    gateway,
    observability: present(fc.constant({ relay: true, ui: true })),
  })
  .map((parts) => without({ region: "eu-central-1", ...parts }) as unknown as Settings);
