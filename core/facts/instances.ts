import { INSTANCE_COUNT, INSTANCE_LIMITS, INSTANCE_LIMITS_DATE } from "./generated/instances.ts";
import { suggest } from "./suggest.ts";

export { INSTANCE_LIMITS_DATE };

/** Where the limits come from; shown wherever a figure is. */
export const INSTANCE_LIMITS_SOURCE = `amazon-vpc-cni-k8s pkg/vpc/vpc_ip_resource_limit.go, ${INSTANCE_LIMITS_DATE}`;

export const Architecture = { X86: "x86_64", Arm64: "arm64" } as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

const Hypervisor = { Nitro: "nitro", Xen: "xen", Unknown: "unknown" } as const;
type Hypervisor = (typeof Hypervisor)[keyof typeof Hypervisor];

/** Network limits of an EC2 instance type. */
export interface InstanceLimits {
  readonly instanceType: string;
  /** ENIs on network card 0, the only card Cilium uses (cilium/cilium#42512). */
  readonly maxNetworkInterfaces: number;
  /** IPv4 addresses an ENI holds, its primary one included. */
  readonly ipv4PerInterface: number;
  /** `unknown` for bare metal: the EC2 API leaves it empty. */
  readonly hypervisor: Hypervisor;
  readonly bareMetal: boolean;
  /** ENIs by network card, card 0 first; only on types with several cards. */
  readonly networkCards?: readonly number[];
  /** ENIs of all cards: what ec2:DescribeInstanceTypes reports and Cilium's operator reads as the limit. */
  readonly totalNetworkInterfaces: number;
  /** Whether /28 prefixes can be assigned: Nitro or bare metal (amazon-vpc-cni-k8s pkg/awsutils). */
  readonly prefixDelegation: boolean;
  /** Undefined where the size's name does not tell, which is most bare metal. See {@link vcpusOf}. */
  readonly vcpus?: number;
  /** Undefined for Mac hosts and types whose family name does not tell. See {@link architectureOf}. */
  readonly architecture?: Architecture;
}

const HYPERVISORS: Readonly<Record<string, { hypervisor: Hypervisor; bareMetal: boolean }>> = {
  n: { hypervisor: "nitro", bareMetal: false },
  m: { hypervisor: "nitro", bareMetal: true },
  b: { hypervisor: "unknown", bareMetal: true },
  x: { hypervisor: "xen", bareMetal: false },
  u: { hypervisor: "unknown", bareMetal: false },
};

/** The limits of an instance type, or undefined: the name is wrong, or the type is newer than the table. */
export function findInstanceType(instanceType: string): InstanceLimits | undefined {
  const [family = "", size = "", ...rest] = instanceType.split(".");
  if (family === "" || size === "" || rest.length > 0) return undefined;
  const line = familyLine(family);
  const entry = line?.split(" ").find((part) => part.startsWith(`${size}:`));
  return entry === undefined ? undefined : decode(instanceType, entry.slice(size.length + 1));
}

/** Every instance type of the table, sorted by family. Takes the whole table apart: for messages and tests. */
export function instanceTypes(): string[] {
  return INSTANCE_LIMITS.trim()
    .split("\n")
    .flatMap((line) => {
      const [family = "", ...sizes] = line.split(" ");
      return sizes.map((entry) => `${family}.${entry.slice(0, entry.indexOf(":"))}`);
    });
}

/** The types of a family; none for one that the table lacks. */
export const typesOfFamily = (family: string): string[] =>
  (familyLine(family)?.split(" ") ?? []).map((entry) => `${family}.${entry.slice(0, entry.indexOf(":"))}`);

/** Instance types that a wrong name was probably meant to be: the family's sizes first, then any name nearby. */
export function suggestInstanceTypes(instanceType: string): string[] {
  return suggest(
    instanceType
      .trim()
      .replaceAll(" ", "")
      .replace(/^([a-z]\w*)-(?=\d*x?large$)/i, "$1."),
    instanceTypes(),
  );
}

/**
 * Families that are on sale and not in the table: no public table that was read has their limits. AWS's lists of instance
 * types name them (EC2 instance types: memory optimized, 2026-09).
 */
const WITHOUT_LIMITS: ReadonlySet<string> = new Set(["r9g", "r9gd"]);

/** Whether a type exists, and only its limits are missing. */
export const lacksLimits = (instanceType: string): boolean =>
  WITHOUT_LIMITS.has(instanceType.split(".")[0] ?? "") && findInstanceType(instanceType) === undefined;

/** How many types the table knows, for messages about missing ones. */
export const instanceTypeCount = INSTANCE_COUNT;

