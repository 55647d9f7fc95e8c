import { compareVersions, minorOf, parseVersion } from "./version.ts";

/** A release that must not be used, with what it breaks. */
interface KnownBad {
  readonly version: string;
  readonly reason: string;
  readonly source: string;
}

/**
 * One decision: a Cilium minor with the Gateway API bundle and the Kubernetes versions it goes with. A version belongs to a
 * tuple by its minor, from `floor` upwards.
 */
export interface CiliumTuple {
  readonly minor: "1.19" | "1.20";
  /** Oldest patch that may be used. */
  readonly floor: string;
  readonly floorReason: string;
  readonly floorSource: string;
  readonly knownBad: readonly KnownBad[];
  /** The patch whose Helm keys, CRDs and rendered values this project was checked against; newer ones only get a warning. */
  readonly checked: string;
  /** Newest patch that public sources name; see core/facts/dated.ts. Its chart was not read where it is newer than `checked`. */
  readonly newestSeen: string;
  /** Gateway API bundle, as its release is tagged. */
  readonly gatewayApi: "v1.4.1" | "v1.6.1";
  /** Kubernetes minors that Cilium tests this minor with, both included. */
  readonly kubernetes: { readonly min: string; readonly max: string };
  readonly kubernetesSource: string;
}

const COMPATIBILITY = "Cilium docs: network/kubernetes/compatibility (1.20 cycle)";
const ENI_120 = "cilium/cilium#47811 (fixed by #47874, backport #48024), #47910, #48125, #48193, #48418";

/** Every Cilium minor that may be used in ENI mode, oldest first. */
export const CILIUM_TUPLES: readonly CiliumTuple[] = [
  {
    minor: "1.19",
    floor: "1.19.6",
    floorReason: "older patches mix up allowedRoutes of Gateway listeners that share a port",
    floorSource: "cilium/cilium#45693, #42159, #45559",
    knownBad: [],
    checked: "1.19.6",
    newestSeen: "1.19.9",
    gatewayApi: "v1.4.1",
    kubernetes: { min: "1.32", max: "1.35" },
    kubernetesSource: COMPATIBILITY,
  },
  {
    minor: "1.20",
    floor: "1.20.2",
    floorReason: "1.20.0 and 1.20.1 have defects in ENI mode",
    floorSource: ENI_120,
    knownBad: [
      {
        version: "1.20.0",
        reason:
          "agents stop when ipv4NativeRoutingCIDR lies in a secondary VPC CIDR, prefix delegation reports CIDR ranges as exhausted, and prefix addresses in use can be released",
        source: ENI_120,
      },
      {
        version: "1.20.1",
        reason: "prefix addresses in use can be released, and nodes do not fall back when a subnet has no free prefix",
        source: "cilium/cilium#48125, #48193, #48418",
      },
    ],
    checked: "1.20.2",
    newestSeen: "1.20.3",
    gatewayApi: "v1.6.1",
    kubernetes: { min: "1.33", max: "1.36" },
    kubernetesSource: COMPATIBILITY,
  },
];

/** Cilium where a stack names none. */
export const DEFAULT_CILIUM_VERSION = "1.19.6";

export const CiliumVerdictKind = {
  /** The patch that everything was checked against. */
  Checked: "checked",
  /** A patch of a known minor, newer than the checked one: usable, with a warning. */
  NewerPatch: "newer-patch",
  /** A patch below the floor. */
  BelowFloor: "below-floor",
  /** A patch on the known-bad list. */
  KnownBad: "known-bad",
  /** A minor that is older than every tuple. */
  TooOld: "too-old",
  /** A minor that is newer than every tuple. */
  TooNew: "too-new",
  PreRelease: "pre-release",
  /** Not a full version `x.y.z`. */
  Invalid: "invalid",
} as const;
export type CiliumVerdictKind = (typeof CiliumVerdictKind)[keyof typeof CiliumVerdictKind];

