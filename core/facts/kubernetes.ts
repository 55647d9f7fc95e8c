import { compareVersions, minorOf } from "./version.ts";

/** A Kubernetes minor on Amazon EKS. Dates are days in UTC. */
export interface EksVersion {
  readonly version: string;
  /** First day on EKS. */
  readonly released: string;
  /** From this day on extended support is billed. */
  readonly endOfStandardSupport: string;
  /** After this day EKS upgrades the control plane by itself, and no new cluster can be made. */
  readonly endOfExtendedSupport: string;
  readonly source: string;
}

const USER_GUIDE = "EKS user guide: kubernetes-versions, release calendar";
const ENDOFLIFE = "endoflife.date/amazon-eks, which reads the EKS user guide's calendar";

/** Fourteen months of standard support and twelve more, counted from the release. */
const POLICY =
  "UNVERIFIED: AWS what's new 2026/10, Amazon EKS and EKS Distro support Kubernetes 1.37; ends by EKS's policy";

/** Oldest first. */
export const EKS_VERSIONS: readonly EksVersion[] = [
  row("1.29", "2024-01-23", "2025-03-23", "2026-03-23", USER_GUIDE),
  row("1.30", "2024-05-23", "2025-07-23", "2026-07-23", USER_GUIDE),
  row("1.31", "2024-09-26", "2025-11-26", "2026-11-26", USER_GUIDE),
  row("1.32", "2025-01-23", "2026-03-23", "2027-03-23", USER_GUIDE),
  row("1.33", "2025-05-29", "2026-07-29", "2027-07-29", USER_GUIDE),
  row("1.34", "2025-10-02", "2026-12-02", "2027-12-02", USER_GUIDE),
  row("1.35", "2026-01-28", "2027-03-27", "2028-03-27", ENDOFLIFE),
  row("1.36", "2026-06-02", "2027-08-02", "2028-08-02", ENDOFLIFE),
  row("1.37", "2026-10-01", "2027-12-01", "2028-12-01", POLICY),
];

/** Kubernetes where a stack names none. */
export const DEFAULT_KUBERNETES_VERSION = "1.35";

/** Control-plane price by the hour and cluster, in US dollars ; source and day: core/facts/dated.ts. */
export const CONTROL_PLANE_HOURLY_USD = { standard: 0.1, extended: 0.6 } as const;

export const EksSupport = {
  /** Not on EKS yet on that day. */
  NotReleased: "not-released",
  Standard: "standard",
  Extended: "extended",
  Ended: "ended",
  /** Not in the table: newer than its sources, or never on EKS. */
  Unknown: "unknown",
} as const;
export type EksSupport = (typeof EksSupport)[keyof typeof EksSupport];

/** The row of a version; a patch (`1.35.2`) counts as its minor. */
export function eksVersion(version: string): EksVersion | undefined {
  const minor = minorOf(version);
  return EKS_VERSIONS.find((entry) => entry.version === minor);
}

/** How EKS supports a version on a day (`2026-11-20`). The day is passed in: there is no clock in core. */
export function eksSupport(version: string, day: string): EksSupport {
  const entry = eksVersion(version);
  if (entry === undefined) return EksSupport.Unknown;
  if (day < entry.released) return EksSupport.NotReleased;
  if (day < entry.endOfStandardSupport) return EksSupport.Standard;
  // The last day of extended support still counts: AWS upgrades after it.
  return day <= entry.endOfExtendedSupport ? EksSupport.Extended : EksSupport.Ended;
}

/** Whether EKS has no more of a version on a day: its support has ended, or it is older than the calendar. */
export const isPastOnEks = (version: string, day: string): boolean =>
  isBeforeCalendar(version) || eksSupport(version, day) === EksSupport.Ended;

/** Older than every version of the calendar. */
export const isBeforeCalendar = (version: string): boolean =>
  compareVersions(version, EKS_VERSIONS[0]?.version ?? version) < 0;

/** Versions that EKS supports on a day in standard support, oldest first. */
export const standardVersionsOn = (day: string): string[] =>
  EKS_VERSIONS.filter(({ version }) => eksSupport(version, day) === EksSupport.Standard).map(({ version }) => version);

/** Days from one day to another; negative when the second comes first. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Whether a node image's Kubernetes minor may run under a control plane: not newer, at most three older (Kubernetes version skew policy). */
export function nodeSkewAllowed(controlPlane: string, node: string): boolean {
  const [server, kubelet] = [minorOf(controlPlane), minorOf(node)];
  if (server === undefined || kubelet === undefined || compareVersions(kubelet, server) > 0) return false;
  return Number(server.split(".")[1]) - Number(kubelet.split(".")[1]) <= 3;
}

function row(
  version: string,
  released: string,
  endOfStandardSupport: string,
  endOfExtendedSupport: string,
  source: string,
): EksVersion {
  return { version, released, endOfStandardSupport, endOfExtendedSupport, source };
}
