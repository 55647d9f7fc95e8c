import { CONTROL_PLANE_HOURLY_USD } from "./kubernetes.ts";
import { EC2_PRICES, EC2_PRICES_DATE, EC2_PRICES_REGION } from "./generated/prices.ts";

/** Hours of a month, as AWS's own calculator counts them. */
const HOURS_PER_MONTH = 730;

/** Region that the prices are of. Other Regions have others: a file of own rates gives them. */
export const PRICED_REGION = EC2_PRICES_REGION;
/** Day that the oldest of them is of. */
export const PRICES_DATE = EC2_PRICES_DATE;

interface Price {
  readonly usd: number;
  readonly per: "hour" | "month";
  readonly unit: string;
  readonly source: string;
}

/**
 * On-demand prices of what costs a fixed sum, us-east-1, before tax, discounts and free tiers. What is billed by volume has no
 * row: its formula stands beside it in the plan.
 */
export const PRICES = {
  eksCluster: {
    usd: CONTROL_PLANE_HOURLY_USD.standard,
    per: "hour",
    unit: "cluster",
    source: "AWS: EKS pricing, standard support",
  },
  eksClusterExtended: {
    usd: CONTROL_PLANE_HOURLY_USD.extended,
    per: "hour",
    unit: "cluster",
    source: "AWS: EKS pricing, extended support",
  },
  natGateway: { usd: 0.045, per: "hour", unit: "gateway", source: "AWS: VPC pricing" },
  publicIpv4: { usd: 0.005, per: "hour", unit: "address", source: "AWS: VPC pricing, public IPv4 addresses" },
  interfaceEndpoint: { usd: 0.01, per: "hour", unit: "endpoint and zone", source: "AWS: PrivateLink pricing" },
  transitGatewayAttachment: { usd: 0.05, per: "hour", unit: "attachment", source: "AWS: Transit Gateway pricing" },
  resolverEndpointAddress: {
    usd: 0.125,
    per: "hour",
    unit: "address",
    source: "AWS: Route 53 pricing, Resolver endpoints",
  },
  networkLoadBalancer: {
    usd: 0.0225,
    per: "hour",
    unit: "load balancer",
    source: "AWS: Elastic Load Balancing pricing",
  },
  gp3: { usd: 0.08, per: "month", unit: "GiB", source: "AWS: EBS pricing" },
  kmsKey: { usd: 1, per: "month", unit: "key", source: "AWS: KMS pricing" },
  cloudWatchAlarm: { usd: 0.1, per: "month", unit: "alarm", source: "AWS: CloudWatch pricing, standard resolution" },
} as const satisfies Readonly<Record<string, Price>>;

/** What a price is known by: a row of the table, or an instance type behind `ec2:`. */
export type RateKey = keyof typeof PRICES | `ec2:${string}`;

/** USD an hour of an instance type, or undefined: newer than the table. */
export function instancePrice(instanceType: string): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const start = EC2_PRICES.indexOf(`\n${family} `);
  if (family === "" || start < 0) return undefined;
  const line = EC2_PRICES.slice(start + family.length + 2, EC2_PRICES.indexOf("\n", start + 1));
  const entry = line.split(" ").find((part) => part.startsWith(`${size}:`));
  return entry === undefined ? undefined : Number(entry.slice(size.length + 1));
}

/** USD a month of one unit. */
export function monthlyPrice(key: RateKey, own: Readonly<Record<string, number>> = {}): number | undefined {
  const given = own[key];
  const isRow = Object.hasOwn(PRICES, key);
  const row = isRow ? PRICES[key as keyof typeof PRICES] : undefined;
  const hours = row?.per === "month" ? 1 : HOURS_PER_MONTH;
  const usd = given ?? row?.usd ?? (isRow ? undefined : instancePrice(key.slice("ec2:".length)));
  return usd === undefined ? undefined : usd * hours;
}
