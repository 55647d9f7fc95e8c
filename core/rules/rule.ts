import type { FindingDraft, Severity } from "../findings/finding.ts";
import type { ClusterModel } from "../model/index.ts";
import type { Draft, ModelPart, ModelWith, Subject } from "./subject.ts";
import { Undecided } from "../model/unknown.ts";

export type { ModelPart } from "./subject.ts";

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
  Karpenter: "karpenter",
  Inference: "inference",
  Mesh: "mesh",
  Security: "security",
  Lifecycle: "lifecycle",
  Fleet: "fleet",
  Live: "live",
  Upgrade: "upgrade",
  Migration: "migration",
} as const;
export type RuleGroup = (typeof RuleGroup)[keyof typeof RuleGroup];

/** What a rule says of itself. */
interface RuleText {
  /** Group first, `nodes-disk-encrypted`; never renamed, because waivers and pipelines name it. */
  readonly id: string;
  readonly severity: Severity;
  /** What must hold, in one line. */
  readonly title: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What a person sees then: a pod's state, a line of a log, an event. Left out where nothing is to be seen, or nobody knows. */
  readonly symptom?: string;
  /** Public source of the claim: chart and version, file, issue number or documentation page. Starts with `UNVERIFIED` where it is. */
  readonly source: string;
  /** What to change, whatever was found. */
  readonly fix: string;
}

/** One rule as it is run: data and one pure function. */
export interface Rule extends RuleText {
  readonly group: RuleGroup;
  readonly needs: readonly ModelPart[];
  /** Reads the model through a guard that throws where a value is unknown. */
  check(model: ClusterModel): Iterable<FindingDraft | Undecided>;
}

/** A rule on a subject. */
export interface RuleOn<One, Part extends ModelPart, D = Draft> extends RuleText {
  readonly id: `${RuleGroup}-${string}`;
  /** Parts of the model that it reads beside the subject's own. */
  readonly also?: readonly ModelPart[];
  /** Says what is wrong with one. */
  check(this: void, one: One, model: ModelWith<Part>): Iterable<D | Undecided>;
}

/** The rules on one subject, for a rule file's list. */
export const rulesOn = <One, Part extends ModelPart, D>(
  subject: Subject<One, Part, D>,
  rules: readonly RuleOn<One, Part, D>[],
): readonly Rule[] =>
  rules.map(({ also = [], check, ...text }) => ({
    ...text,
    group: groupOf(text.id),
    needs: [...subject.needs, ...also],
    *check(model) {
      // The runner asks a rule only where the model has all it needs.
      const seen = model as ModelWith<Part>;
      for (const draft of subject.ask(seen, (one) => check(one, seen))) {
        yield draft instanceof Undecided ? draft : { ...draft, fix: draft.fix ?? text.fix };
      }
    },
  }));

const GROUPS: readonly RuleGroup[] = Object.values(RuleGroup);

/** `control-plane` of `control-plane-naming`; no group's name is the beginning of another's. */
function groupOf(id: string): RuleGroup {
  const found = GROUPS.find((group) => id.startsWith(`${group}-`));
  if (found === undefined) throw new Error(`${id} begins with no group of rules.`);
  return found;
}
