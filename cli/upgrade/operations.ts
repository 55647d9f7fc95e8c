import { amiReleases, compareAmiReleases, isAmiRelease } from "../../core/facts/amis.ts";
import { addonVersion } from "../../core/facts/addons.ts";
import type { NodeImage } from "../../core/facts/kernels.ts";
import { lookupSegments, chartVersionFor, typeFault } from "../../core/facts/helm-keys.ts";
import { minorOf } from "../../core/facts/version.ts";
import { isSecretAt } from "../../core/findings/secrets.ts";
import type { Settings } from "../../core/settings/index.ts";
import type { Move } from "../../core/upgrade/path.ts";
import type { KeyChange } from "../../core/upgrade/values.ts";
import type { Operation } from "../shared/edits.ts";

/** Edits of values that go elsewhere with a chart, and the changes that they see to. */
export function keyOperations(
  values: Readonly<Record<string, unknown>>,
  changes: readonly KeyChange[],
  { to, above }: { readonly to: string; readonly above: readonly string[] },
): { readonly operations: readonly Operation[]; readonly edited: ReadonlySet<string> } {
  const operations: Operation[] = [];
  const edited = new Set<string>();
  for (const change of changes) {
    const { segments, effect, path } = change;
    const value = valueAt(values, segments);
    // A line that holds a secret is nobody's to print.
    if (value === undefined || isSecretAt(segments.at(-1) ?? "", segments.slice(0, -1))) continue;
    const target = targetOf(change, value, to);
    if (effect !== "dropped" && target === undefined) continue;
    // First in, then out: a block that both share stays as it is written.
    if (target !== undefined && valueAt(values, target) === undefined)
      operations.push({ path: [...above, ...target], value });
    operations.push({ path: [...above, ...segments], value: undefined });
    edited.add(path);
  }
  return { operations, edited };
}

/** Where a value can be written without a thought: one place, of the same name and type. Others mean something else. */
function targetOf(
  { effect, segments, to: places }: KeyChange,
  value: unknown,
  version: string,
): readonly string[] | undefined {
  const [place, ...others] = places;
  const chart = chartVersionFor(version);
  if (place === undefined || others.length > 0 || chart === undefined) return undefined;
  if (effect !== "moved" && effect !== "stops" && effect !== "leaving") return undefined;
  const target = place.split(".");
  if (target.at(-1) !== segments.at(-1)) return undefined;
  const { known, type } = lookupSegments(chart, target);
  return known && (type === undefined || typeFault(type, value) === undefined) ? target : undefined;
}

function valueAt(values: unknown, segments: readonly string[]): unknown {
  let value = values;
  for (const key of segments) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

const inStack = (...path: readonly string[]): readonly string[] => [
  "config",
  `cilium-eks:${path[0] ?? ""}`,
  ...path.slice(1),
];

/** What a stack file says otherwise after a step. */
export function stackOperations(move: Move, settings: Settings, first: string): readonly Operation[] {
  if (move.of === "kubernetes") return [...kubernetesOperations(move.to, settings), ...installedNow(settings)];
  const isMinor = minorOf(move.from) !== minorOf(move.to);
  const keeps = settings.cilium?.upgradeCompatibility;
  return [
    { path: inStack("cilium", "version"), value: move.to },
    { path: inStack("cilium", "installedVersion"), value: move.from },
    ...(isMinor && keeps === undefined
      ? [{ path: inStack("cilium", "upgradeCompatibility"), value: minorOf(first) }]
      : []),
  ];
}

/** What runs by then, where the stack says what runs. */
const installedNow = ({ cilium }: Settings): readonly Operation[] =>
  cilium?.installedVersion === undefined || cilium.version === undefined
    ? []
    : [{ path: inStack("cilium", "installedVersion"), value: cilium.version }];

function kubernetesOperations(to: string, { nodeGroups, cluster }: Settings): readonly Operation[] {
  const images = Object.entries(nodeGroups).flatMap(([name, { ami }]): Operation[] => {
    const image: NodeImage = ami?.family === "Bottlerocket" ? "Bottlerocket" : "AL2023";
    const releases = amiReleases(image, to);
    const release = ami?.release;
    if (release === undefined || releases === undefined || !isAmiRelease(image, release)) return [];
    const { first, last, pinned } = releases;
    const fits =
      compareAmiReleases(image, release, first) >= 0 &&
      (last === undefined || compareAmiReleases(image, release, last) <= 0);
    return fits ? [] : [{ path: inStack("nodeGroups", name, "ami", "release"), value: pinned }];
  });
  const addons = Object.entries(ADDONS).flatMap(([key, name]): Operation[] => {
    const own = cluster.addons?.[key as keyof typeof ADDONS]?.version;
    const wanted = addonVersion(name, to)?.version;
    return own === undefined || wanted === undefined || own === wanted
      ? []
      : [{ path: inStack("cluster", "addons", key, "version"), value: wanted }];
  });
  return [{ path: inStack("cluster", "kubernetesVersion"), value: to }, ...images, ...addons];
}

/** Names of the settings' add-ons at EKS. */
const ADDONS = {
  coredns: "coredns",
  podIdentityAgent: "eks-pod-identity-agent",
  ebsCsi: "aws-ebs-csi-driver",
  metricsServer: "metrics-server",
} as const;
