import type { FindingDraft, Severity } from "../findings/finding.ts";
import type { ClusterModel } from "../model/index.ts";
import type { Undecided } from "../model/unknown.ts";

/** A part of the model that a rule reads; a lens that lacks it skips the rule and says so. */
export type ModelPart = keyof ClusterModel;

/** Groups of the catalogue; policies are configured and documented by group. */
export const RuleGroup = {
  Versions: "versions",
  HelmValues: "helm-values",
  Datapath: "datapath",
  Addresses: "addresses",
  Network: "network",
  ControlPlane: "control-plane",
  Nodes: "nodes",
  Identity: "identity",
  Quotas: "quotas",
  Gateway: "gateway",
  Observability: "observability",
  Hybrid: "hybrid",
  Mesh: "mesh",
  Security: "security",
  Lifecycle: "lifecycle",
} as const;
export type RuleGroup = (typeof RuleGroup)[keyof typeof RuleGroup];

/**
 * One rule: data and one pure function. `check` may be a generator; it reads the model through a guard that throws where a
 * value is unknown, so use {@link each} to keep the other items of a collection decidable.
 */
export interface Rule {
  /** `area-object-rule` in kebab-case; never renamed, because waivers and pipelines name it. */
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** What must hold, in one line. */
  readonly title: string;
  /** What happens otherwise. */
  readonly why: string;
  /** Public source of the claim: chart and version, file, issue number or documentation page. Starts with `UNVERIFIED` where it is. */
  readonly source: string;
  readonly needs: readonly ModelPart[];
  check(model: ClusterModel): Iterable<FindingDraft | Undecided>;
}

/** Declares a rule; exists so that every rule file reads the same and ids keep their literal type. */
export const rule = <const R extends Rule>(definition: R): R => definition;
