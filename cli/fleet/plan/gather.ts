import type { FleetPlace } from "../../../config/fleet/file.ts";
import { type Finding, Severity, sortFindings } from "../../../core/findings/finding.ts";
import { about } from "../../../core/rules/fleet/common.ts";
import { teach } from "../../shared/report/teach.ts";
import type { TaughtFinding } from "../../shared/report/types.ts";

type Waived = TaughtFinding & { readonly reason: string };

interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

/** Findings of a fleet: what several clusters have from one place of the file is one finding that names them. */
export interface Gathered {
  add(finding: Finding, place: FleetPlace, clusters: readonly string[], reason?: string): void;
  findings(): TaughtFinding[];
  waived(): Waived[];
  countsOf(cluster: string): Counts;
}

interface Entry {
  readonly finding: Finding;
  readonly place: FleetPlace;
  readonly clusters: Set<string>;
  readonly reason: string | undefined;
}

export function gather(): Gathered {
  const entries = new Map<string, Entry>();
  const counts = new Map<string, { errors: number; warnings: number }>();
  const told = ({ finding, place, clusters }: Entry): TaughtFinding => {
    const names = [...clusters];
    const { clusters: _named, ...rest } = finding;
    return teach({
      ...rest,
      // What is among clusters says so itself.
      subject:
        names.length === 0 || finding.clusters !== undefined
          ? finding.subject
          : `${finding.subject} of ${about(names).subject}`,
      path: place.setting,
      ...place,
      ...(names.length === 0 ? {} : { clusters: names }),
      lens: "settings",
    });
  };
  const all = (isWaived: boolean): Entry[] =>
    [...entries.values()].filter(({ reason }) => (reason !== undefined) === isWaived);
  return {
    add: (finding, place, clusters, reason) => {
      const { rule, severity, subject, found, expected, fix } = finding;
      const key = JSON.stringify([rule, severity, subject, found, expected, fix, place, reason]);
      const entry = entries.get(key) ?? { finding, place, clusters: new Set(), reason };
      entries.set(key, entry);
      for (const name of clusters) {
        entry.clusters.add(name);
        if (reason !== undefined) continue;
        const count = counts.get(name) ?? { errors: 0, warnings: 0 };
        counts.set(name, count);
        count[severity === Severity.Error ? "errors" : "warnings"] += 1;
      }
    },
    findings: () => sortFindings(all(false).map(told)),
    waived: () => sortFindings(all(true).map((entry) => ({ ...told(entry), reason: entry.reason ?? "" }))),
    countsOf: (cluster) => counts.get(cluster) ?? { errors: 0, warnings: 0 },
  };
}
