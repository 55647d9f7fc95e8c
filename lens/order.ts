import { CLUSTER_COMPONENT } from "./cluster.ts";
import { type Registered, ofType, waitsFor } from "./registered.ts";

/** Node groups of every kind that a program registers. */
export const NODE_GROUPS: readonly string[] = [
  "aws:eks/nodeGroup:NodeGroup",
  "eks:index:ManagedNodeGroup",
  "eks:index:NodeGroup",
  "eks:index:NodeGroupV2",
];

/** What it is part of, the nearest first. */
function ancestorsOf(resource: Registered, resources: readonly Registered[]): Registered[] {
  const parent = resources.find(({ urn }) => urn === resource.parent);
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent, resources)];
}

/** A component waits as a whole, and what is in it with it. */
const withAncestors = (resource: Registered, resources: readonly Registered[]): Registered => ({
  ...resource,
  dependencies: [resource, ...ancestorsOf(resource, resources)].flatMap(({ dependencies }) => dependencies),
});

/** `eks.Cluster` makes it beside the control plane: its default node group. */
export const isMadeWithCluster = (group: Registered, resources: readonly Registered[]): boolean =>
  group.type === CLUSTER_COMPONENT || ancestorsOf(group, resources).some(({ type }) => type === CLUSTER_COMPONENT);

/** Whether a node group waits for the chart; to wait for a chart may be to wait for the objects in it. */
export const waitsForChart = (group: Registered, chart: Registered, resources: readonly Registered[]): boolean =>
  waitsFor(
    withAncestors(group, resources),
    (other) => other.urn === chart.urn || ancestorsOf(other, resources).some(({ urn }) => urn === chart.urn),
    resources,
  );

/** Whether the chart waits for a node group, by itself or by its provider. Undefined where the program makes no group. */
export function chartWaitsForNodes(chart: Registered, resources: readonly Registered[]): boolean | undefined {
  const groups = ofType(resources, ...NODE_GROUPS).filter((group) => !isMadeWithCluster(group, resources));
  if (groups.length === 0) return undefined;
  const urns = new Set(groups.map(({ urn }) => urn));
  const provider = resources.filter(({ urn }) => urn === chart.provider);
  return [chart, ...provider].some((one) =>
    waitsFor(withAncestors(one, resources), ({ urn }) => urns.has(urn), resources),
  );
}
