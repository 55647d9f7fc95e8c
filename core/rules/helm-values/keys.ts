import { enumAllows, enumValues } from "../../facts/helm-enums.ts";
import { chartVersionFor, suggestKeys, typeFault } from "../../facts/helm-keys.ts";
import { MovedEffect, type MovedKey, movedKey } from "../../facts/helm-moved.ts";
import type { FindingDraft, Severity } from "../../findings/finding.ts";
import type { CiliumModel, ClusterModel } from "../../model/index.ts";
import { onValue, shown } from "../common.ts";
import { type Rule, rule } from "../rule.ts";
import { type Undecided, each } from "../../model/unknown.ts";
import { type SetValue, setValues } from "./walk.ts";

const SCHEMA =
  "values.yaml and values.schema.json of the Cilium charts 1.19.6 and 1.20.2; no additionalProperties: false";

function* eachValue(
  { cilium }: ClusterModel,
  check: (value: SetValue, cilium: CiliumModel) => Iterable<FindingDraft>,
): Generator<FindingDraft | Undecided> {
  if (cilium === undefined) return;
  yield* each(setValues(cilium), (value) => check(value, cilium));
}

export const unknownKey = rule({
  id: "helm-values-key-unknown",
  group: "helm-values",
  severity: "error",
  title: "Every Helm value is one that the chart reads",
  why: "The chart ignores a key it does not know without a word: what was asked for never happens.",
  source: SCHEMA,
  needs: ["cilium"],
  *check(model) {
    yield* eachValue(model, function* ({ path, lookup }, cilium) {
      const version = chartVersionFor(cilium.version);
      if (lookup.known || version === undefined || movedKey(cilium.version, path) !== undefined) return;
      const near = suggestKeys(version, path);
      yield onValue(cilium, {
        at: path,
        found: "a key that the chart does not have",
        expected: `a key of chart ${version}`,
        fix: near.length === 0 ? "Remove it." : `Did you mean ${near.join(" or ")}?`,
      });
    });
  },
});

/** One rule an effect: what happens differs, so do severity and words. */
const movedRule = (effect: MovedEffect, id: string, severity: Severity, title: string, why: string): Rule =>
  rule({
    id,
    group: "helm-values",
    severity,
    title,
    why,
    source: "values.yaml and templates of the Cilium charts 1.9 to 1.20; Cilium upgrade notes",
    needs: ["cilium"],
    *check(model: ClusterModel) {
      yield* eachValue(model, function* ({ path, value }, cilium) {
        const key = movedKey(cilium.version, path);
        if (key?.effect !== effect) return;
        yield onValue(cilium, {
          at: path,
          found: foundWords(key, shown(value())),
          expected: expectedWords(key),
          fix: fixWords(key),
        });
      });
    },
  });

/** `true: it stands under eni`. */
const foundWords = ({ why }: MovedKey, value: string): string =>
  `${value}: ${why.charAt(0).toLowerCase()}${why.slice(1).replace(/\.$/, "")}`;
const expectedWords = ({ replacement }: MovedKey): string =>
  replacement.length === 0 ? "no such key" : replacement.join(" or ");
const fixWords = ({ replacement }: MovedKey): string =>
  replacement.length === 0 ? "Remove it." : `Set ${replacement.join(" or ")} instead.`;

export const movedKeys = movedRule(
  MovedEffect.Ignored,
  "helm-values-key-moved",
  "error",
  "No Helm value stands under a moved, removed or invented key",
  "The chart ignores it without a word; many articles still show these keys.",
);

export const failingKeys = movedRule(
  MovedEffect.RenderFails,
  "helm-values-key-fails",
  "error",
  "No Helm value is one that the chart refuses",
  "Helm stops with an error as soon as the key holds anything.",
);

export const deprecatedKeys = movedRule(
  MovedEffect.Deprecated,
  "helm-values-key-deprecated",
  "warning",
  "No Helm value is about to be removed",
  "It still works and will go with a later version.",
);

export const idleKeys = movedRule(
  MovedEffect.NoEffect,
  "helm-values-key-idle",
  "warning",
  "Every Helm value has an effect on EKS",
  "The chart reads it, and nothing that matters changes.",
);

export const typeRight = rule({
  id: "helm-values-type",
  group: "helm-values",
  severity: "error",
  title: "Every Helm value has the type that the chart wants",
  why: "The chart's schema refuses some of them; others end as nonsense in the agent's ConfigMap, which the API server or the agent then refuses.",
  source: SCHEMA,
  needs: ["cilium"],
  *check(model) {
    yield* eachValue(model, function* ({ path, lookup, value }, cilium) {
      const fault = lookup.type === undefined ? undefined : typeFault(lookup.type, value());
      // Keys with fixed choices are the next rule's.
      if (fault === undefined || enumValues(cilium.version, path) !== undefined) return;
      yield onValue(cilium, {
        at: path,
        found: shown(value()),
        expected: fault.replace(/^must be /, "").replace(/, is .*$/, ""),
        fix: `Change it: it ${fault}.`,
      });
    });
  },
});

export const enumRight = rule({
  id: "helm-values-choice",
  group: "helm-values",
  severity: "error",
  title: "Every Helm value with fixed choices holds one of them",
  why: "The chart passes most of them on unread: a wrong one stops the agent, or does nothing.",
  source:
    "values.yaml, values.schema.json and templates/validate.yaml of the Cilium charts 1.19.6 and 1.20.0; cilium/cilium pkg/loadbalancer/config.go",
  needs: ["cilium"],
  *check(model) {
    yield* eachValue(model, function* ({ path, value }, cilium) {
      const allowed = enumValues(cilium.version, path);
      if (allowed === undefined || value() === null || enumAllows(cilium.version, path, value())) return;
      const choices = allowed.filter((choice) => choice !== "");
      yield onValue(cilium, {
        at: path,
        found: shown(value()),
        expected: `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`,
        fix: "Choose one of these.",
      });
    });
  },
});
