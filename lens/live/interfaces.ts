import {
  type CiliumInterface,
  type RawNetworkInterface,
  type RawReservation,
  type RawSubnet,
  ciliumInterface,
  leakOf,
  subnetOf,
} from "./aws.ts";
import type { LiveLeak, LiveSubnet } from "../../core/model/index.ts";
import type { SubnetUse } from "./subnets.ts";

/** What `enis` tells of a VPC, or of a Region. */
export interface InterfaceView {
  /** By machine, most addresses first. */
  readonly nodes: readonly NodeInterfaces[];
  readonly leaked: readonly LiveLeak[];
  /** Free interfaces of Cilium whose machine runs: made and not yet attached, or left behind by a failed attachment. */
  readonly waiting: readonly string[];
  readonly subnets: readonly SubnetView[];
  /** Every interface in the Region, of everybody. */
  readonly inRegion: number;
}

interface NodeInterfaces {
  readonly instance: string;
  readonly interfaces: number;
  /** Single addresses beside each interface's own. */
  readonly addresses: number;
  readonly prefixes: number;
  readonly subnets: readonly string[];
}

export interface SubnetView extends LiveSubnet, SubnetUse {
  /** A block to reserve for prefixes, so that single addresses stay out of it; left out where nothing would be won. */
  readonly reserve?: string;
}

export interface InterfaceAnswers {
  readonly interfaces: readonly RawNetworkInterface[];
  readonly instances: readonly string[];
  readonly clusters: readonly string[];
  readonly subnets: readonly RawSubnet[];
  readonly reservations: Readonly<Record<string, readonly RawReservation[]>>;
}

export function interfacesOf({
  interfaces,
  instances,
  clusters,
  subnets,
  reservations,
}: InterfaceAnswers): InterfaceView {
  const ids = new Set(subnets.map(({ SubnetId }) => SubnetId));
  const here = interfaces.filter(({ SubnetId }) => ids.has(SubnetId));
  const ours = here.flatMap((raw) => ciliumInterface(raw) ?? []);
  const alive = { instances: new Set(instances), clusters: new Set(clusters) };
  const leaked = ours.flatMap((one) => leakOf(one, alive) ?? []);
  const gone = new Set(leaked.map(({ id }) => id));
  const free = ours.filter(({ attached, status, id }) => !attached && status === "available" && !gone.has(id));
  const busy = new Set(ours.map(({ subnet }) => subnet));
  return {
    nodes: nodesOf(ours),
    leaked,
    waiting: free.map(({ id }) => id),
    subnets: subnets
      .filter(({ SubnetId }) => busy.has(SubnetId ?? ""))
      .map((subnet) => subnetView(subnetOf(subnet, here, reservations[subnet.SubnetId ?? ""] ?? []))),
    inRegion: interfaces.length,
  };
}

function nodesOf(interfaces: readonly CiliumInterface[]): NodeInterfaces[] {
  const attached = interfaces.filter((one) => one.attached);
  return [...Map.groupBy(attached, ({ instance = "" }) => instance)]
    .map(([instance, own]) => ({
      instance,
      interfaces: own.length,
      addresses: own.reduce((sum, { addresses }) => sum + Math.max(0, addresses - 1), 0),
      prefixes: own.reduce((sum, { prefixes }) => sum + prefixes, 0),
      subnets: [...new Set(own.map(({ subnet }) => subnet))].toSorted(),
    }))
    .toSorted(
      (a, b) => b.prefixes * 16 + b.addresses - (a.prefixes * 16 + a.addresses) || (a.instance < b.instance ? -1 : 1),
    );
}

/** A reservation pays where single addresses break blocks, and takes the largest block that is whole. */
function subnetView({ subnet, use }: ReturnType<typeof subnetOf>): SubnetView {
  const { largestBlock } = use;
  const pays =
    use.winnable > 0 && subnet.reservations.length === 0 && largestBlock !== undefined && use.largestFree <= 28;
  return { ...subnet, ...use, ...(pays ? { reserve: largestBlock } : {}) };
}
