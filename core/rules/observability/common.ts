import type { FindingDraft } from "../../findings/finding.ts";
import type { Json, KubernetesObject } from "../../model/index.ts";
import type { ObservabilitySettings } from "../../settings/index.ts";
import type { ClusterModel } from "../../model/index.ts";
import { onObject } from "../gateway/objects.ts";
import { type ModelPart, type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

/** What a finding says of one field; subject and path are filled in. */
export interface FieldDraft extends Omit<FindingDraft, "subject" | "path"> {
  readonly at: string;
}

interface SettingsRule extends Omit<Rule, "group" | "needs" | "check"> {
  readonly also?: readonly ModelPart[];
  readonly check: (settings: ObservabilitySettings, model: ClusterModel) => Iterable<FieldDraft>;
}

/** A rule on what a stack or a component's arguments ask for. */
export const settingsRule = ({ also = [], check, ...parts }: SettingsRule): Rule =>
  rule({
    ...parts,
    group: "observability",
    needs: ["observability", ...also],
    *check(model: ClusterModel) {
      if (model.observability === undefined) return;
      for (const { at, ...draft } of check(model.observability.settings, model))
        yield { subject: "observability", path: `observability.${at}`, ...draft };
    },
  });

interface ObjectRule extends Omit<Rule, "group" | "needs" | "check"> {
  readonly also?: readonly ModelPart[];
  readonly of: (model: ClusterModel) => readonly KubernetesObject[];
  readonly check: (object: KubernetesObject, model: ClusterModel) => Iterable<FieldDraft>;
}

/** A rule on each object of some kinds; one that cannot be read leaves the others decided. */
export const objectRule = ({ also = [], of, check, ...parts }: ObjectRule): Rule =>
  rule({
    ...parts,
    group: "observability",
    needs: ["objects", ...also],
    *check(model: ClusterModel) {
      yield* each(of(model), function* (object) {
        try {
          for (const draft of check(object, model)) yield onObject(object, draft);
        } catch (error) {
          // Not of the API's shape: the API server will say so. Anything else is a fault of ours.
          if (!(error instanceof TypeError)) throw error;
        }
      });
    },
  });

export const isText = (value: unknown): value is string => typeof value === "string";
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The texts of a list, whatever else it holds. */
export const texts = (value: Json | undefined): readonly string[] => (isList(value) ? value.filter(isText) : []);
