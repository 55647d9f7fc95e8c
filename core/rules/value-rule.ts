import type { CiliumModel, ClusterModel } from "../model/index.ts";
import { type ValueDraft, type Values, onCilium } from "./common.ts";
import type { ModelPart, Rule } from "./rule.ts";
import { rule } from "./rule.ts";

/** A rule on the chart's values: its parts are those of {@link Rule}, its check gets the values by path. */
export interface ValueRule extends Omit<Rule, "needs" | "check"> {
  /** Parts beside `cilium`. */
  readonly also?: readonly ModelPart[];
  readonly check: (values: Values, cilium: CiliumModel, model: ClusterModel) => Iterable<ValueDraft>;
}

export const valueRule = ({ also = [], check, ...parts }: ValueRule): Rule =>
  rule({
    ...parts,
    needs: ["cilium", ...also],
    *check(model: ClusterModel) {
      yield* onCilium(model, (values, cilium) => check(values, cilium, model));
    },
  });
