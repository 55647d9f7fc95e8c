import type { PlannedResource } from "../types.ts";
import { escape } from "../../shared/markup.ts";
import { folded, table } from "./markup.ts";

/**
 * Minutes that AWS and Kubernetes take to create what takes long; all else counts as a tenth. Assumptions (UNVERIFIED), from what
 * AWS's pages call usual: a cluster some ten minutes, node groups and NAT gateways a few.
 */
const MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^eks:index:Cluster$|^aws:eks\/cluster:Cluster$/, 10],
  [/^aws:eks\/nodeGroup:NodeGroup$/, 3],
  [/^aws:eks\/addon:Addon$/, 1],
  [/^aws:ec2\/natGateway:NatGateway$|^awsx:ec2:Vpc$/, 2],
  [/^aws:ec2\/vpcEndpoint:VpcEndpoint$/, 1],
  [/^kubernetes:helm\.sh/, 1],
  [/Patch$/, 1],
  [/^kubernetes:gateway\.networking\.k8s\.io.*:Gateway$|^aws:lb\//, 3],
];
const SHORT = 0.1;

const minutesOf = ({ type }: PlannedResource): number => MINUTES.find(([pattern]) => pattern.test(type))?.[1] ?? SHORT;

interface Step {
  readonly resource: PlannedResource;
  readonly start: number;
  readonly end: number;
  /** What it waits for longest. */
  readonly after: Step | undefined;
}

/** When each resource can begin, by what it waits for. */
export function schedule(resources: readonly PlannedResource[]): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const resource of resources.toSorted((a, b) => a.wave - b.wave)) {
    let after: Step | undefined;
    for (const urn of resource.dependencies) {
      const before = steps.get(urn);
      if (before !== undefined && before.end > (after?.end ?? -1)) after = before;
    }
    const start = after?.end ?? 0;
    steps.set(resource.urn, { resource, start, end: start + minutesOf(resource), after });
  }
  return [...steps.values()];
}

/** The longest way from nothing to the last resource. */
export function criticalPath(steps: readonly Step[]): readonly Step[] {
  const path: Step[] = [];
  let step = steps.toSorted((a, b) => b.end - a.end)[0];
  for (; step !== undefined; step = step.after) path.unshift(step);
  return path;
}

const ROW = 7;
const MOST_ROWS = 400;

/** Waves as bars over expected minutes, the critical path marked. */
export function timelinePicture(resources: readonly PlannedResource[]): string {
  const shown = resources.filter(({ type }) => !type.startsWith("pulumi:"));
  if (shown.length === 0) return "";
  const steps = schedule(shown).toSorted((a, b) => a.start - b.start || a.end - b.end);
  const path = criticalPath(steps);
  const total = path.at(-1)?.end ?? 0;
  const drawn = steps.slice(0, MOST_ROWS);
  const width = 900;
  const height = drawn.length * ROW + 24;
  const x = (minutes: number): string => ((minutes / Math.max(total, 1)) * width).toFixed(1);
  const every = total > 20 ? 5 : 2;
  const lines = Array.from({ length: Math.floor(total / every) + 1 }, (_, n) => n * every).map(
    (minute) =>
      `<line x1="${x(minute)}" x2="${x(minute)}" y1="14" y2="${String(height)}"/><text x="${x(minute)}" y="10">${String(minute)} min</text>`,
  );
  const bars = drawn.map(
    (step, row) =>
      `<rect class="${path.includes(step) ? "critical" : "bar"}" x="${x(step.start)}" y="${String(18 + row * ROW)}" width="${x(Math.max(step.end - step.start, SHORT))}" height="${String(ROW - 2)}"><title>${escape(`${step.resource.name} (${step.resource.type}), from minute ${step.start.toFixed(1)}`)}</title></rect>`,
  );
  const says = `Creation of ${String(shown.length)} resources, some ${String(Math.ceil(total))} minutes.`;
  const rows = path
    .filter(({ end, start }) => end - start > SHORT || path.length < 12)
    .map(({ resource, start, end }) => [start.toFixed(1), (end - start).toFixed(1), resource.name, resource.type]);
  return `<div class="wide" tabindex="0" role="group" aria-label="Order of creation"><svg class="timeline" role="img" aria-label="${escape(says)}" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}">${lines.join("")}${bars.join("")}</svg></div>
<p>${escape(says)} The marked bars are the critical path. Minutes are assumptions (UNVERIFIED): ten for a cluster, one to three for node groups, add-ons, releases and load balancers, next to nothing for the rest.</p>
${folded("The critical path as a table", table(["minute", "takes", "name", "type"], rows, [0, 1]))}
${folded(
  `All ${String(shown.length)} resources by wave`,
  table(
    ["wave", "name", "type"],
    shown.map(({ wave, name, type, note }) => [
      String(wave + 1),
      name,
      note === undefined ? type : `${type} (${note})`,
    ]),
    [0],
  ),
)}`;
}
