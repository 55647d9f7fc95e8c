import type { Rule } from "../core/rules/rule.ts";

interface Where {
  /** An input, or the person who asks, says that the cluster runs on EKS. */
  readonly isEks: boolean;
  /** The resources are those of a program, which installs Cilium itself. */
  readonly ofProgram: boolean | undefined;
}

/** On how a program calls Helm, and on the order of its resources. */
const OF_PROGRAMS: ReadonlySet<string> = new Set([
  "lifecycle-cilium-before-nodes",
  "lifecycle-chart-await",
  "lifecycle-nodes-after-cilium",
  "lifecycle-release-name",
  "lifecycle-release-await",
  "lifecycle-release-atomic",
  "lifecycle-release-delivery",
]);

/** Whether a rule is right for a cluster there. */
export const holdsOn = ({ id }: Pick<Rule, "id">, { isEks, ofProgram }: Where): boolean =>
  (ofProgram === true || !OF_PROGRAMS.has(id)) && (isEks || EVERYWHERE.has(id));

/** Rules of Cilium, Helm and the Gateway API themselves, which no platform changes. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  `helm-values-key-unknown helm-values-key-moved helm-values-key-fails helm-values-key-deprecated helm-values-key-idle helm-values-type
  helm-values-choice`.split(/\s+/),
);
