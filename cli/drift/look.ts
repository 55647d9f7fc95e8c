import { existsSync } from "node:fs";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Declared, type ObjectName, type Sides, objectName } from "../../lens/drift/index.ts";
import { connectKube } from "../../readers/kube/client.ts";
import type { Gap } from "../../readers/live/gaps.ts";
import type { Reading } from "../../readers/live/index.ts";
import {
  type NamedSource,
  keyOf,
  namedOfApi,
  namedOfBundle,
  readNamed,
  recordNamed,
} from "../../readers/live/named.ts";
import { type ClusterFlags, connectionOf } from "../shared/cluster-flags.ts";
import { lookOf } from "../shared/cluster.ts";
import { CallError } from "../shared/errors.ts";

/** What is there of a plan's resources. */
export interface Looked {
  readonly sides: Sides;
  readonly reading: Reading;
  readonly gaps: readonly Gap[];
}

/** Looks a plan's objects up in the cluster, and its cluster, node groups and add-ons in AWS. */
export async function lookAround(
  declared: readonly Declared[],
  flags: ClusterFlags,
  show: (what: string) => void,
): Promise<Looked> {
  const names = namesOf(declared);
  const look = await lookOf("drift", { ...nameOfCluster(declared), ...flags });
  const reading = await look(show);
  const objects = await readNamed(await sourceOf(flags), [...names.values()], show);
  if (flags.record !== undefined) recordNamed(flags.record, objects);
  return {
    sides: {
      declared,
      objects: new Map([...names].map(([urn, name]) => [urn, objects.found.get(keyOf(name))])),
      account: reading.account,
      asked: askedOf(reading),
      live: reading.live,
    },
    reading,
    gaps: [...reading.gaps, ...objects.gaps],
  };
}

/** Objects of a plan by the URN of their resource. */
export const namesOf = (declared: readonly Declared[]): ReadonlyMap<string, ObjectName> =>
  new Map(
    declared.flatMap((one) => {
      const name = objectName(one);
      return name === undefined ? [] : [[one.urn, name] as const];
    }),
  );

/** EKS's name of the plan's cluster, where it makes one. */
function nameOfCluster(declared: readonly Declared[]): Pick<ClusterFlags, "cluster"> {
  const cluster = declared.find(({ type }) => type === "eks:index:Cluster" || type === "aws:eks/cluster:Cluster");
  const name = (cluster?.inputs as { readonly name?: unknown } | undefined)?.name;
  return typeof name === "string" && name !== "[unknown]" ? { cluster: name } : {};
}

async function sourceOf(flags: ClusterFlags): Promise<NamedSource> {
  if (flags.bundle === undefined)
    return namedOfApi(await connectKube(connectionOf(flags), AbortSignal.timeout(flags.deadline * 1000)));
  if (!existsSync(flags.bundle)) throw new CallError(`--bundle ${flags.bundle} is not there.`);
  return namedOfBundle(flags.bundle);
}

/** Types that AWS was asked for, and told of. */
function askedOf({ live }: Reading): ReadonlySet<string> {
  const parts = {
    "aws:eks/cluster:Cluster": live.cluster,
    "aws:eks/nodeGroup:NodeGroup": live.nodeGroups,
    "aws:eks/addon:Addon": live.addons,
  };
  return new Set(Object.entries(parts).flatMap(([type, part]) => ((part as unknown) === UNKNOWN ? [] : [type])));
}