/** Whether a Cilium version may be used, and why. */
export interface CiliumVerdict {
  readonly kind: CiliumVerdictKind;
  readonly usable: boolean;
  /** The tuple of its minor; undefined where there is none. */
  readonly tuple?: CiliumTuple;
  /** One clause about the version: `is older than 1.19.6: …`. */
  readonly reason: string;
  /** The version to use instead; the same one where it is usable. */
  readonly use: string;
  readonly source: string;
}

/** The tuple of a version's minor, whether or not that patch may be used. */
export function ciliumTuple(version: string): CiliumTuple | undefined {
  const minor = minorOf(version);
  return CILIUM_TUPLES.find((tuple) => tuple.minor === minor);
}

/** Judges a Cilium version for ENI mode. */
export function evaluateCiliumVersion(version: string): CiliumVerdict {
  const parsed = parseVersion(version);
  if (parsed?.patch === undefined || version !== version.trim() || version.startsWith("v")) {
    return refuse("invalid", "is not a version of the form 1.19.6", "Cilium chart: Chart.yaml", DEFAULT_CILIUM_VERSION);
  }
  const tuple = ciliumTuple(version);
  if (parsed.preRelease !== undefined) {
    return refuse("pre-release", "is a pre-release", "cilium/charts", tuple?.checked ?? DEFAULT_CILIUM_VERSION, tuple);
  }
  if (tuple === undefined) return outsideEveryMinor(version);
  const bad = tuple.knownBad.find((entry) => entry.version === version);
  if (bad !== undefined) return refuse("known-bad", bad.reason, bad.source, tuple.checked, tuple);
  if (compareVersions(version, tuple.floor) < 0) {
    return refuse(
      "below-floor",
      `is older than ${tuple.floor}: ${tuple.floorReason}`,
      tuple.floorSource,
      tuple.checked,
      tuple,
    );
  }
  if (version === tuple.checked) {
    return {
      kind: "checked",
      usable: true,
      tuple,
      reason: "is the patch everything was checked against",
      use: version,
      source: "cilium/charts",
    };
  }
  const reason = `is a patch whose Helm keys were not checked; those of ${tuple.checked} are assumed`;
  return { kind: "newer-patch", usable: true, tuple, reason, use: version, source: "cilium/charts" };
}

function refuse(
  kind: CiliumVerdictKind,
  reason: string,
  source: string,
  use: string,
  tuple?: CiliumTuple,
): CiliumVerdict {
  return { kind, usable: false, reason, use, source, ...(tuple === undefined ? {} : { tuple }) };
}

function outsideEveryMinor(version: string): CiliumVerdict {
  const [oldest, newest] = [CILIUM_TUPLES[0], CILIUM_TUPLES.at(-1)] as [CiliumTuple, CiliumTuple];
  if (compareVersions(version, oldest.floor) < 0) {
    const reason = "has no eni.nodeSpec values (first interface index, pod subnets and security groups by tag)";
    return refuse("too-old", reason, "Cilium charts 1.18.12 and 1.19.6, values.yaml", oldest.checked);
  }
  return refuse(
    "too-new",
    `is newer than ${newest.minor}, the newest minor whose keys are known`,
    "cilium/charts",
    newest.checked,
  );
}

/** Whether Cilium tests this minor with a Kubernetes version; undefined where there is no tuple for it. */
export function testsKubernetes(tuple: CiliumTuple, kubernetesVersion: string): boolean {
  const minor = minorOf(kubernetesVersion);
  return (
    minor !== undefined &&
    compareVersions(minor, tuple.kubernetes.min) >= 0 &&
    compareVersions(minor, tuple.kubernetes.max) <= 0
  );
}

/** Upgrades go one minor at a time, and never back across one (Cilium docs: operations/upgrade). A patch may change either way. */
export function isUpgradeStep(from: string, to: string): boolean {
  const [older, newer] = [parseVersion(from), parseVersion(to)];
  if (older === undefined || newer === undefined || older.major !== newer.major) return false;
  return newer.minor === older.minor || newer.minor === older.minor + 1;
}
