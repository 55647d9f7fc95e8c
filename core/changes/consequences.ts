import { type ResourceChange, type WantedResource, keyOf } from "./resources.ts";
import { isObject } from "../model/json.ts";

/** What a change does to what runs. */
export interface Consequence {
  /** What it happens to: a resource, or Pods of a release. */
  readonly what: string;
  readonly happens: string;
  /** Something that holds data, traffic or running Pods is taken away. */
  readonly destroys: boolean;
}

interface Loss {
  readonly replaced: string;
  readonly removed: string;
}

const LOST_TRAFFIC = "connections through it end, and its name and addresses are others";

/** Types whose loss takes data, traffic or running Pods with it. */
const LOSSES: readonly (readonly [RegExp, Loss])[] = [
  [
    /^(eks:index:Cluster|aws:eks\/cluster:)/,
    {
      replaced: "another cluster is made: everything that runs on this one is lost",
      removed: "the cluster and everything on it is deleted",
    },
  ],
  [
    /^aws:eks\/nodeGroup:/,
    {
      replaced: "a new group is made, then the nodes of the old one are drained and deleted",
      removed: "its nodes are drained and deleted",
    },
  ],
  [
    /^(awsx:ec2:Vpc|aws:ec2\/(vpc|subnet):)/,
    {
      replaced: "what stands in it has to be made again elsewhere first",
      removed: "it can be deleted only once nothing stands in it",
    },
  ],
  [
    /^aws:ec2\/(natGateway|eip):/,
    {
      replaced: "connections out through it end, and others see another address",
      removed: "nothing gets out through it any more",
    },
  ],
  [
    /^aws:lb\/(loadBalancer|listener|targetGroup):/,
    { replaced: LOST_TRAFFIC, removed: "what comes in through it ends" },
  ],
  [
    /^aws:kms\/key:/,
    {
      replaced: "what the old key encrypted can be read only while that key is there",
      removed: "what it encrypted cannot be read any more once its waiting time is over",
    },
  ],
  [/^aws:sqs\/queue:/, { replaced: "messages in the old queue are lost", removed: "messages in it are lost" }],
  [
    /^kubernetes:helm\.sh\/v3:Release$/,
    {
      replaced: "the release is uninstalled and installed again",
      removed: "the release is uninstalled, and its Pods with it",
    },
  ],
  [
    /^kubernetes:core\/v1:Namespace$/,
    { replaced: "everything in it is deleted", removed: "everything in it is deleted" },
  ],
  [
    /^kubernetes:core\/v1:Service$/,
    { replaced: "its address is another; a load balancer of it is made anew", removed: "its address goes" },
  ],
  [
    /^kubernetes:core\/v1:PersistentVolumeClaim$/,
    {
      replaced: "its data goes with it, unless the volume is retained",
      removed: "its data goes with it, unless retained",
    },
  ],
  [
    /^kubernetes:gateway\.networking\.k8s\.io\/.*:Gateway$/,
    { replaced: `${LOST_TRAFFIC}: it gets another NLB`, removed: "its NLB goes, and what comes in through it ends" },
  ],
  [
    /^kubernetes:apiextensions\.k8s\.io\/.*:CustomResourceDefinition$/,
    { replaced: "every object of its kind is deleted", removed: "every object of its kind is deleted" },
  ],
  [
    /^kubernetes:apps\/v1:(Deployment|StatefulSet|DaemonSet)$/,
    { replaced: "its Pods are deleted, then made again", removed: "its Pods are deleted" },
  ],
];

const lossOf = (type: string): Loss | undefined => LOSSES.find(([types]) => types.test(type))?.[1];

/** A resource's name and type, as a person looks for it. */
export const titleOf = ({ urn, type }: { readonly urn: string; readonly type: string }): string =>
  `${keyOf(urn).split("::").slice(1).join("::")} (${type})`;

