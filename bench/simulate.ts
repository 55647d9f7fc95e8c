/** The simulation at its size, as a process of its own: 5,000 nodes, 250,000 pods, 30 days in which a tenth of the pods moves a day. */
import { findInstanceType } from "../core/facts/instances.ts";
import { constants } from "../core/simulate/assumptions.ts";
import { simulate } from "../core/simulate/run.ts";

const NODES = 5000;
const PODS_PER_NODE = 50;
const DAY = 86_400;
const ZONES = ["a", "b", "c"];

const limits = findInstanceType("m6i.2xlarge");
if (limits === undefined) throw new Error("m6i.2xlarge is not in the table");

const result = simulate({
  seed: 1,
  lasts: 30 * DAY,
  operator: {
    prefixDelegation: true,
    firstInterfaceIndex: 1,
    ownAddresses: 3,
    preAllocate: 8,
    minAllocate: 0,
    maxAboveWatermark: 0,
    releaseExcessIps: false,
    qps: 4,
    burst: 20,
  },
  pools: [{ name: "general", limits, zones: ZONES, podsPerNode: PODS_PER_NODE }],
  nodeSubnets: ZONES.map((zone, at) => ({
    name: `node-${zone}`,
    zone,
    cidr: `10.${String(at)}.0.0/19`,
    reservations: [],
  })),
  podSubnets: ZONES.flatMap((zone, at) =>
    [0, 1, 2].map((half) => ({
      name: `pod-${zone}-${String(half)}`,
      zone,
      cidr: `100.${String(64 + at * 3 + half)}.0.0/16`,
      reservations: [],
    })),
  ),
  waves: [{ kind: "grow", at: 0, pool: 0, nodes: NODES, rate: 1 }],
  churnPerDay: 0.1,
  constants: constants(),
});
if (result.mostPods !== NODES * PODS_PER_NODE || result.waitingAtEnd > 0)
  throw new Error(`not all pods have an address: ${String(result.mostPods)}, ${String(result.waitingAtEnd)} waiting`);
process.stdout.write(`${String(result.events)} events\n`);
