import { block, cidrFault } from "../../core/net/cidr.ts";
import type { LiveCiliumNode, LiveNodeInterface } from "../../core/model/index.ts";
import { type Raw, listOf, nameOf, recordOf } from "./raw.ts";

/** What an agent takes where the resource names no number (pkg/defaults, IPAMPreAllocate). */
const PRE_ALLOCATE = 8;
/** The only pool of ENI mode (1.20 Documentation/network/concepts/ipam/eni.rst). */
const POOL = "default";

interface RawIpam {
  readonly pool?: Readonly<Record<string, unknown>>;
  readonly "pre-allocate"?: number;
  readonly "max-allocate"?: number;
  readonly pools?: {
    readonly requested?: readonly { readonly pool: string; readonly needed?: { readonly "ipv4-addrs"?: number } }[];
    readonly allocated?: readonly { readonly pool: string; readonly cidrs?: readonly string[] }[];
  };
}

interface RawEni {
  readonly "instance-type"?: string;
  readonly "availability-zone"?: string;
  readonly "vpc-id"?: string;
  readonly "node-subnet-id"?: string;
  readonly "subnet-ids"?: readonly string[];
  readonly "subnet-tags"?: Readonly<Record<string, string>>;
  readonly "security-groups"?: readonly string[];
  readonly "first-interface-index"?: number;
  readonly "disable-prefix-delegation"?: boolean;
  /** 1.19 still writes it here where the node was made by an older agent. */
  readonly "pre-allocate"?: number;
}

interface RawInterface {
  readonly id?: string;
  readonly ip?: string;
  readonly number?: number;
  readonly subnet?: { readonly id?: string };
  readonly addresses?: readonly string[];
  readonly prefixes?: readonly string[];
  readonly "security-groups"?: readonly string[];
}

/**
 * A CiliumNode of either minor. 1.19 lists each address in `.spec.ipam.pool` and each one in use in `.status.ipam.used`; the
 * agents of 1.20 write blocks to `.spec.ipam.pools.allocated` and their demand, in use and pre-allocated together, to
 * `.spec.ipam.pools.requested` (1.20 operator/pkg/ipam/nodemanager/node.go, recalculate).
 */
export function ciliumNodeOf(object: Raw): LiveCiliumNode {
  const ipam = recordOf(object.spec?.["ipam"]) as RawIpam;
  const eni = recordOf(object.spec?.["eni"]) as RawEni;
  const status = recordOf(object.status?.["ipam"]);
  const enis = recordOf(recordOf(object.status?.["eni"])["enis"]) as Readonly<Record<string, RawInterface>>;
  const preAllocate = positive(ipam["pre-allocate"]) ?? positive(eni["pre-allocate"]) ?? PRE_ALLOCATE;
  const requested = ipam.pools?.requested?.find(({ pool }) => pool === POOL)?.needed?.["ipv4-addrs"];
  const used = Object.keys(recordOf(status["used"])).length;
  // An operator of 1.20 goes by the same two signs while agents of both minors run.
  const multiPool = requested !== undefined && used === 0;
  const allocated = (ipam.pools?.allocated ?? [])
    .filter(({ pool }) => pool === POOL)
    .flatMap(({ cidrs = [] }) => cidrs);
  const operatorError = recordOf(status["operator-status"])["error"];
  return {
    name: nameOf(object),
    ...optional("instanceType", eni["instance-type"]),
    ...optional("zone", eni["availability-zone"]),
    ...optional("vpcId", eni["vpc-id"]),
    ...optional("nodeSubnet", eni["node-subnet-id"]),
    subnetIds: eni["subnet-ids"] ?? [],
    subnetTags: eni["subnet-tags"] ?? {},
    securityGroups: eni["security-groups"] ?? [],
    firstInterfaceIndex: eni["first-interface-index"] ?? 0,
    prefixDelegationOff: eni["disable-prefix-delegation"] ?? false,
    allocator: multiPool ? "multi-pool" : "crd",
    preAllocate,
    ...optional("maxAllocate", positive(ipam["max-allocate"])),
    held: multiPool ? addressesIn(allocated) : Object.keys(ipam.pool ?? {}).length,
    used: multiPool ? Math.max(0, requested - preAllocate) : used,
    releasing: Object.keys(recordOf(status["release-ips"])).length,
    ...optional("operatorError", typeof operatorError === "string" && operatorError !== "" ? operatorError : undefined),
    interfaces: Object.values(enis)
      .map(interfaceOf)
      .toSorted((a, b) => a.number - b.number),
  };
}

const interfaceOf = ({
  id = "",
  number = 0,
  subnet,
  ip,
  addresses,
  prefixes,
  ...rest
}: RawInterface): LiveNodeInterface => ({
  id,
  number,
  subnet: subnet?.id ?? "",
  // The first address is the interface's own.
  addresses: listOf<string>(addresses).filter((address) => address !== ip).length,
  prefixes: listOf(prefixes).length,
  securityGroups: rest["security-groups"] ?? [],
});

const addressesIn = (cidrs: readonly string[]): number =>
  cidrs.reduce((sum, cidr) => sum + (cidrFault(cidr) === undefined ? block(cidr).size : 0), 0);

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined || value === "" ? {} : ({ [key]: value } as Record<K, V>);
