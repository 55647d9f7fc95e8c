import type { FindingDraft } from "../../findings/finding.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type ModelPart, type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";
import { gatewaysOf, isCilium, onObject } from "./objects.ts";

/** What a finding says of one field; subject and path are filled in. */
export interface ObjectDraft extends Omit<FindingDraft, "subject" | "path"> {
  /** Field path in the object, `spec.listeners.0.port`. */
  readonly at: string;
}

export interface ObjectRule extends Omit<Rule, "needs" | "check" | "group"> {
  /** Parts beside `objects`. */
  readonly also?: readonly ModelPart[];
  readonly of: (model: ClusterModel) => readonly KubernetesObject[];
  readonly check: (object: KubernetesObject, model: ClusterModel) => Iterable<ObjectDraft>;
}

/** A rule on each object of some kinds; an object with an unknown value leaves the others decided. */
export const objectRule = ({ also = [], of, check, ...parts }: ObjectRule): Rule =>
  rule({
    ...parts,
    group: "gateway",
    needs: ["objects", ...also],
    *check(model: ClusterModel) {
      yield* each(of(model), function* (object) {
        try {
          for (const draft of check(object, model)) yield onObject(object, draft);
        } catch (error) {
          // A list where the API has none, a null: `gateway-object-fields` says where. Anything else is a fault of ours.
          if (!(error instanceof TypeError)) throw error;
        }
      });
    },
  });

/** A rule on each Gateway of Cilium; those of other controllers are none of our business. */
export const gatewayRule = ({ check, ...parts }: Omit<ObjectRule, "of">): Rule =>
  objectRule({
    ...parts,
    of: gatewaysOf,
    *check(gateway, model) {
      if (isCilium(model, gateway)) yield* check(gateway, model);
    },
  });