/** The table's line of a family without its name. Searching the one string beats taking it apart for the few types a stack names. */
function familyLine(family: string): string | undefined {
  const start = INSTANCE_LIMITS.indexOf(`\n${family} `);
  if (start < 0) return undefined;
  return INSTANCE_LIMITS.slice(start + family.length + 2, INSTANCE_LIMITS.indexOf("\n", start + 1));
}

function decode(instanceType: string, entry: string): InstanceLimits {
  const parsed = /^(\d+)\.(\d+)([nmbxu])((?:\/\d+(?:\*\d+)?)*)$/.exec(entry);
  if (parsed === null) throw new Error(`instance table: cannot read "${entry}" of ${instanceType}`);
  const [, interfaces, addresses, letter = "", cards = ""] = parsed;
  const { hypervisor, bareMetal } = HYPERVISORS[letter] as (typeof HYPERVISORS)[string];
  const networkCards = decodeCards(cards);
  const vcpus = vcpusOf(instanceType);
  const architecture = architectureOf(instanceType);
  return {
    instanceType,
    maxNetworkInterfaces: Number(interfaces),
    ipv4PerInterface: Number(addresses),
    hypervisor,
    bareMetal,
    ...(networkCards.length > 0 ? { networkCards } : {}),
    totalNetworkInterfaces:
      networkCards.length > 0 ? networkCards.reduce((sum, card) => sum + card, 0) : Number(interfaces),
    prefixDelegation: hypervisor === "nitro" || bareMetal,
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(architecture === undefined ? {} : { architecture }),
  };
}

function decodeCards(text: string): number[] {
  return text
    .split("/")
    .filter((run) => run !== "")
    .flatMap((run) => {
      const [interfaces = "", count = "1"] = run.split("*");
      return Array.from({ length: Number(count) }, () => Number(interfaces));
    });
}

/** Families of one vCPU a core whose `small`, `micro` and `nano` sizes have two vCPUs, as has their `medium`. */
const BURSTABLE = new Set(["t3", "t3a", "t4g"]);
/** Families sold without hyper-threads: half the vCPUs that the size's name gives elsewhere. */
const HALF = new Set(["hpc6a", "hpc6id", "hpc7a", "hpc8a", "m2"]);
const VCPU_EXCEPTIONS: Readonly<Record<string, number>> = {
  "a1.metal": 16,
  "c1.medium": 2,
  "c1.xlarge": 8,
  "c4.8xlarge": 36,
  "d2.8xlarge": 36,
  "t2.medium": 2,
};

/**
 * vCPUs by the size's name: large 2, xlarge 4, Nxlarge and metal-Nxl 4N, medium and smaller 1 (2 for t3, t3a, t4g). Checked
 * against all 1,108 types of Kubernetes autoscaler's ec2_instance_types.go (list of 2026-01-22). Types newer than that list
 * follow the same rule, unverified; so do the hpc families that it lacks (hpc6a, hpc6id, hpc7a, hpc8a: cores without
 * hyper-threads, EC2 product pages). Plain `metal` sizes differ by family and stay undefined.
 */
export function vcpusOf(instanceType: string): number | undefined {
  const exception = VCPU_EXCEPTIONS[instanceType];
  if (exception !== undefined) return exception;
  const [family = "", size = ""] = instanceType.split(".");
  const multiple = /^(?:metal-)?(\d*)(?:xlarge|xl)$/.exec(size);
  const factor = HALF.has(family) ? 2 : 4;
  if (multiple !== null) return factor * (multiple[1] === "" ? 1 : Number(multiple[1]));
  if (size === "large") return 2;
  if (size === "medium" || size === "small" || size === "micro" || size === "nano")
    return BURSTABLE.has(family) ? 2 : 1;
  return undefined;
}

/**
 * Processor architecture by the family's name: a `g` after the generation's digit means Graviton (m7g, c6gn, im4gn, x2gd),
 * as does a1. Checked against the same autoscaler list. Undefined for Mac hosts and families without a generation.
 */
export function architectureOf(instanceType: string): Architecture | undefined {
  const [family = ""] = instanceType.split(".");
  if (family.startsWith("mac")) return undefined;
  if (family === "a1") return Architecture.Arm64;
  if (family.startsWith("u-")) return Architecture.X86;
  const attributes = /^[a-z]+\d+([a-z]*)/.exec(family)?.[1];
  if (attributes === undefined) return undefined;
  return attributes.includes("g") || family.includes("-gb") ? Architecture.Arm64 : Architecture.X86;
}