/** What the changes do, the destructive ones first. */
export function consequencesOf(
  changes: readonly ResourceChange[],
  wanted: readonly WantedResource[],
): readonly Consequence[] {
  const cilium = new Set(wanted.filter(({ inputs }) => chartOf(inputs) === "cilium").map(({ urn }) => urn));
  const all = changes.flatMap((change): Consequence[] => {
    const { kind } = change;
    if (kind === "changed") return cilium.has(change.urn) ? restarts(change) : [];
    if (kind === "added") return [];
    const loss = lossOf(change.type);
    if (loss === undefined && kind === "removed") return [];
    const happens =
      kind === "removed"
        ? `deleted: ${loss?.removed ?? ""}`
        : `replaced: ${loss?.replaced ?? "a new one is made in its place"}`;
    return [{ what: titleOf(change), happens: withCause(happens, change), destroys: loss !== undefined }];
  });
  return all.toSorted((a, b) => Number(b.destroys) - Number(a.destroys));
}

/** The last part of a chart's name: `oci://…/cilium` is `cilium` too. */
const chartOf = (inputs: unknown): string | undefined =>
  isObject(inputs) && typeof inputs["chart"] === "string" ? inputs["chart"].split("/").at(-1) : undefined;

const text = (value: unknown): string =>
  value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);

function withCause(happens: string, { because: { properties, follows } }: ResourceChange): string {
  const causes = [
    ...properties.map(({ path, before, after }) => `${path} ${text(before)} -> ${text(after)}`),
    ...(properties.length === 0 ? follows.map((urn) => `made from ${keyOf(urn).split("::").at(-1) ?? urn}`) : []),
  ];
  return causes.length === 0 ? happens : `${happens}, because of ${causes.join("; ")}`;
}

/** Pods of the chart and the values that only they read. Chart templates at 1.19.6 and 1.20.2: each waits for a checksum of its own. */
const PODS: readonly (readonly [string, RegExp])[] = [
  ["cilium-envoy", /^values\.envoy[.[]/],
  ["hubble-relay", /^values\.hubble\.relay[.[]/],
  ["hubble-ui", /^values\.hubble\.ui[.[]/],
  ["clustermesh-apiserver", /^values\.clustermesh\.apiserver[.[]/],
];
/** Values that make no Pod different. */
const OBJECTS = /^values\.(hubble\.metrics\.(dashboards|serviceMonitor)|prometheus\.serviceMonitor|dashboards)\b/;
const EFFECTS: Readonly<Record<string, string>> = {
  agents:
    "cilium agents restart, 2 nodes at a time (chart default of updateStrategy): connections go on, new Pods of a node wait for its agent",
  operator: "cilium-operator restarts: new addresses wait until it leads again",
  "cilium-envoy":
    "cilium-envoy restarts, 2 nodes at a time: connections through Gateways and HTTP policies on those nodes end",
  "hubble-relay": "hubble-relay restarts: the service map and the UI are away for a moment",
  "hubble-ui": "hubble-ui restarts",
  "clustermesh-apiserver": "clustermesh-apiserver restarts: other clusters see changes later",
};

/** Which Pods a changed release of Cilium restarts. */
function restarts({ urn, type, changes }: ResourceChange): Consequence[] {
  const paths = changes.map(({ path }) => path);
  const rolls = new Set<string>();
  if (paths.some((path) => path === "version" || path === "chart"))
    for (const pods of ["agents", "operator", "cilium-envoy"]) rolls.add(pods);
  for (const path of paths.filter((one) => one.startsWith("values.") && !OBJECTS.test(one))) {
    const own = PODS.find(([, values]) => values.test(path))?.[0];
    if (own !== undefined) rolls.add(own);
    else if (/^values\.operator[.[]/.test(path)) rolls.add("operator");
    // The agents and the operator read one ConfigMap.
    else for (const pods of ["agents", "operator"]) rolls.add(pods);
  }
  const order = Object.keys(EFFECTS).filter((pods) => rolls.has(pods));
  return order.map((pods) => ({ what: titleOf({ urn, type }), happens: EFFECTS[pods] ?? "", destroys: false }));
}
