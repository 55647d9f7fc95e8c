import { setImmediate } from "node:timers/promises";
import type { FleetFile, FleetPlace } from "../../../config/fleet/file.ts";
import type { Finding } from "../../../core/findings/finding.ts";
import { heldUpBy } from "../../../core/fleet/references.ts";
import { type PlannedMember, evaluateFleet, planMember } from "../../../core/plan/fleet.ts";
import type { FleetSettings } from "../../../core/settings/index.ts";
import { type Gathered, gather } from "./gather.ts";
import { clusterRow, waveRows } from "./rows.ts";
import type { ClusterRow, ClusterState, FleetDocument } from "./types.ts";

interface PlanOptions {
  readonly asOf: string;
  readonly strict: boolean;
  readonly progress: (done: number, of: number, name: string) => void;
}

interface PlannedFleet {
  readonly document: FleetDocument;
  /** What the planner threw, by fault of its own. */
  readonly failures: readonly Error[];
}

/** How often others are let in: a line of progress, Ctrl-C. */
const BREATH = 10;

/** Plans the clusters one after the other, each by itself: what is wrong with one hides nothing of another. */
export async function planFleet(file: FleetFile, { asOf, strict, progress }: PlanOptions): Promise<PlannedFleet> {
  const gathered = gather();
  for (const fault of file.faults) gathered.add(fault, file.place(fault.path), clusterIn(fault.path));
  const { fleet } = file;
  if (fleet === undefined) return { document: documentOf(file, asOf, gathered, []), failures: [] };
  const held = heldUpBy(fleet, file.faults);
  const names = Object.keys(fleet.clusters);
  const outcomes: Outcome[] = [];
  for (const [done, name] of names.entries()) {
    if (done % BREATH === 0) await setImmediate();
    progress(done, names.length, name);
    outcomes.push(held.has(name) ? { name, state: "faults" } : planOne(file, fleet, name, { asOf, strict }));
    const last = outcomes.at(-1);
    for (const { finding, place, reason } of last?.said ?? []) gathered.add(finding, place, [name], reason);
  }
  const members = outcomes.flatMap(({ planned }) => planned?.member ?? []);
  const { findings, waived } = evaluateFleet(fleet, members, { strict });
  for (const finding of findings) gathered.add(finding, placeIn(file, finding), finding.clusters ?? []);
  for (const finding of waived) gathered.add(finding, placeIn(file, finding), finding.clusters ?? [], finding.reason);
  const rows = outcomes.map(({ name, state, planned }) =>
    clusterRow(fleet, name, { state, ...(planned === undefined ? {} : { planned }), counts: gathered.countsOf(name) }),
  );
  return {
    document: documentOf(file, asOf, gathered, rows),
    failures: outcomes.flatMap(({ failure }) => failure ?? []),
  };
}

interface Said {
  readonly finding: Finding;
  readonly place: FleetPlace;
  readonly reason?: string;
}

interface Outcome {
  readonly name: string;
  readonly state: ClusterState;
  readonly planned?: Omit<PlannedMember, "findings" | "waived">;
  readonly said?: readonly Said[];
  readonly failure?: Error;
}

function planOne(
  file: FleetFile,
  fleet: FleetSettings,
  name: string,
  options: Pick<PlanOptions, "asOf" | "strict">,
): Outcome {
  try {
    const stack = file.cluster(name);
    const placed = (finding: Finding): Said => ({ finding, place: stack.place(finding.path) });
    if (!stack.parsed.ok) return { name, state: "faults", said: stack.parsed.findings.map(placed) };
    const { findings, waived, ...planned } = planMember(fleet, name, stack.parsed.settings, options);
    const said = [...findings.map(placed), ...waived.map((one) => ({ ...placed(one), reason: one.reason }))];
    return { name, state: "planned", planned, said };
  } catch (error) {
    return {
      name,
      state: "failed",
      failure: new Error(`The planner failed on cluster "${name}".`, { cause: error }),
    };
  }
}

/** `fleet.clusters.blue.wave` is blue's. */
const clusterIn = (path: string): string[] => {
  const [, group, name] = path.split(".");
  return group === "clusters" && name !== undefined ? [name] : [];
};

/** Where a finding among clusters stands: what it names of a cluster may come from its template. */
function placeIn(file: FleetFile, { path }: Finding): FleetPlace {
  const [, name, setting] = /^fleet\.clusters\.([^.]+)\.settings\.(.+)$/.exec(path) ?? [];
  return name === undefined || setting === undefined ? file.place(path) : file.cluster(name).place(setting);
}

function documentOf(
  { path, fleet }: FleetFile,
  asOf: string,
  gathered: Gathered,
  clusters: readonly ClusterRow[],
): FleetDocument {
  return {
    fleet: fleet?.name ?? "",
    fleetFile: path,
    asOf,
    clusters,
    waves: fleet === undefined ? [] : waveRows(fleet, clusters),
    findings: gathered.findings(),
    waived: gathered.waived(),
  };
}
