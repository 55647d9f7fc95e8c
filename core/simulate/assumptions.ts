/** A constant of the simulation: what it is, and where it comes from. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly says: string;
  /** Where it stands. An assumption without one is nobody's measurement: `low` and `high` bound it. */
  readonly source?: string;
  readonly low?: number;
  readonly high?: number;
}

/**
 * What the simulation takes for granted. With a source: read there, at Cilium 1.19 and 1.20. Without: assumed between two
 * bounds, and the command shows what the answer is at both.
 */
export const ASSUMPTIONS = {
  syncSeconds: {
    value: 60,
    unit: "s",
    says: "the operator reads all of EC2's state again so long after it last did",
    source: "cilium pkg/ipam/node_manager.go, ipam-node-interval-refresh",
  },
  syncCalls: {
    value: 4,
    unit: "calls",
    says: "of that: VPCs, subnets, security groups, route tables; the interfaces come on top",
    source: "cilium pkg/aws/eni/instances.go, syncInfrastructure",
  },
  agentSeconds: {
    value: 15,
    unit: "s",
    says: "an agent tells the operator at most so often what it uses",
    source: "cilium option ipam-cilium-node-update-rate",
  },
  releaseSeconds: {
    value: 180,
    unit: "s",
    says: "an address is spare for so long before it is given back, where that is on",
    source: "cilium operator option excess-ip-release-delay",
  },
  backoffSeconds: {
    value: 300,
    unit: "s",
    says: "longest pause of the operator for a node after a failure; from 1 s, doubled, times ln(1 + nodes)",
    source: "cilium pkg/ipam/node_manager.go, pkg/backoff",
  },
  interfacesPerPage: {
    value: 1000,
    unit: "interfaces",
    says: "interfaces that one answer of DescribeNetworkInterfaces holds",
    low: 100,
    high: 5000,
  },
  describeSeconds: { value: 0.3, unit: "s", says: "EC2 answers a Describe call", low: 0.1, high: 1 },
  assignSeconds: { value: 0.6, unit: "s", says: "EC2 assigns or takes back addresses or prefixes", low: 0.2, high: 2 },
  createSeconds: { value: 0.8, unit: "s", says: "EC2 creates an interface", low: 0.3, high: 2 },
  attachSeconds: { value: 1.5, unit: "s", says: "EC2 attaches an interface", low: 0.5, high: 5 },
  modifySeconds: { value: 0.3, unit: "s", says: "EC2 marks it to go with its instance", low: 0.1, high: 1 },
  bootSeconds: {
    value: 60,
    unit: "s",
    says: "from the launch of an instance to its agent's first word to the operator",
    low: 30,
    high: 120,
  },
  bucketTokens: {
    value: 100,
    unit: "calls",
    says: "EC2 takes so many calls of one changing API at once, for an account and Region",
    low: 50,
    high: 200,
  },
  bucketRate: { value: 5, unit: "calls/s", says: "and so many a second afterwards", low: 2.5, high: 10 },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof ASSUMPTIONS;

/** One number for each assumption. */
export type Constants = Readonly<Record<AssumptionName, number>>;

const entries = Object.entries(ASSUMPTIONS) as readonly (readonly [AssumptionName, Assumption])[];

/** The values, some of them replaced. */
export const constants = (instead: Partial<Constants> = {}): Constants => ({
  ...(Object.fromEntries(entries.map(([name, { value }]) => [name, value])) as Constants),
  ...instead,
});

/** What nobody's source tells, with its bounds. */
export const unsourced: readonly (readonly [AssumptionName, Assumption & { low: number; high: number }])[] =
  entries.flatMap(([name, one]) =>
    one.low === undefined || one.high === undefined ? [] : [[name, { ...one, low: one.low, high: one.high }] as const],
  );
