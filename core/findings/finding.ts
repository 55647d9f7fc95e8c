/** How bad a finding is: an error stops `plan` and the components, a warning is printed. */
export const Severity = { Error: "error", Warning: "warning" } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** One fault, as data. Text, JSON, SARIF, JUnit and the policy pack are made from it. */
export interface Finding {
  /** Id of the rule that found it, `area-object-rule`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about, for people: `node group "general"`, `Gateway "edge"`, `Cilium 1.19.6`. */
  readonly subject: string;
  /** Where, as a path into {@link ClusterModel}: `nodeGroups.general.maxPods`. Each lens translates it to its own words. */
  readonly path: string;
  /** What is there. */
  readonly found: string;
  /** What is allowed or needed. */
  readonly expected: string;
  /** What to change. */
  readonly fix: string;
  /** Names of the clusters that it is about, where a program has several; the subject says them too. */
  readonly clusters?: readonly string[];
}

/** A finding that names its clusters, for a program with several. */
export const ofClusters = <F extends Finding>(finding: F, names: readonly string[]): F =>
  names.length === 0
    ? finding
    : {
        ...finding,
        clusters: names,
        subject: `${finding.subject} of ${names.length === 1 ? "cluster" : "clusters"} ${names.map((name) => `"${name}"`).join(" and ")}`,
      };

/** What a check yields; the runner adds the rule's id and severity. */
export type FindingDraft = Omit<Finding, "rule" | "severity">;

/** Sorts by path, then rule: the order never depends on how the catalogue was walked. */
export function sortFindings<F extends Finding>(findings: readonly F[]): F[] {
  const key = (f: Finding) => [f.severity, f.path, f.rule, f.found].join("\u0000");
  return findings.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
