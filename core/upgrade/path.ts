import { standardVersionsOn } from "../facts/kubernetes.ts";
import { UPGRADE_MINORS, type UpgradeMinor, leavableFrom, upgradeMinor } from "../facts/upgrade-notes.ts";
import { compareVersions, minorOf, nextMinor } from "../facts/version.ts";
import { evaluateCiliumVersion } from "../facts/versions.ts";

/** Versions of a cluster: Cilium's to the patch, Kubernetes' minor. */
export interface Versions {
  /** Undefined where no Cilium of ours runs on EC2 nodes. */
  readonly cilium?: string;
  readonly kubernetes: string;
}

/** One change of version; between two of them a cluster is looked at. */
export interface Move {
  readonly of: "cilium" | "kubernetes";
  readonly from: string;
  readonly to: string;
}

/** The way, or why there is none: a sentence a fault. */
export type UpgradePath =
  { readonly ok: true; readonly moves: readonly Move[] } | { readonly ok: false; readonly faults: readonly string[] };

/** Where a cluster goes that is told no target: the newest Cilium of the tables, and the newest Kubernetes in EKS's standard support that it is tested with. */
export function newestTarget(day: string): Required<Versions> {
  const { patch, kubernetes } = UPGRADE_MINORS.at(-1) as UpgradeMinor;
  const offered = standardVersionsOn(day).filter((version) => fits(kubernetes, version));
  return { cilium: patch, kubernetes: offered.at(-1) ?? kubernetes.max };
}

/** One minor at a time, and at each stop a Kubernetes version that the Cilium minor is tested with. */
export function findPath(from: Versions, to: Versions): UpgradePath {
  const faults = [
    ...(from.cilium === undefined || to.cilium === undefined ? [] : ciliumFaults(from.cilium, to.cilium)),
    ...kubernetesFaults(from.kubernetes, to),
    ...pairFault(to),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const moves = search(from, to);
  return moves === undefined
    ? {
        ok: false,
        faults: [
          `From Cilium ${from.cilium ?? ""} on Kubernetes ${from.kubernetes} no way leads to ${to.cilium ?? ""} on ${to.kubernetes} on which each minor of Cilium is tested with the Kubernetes version beside it: ${windows()}.`,
        ],
      }
    : { ok: true, moves };
}

const fits = ({ min, max }: UpgradeMinor["kubernetes"], version: string): boolean =>
  compareVersions(version, min) >= 0 && compareVersions(version, max) <= 0;

const windows = (): string =>
  UPGRADE_MINORS.map(({ minor, kubernetes: { min, max } }) => `${minor} with ${min} to ${max}`).join(", ");

function ciliumFaults(from: string, to: string): string[] {
  const known = UPGRADE_MINORS.map(({ minor }) => minor).join(", ");
  if (upgradeMinor(from) === undefined)
    return [
      `Cilium ${from} is of no minor that an upgrade is known from: ${known}. Go to one of them first, one minor at a time.`,
    ];
  const verdict = evaluateCiliumVersion(to);
  if (!verdict.usable && from !== to)
    return [`Cilium ${to} may not be used: ${verdict.reason}. Name ${verdict.use}, or a newer patch of its minor.`];
  if (compareVersions(minorOf(to) ?? "0.0", minorOf(from) ?? "0.0") < 0)
    return [
      `Cilium goes from ${from} to ${to} by no upgrade: back across a minor is a rollback of the release (helm history, helm rollback).`,
    ];
  return [];
}

function kubernetesFaults(from: string, { kubernetes: to }: Versions): string[] {
  if (minorOf(to) === undefined) return [`"${to}" is no Kubernetes version: name a minor such as 1.35.`];
  return compareVersions(to, from) < 0
    ? [
        `Kubernetes goes from ${from} to ${to} by no upgrade: EKS takes a control plane back by one minor, within seven days (EKS user guide: rollback-cluster).`,
      ]
    : [];
}

function pairFault({ cilium, kubernetes }: Versions): string[] {
  const target = cilium === undefined ? undefined : upgradeMinor(cilium);
  if (target === undefined || minorOf(kubernetes) === undefined || fits(target.kubernetes, kubernetes)) return [];
  const { min, max } = target.kubernetes;
  return [
    `Cilium ${target.minor} is tested with Kubernetes ${min} to ${max}, not with ${kubernetes}. Name one of these with --to-kubernetes, or another minor with --to-cilium.`,
  ];
}

/** Cilium goes as early as it can: newer ones know more of older Kubernetes than the other way round. */
function search(at: Versions, to: Versions): readonly Move[] | undefined {
  const { cilium: now = "", kubernetes } = at;
  const { cilium: wanted = "" } = to;
  const here = upgradeMinor(now);
  const next = UPGRADE_MINORS.find(({ minor }) => minor === nextMinor(now));
  const isThere = minorOf(now) === minorOf(wanted);
  if (!isThere && next !== undefined && fits(next.kubernetes, kubernetes)) {
    const patch = leavableFrom(now);
    const first = patch !== undefined && compareVersions(now, patch) < 0 ? patch : now;
    const cilium = next.minor === minorOf(wanted) ? wanted : next.patch;
    const rest = search({ kubernetes, cilium }, to);
    if (rest !== undefined) return [...step("cilium", now, first), { of: "cilium", from: first, to: cilium }, ...rest];
  }
  if (compareVersions(at.kubernetes, to.kubernetes) < 0) {
    const minor = nextMinor(kubernetes);
    // A cluster that is already outside of its window may go on inside of it, and no further away.
    const isWorse = here !== undefined && compareVersions(minor, here.kubernetes.max) > 0;
    const rest = isWorse ? undefined : search({ ...at, kubernetes: minor }, to);
    if (rest !== undefined) return [{ of: "kubernetes", from: kubernetes, to: minor }, ...rest];
  }
  return isThere && kubernetes === minorOf(to.kubernetes) ? step("cilium", now, wanted) : undefined;
}

const step = (of: Move["of"], from: string, to: string): Move[] => (from === to ? [] : [{ of, from, to }]);
