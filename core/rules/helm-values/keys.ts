import type { Severity } from "../../findings/finding.ts";
import { enumAllows, enumValues } from "../../facts/helm-enums.ts";
import { chartVersionFor, lookupKey, suggestKeys, typeFault } from "../../facts/helm-keys.ts";
import { MovedEffect, type MovedKey, movedKey } from "../../facts/helm-moved.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { CiliumModel, Json } from "../../model/index.ts";
import { ciliumSubject, shown } from "../common.ts";
import { type RuleOn, rulesOn } from "../rule.ts";
import { type Subject, subjectOf } from "../subject.ts";
import { type SetValue, setValues } from "./walk.ts";

const SCHEMA =
  "values.yaml and values.schema.json of the Cilium charts 1.19.6 and 1.20.2; no additionalProperties: false";

interface ChartValue extends SetValue {
  readonly cilium: CiliumModel;
}

/** Each value that is set, down to what the chart reads. */
const chartValues: Subject<ChartValue, "cilium"> = subjectOf({
  needs: ["cilium"],
  of: ({ cilium }) => setValues(cilium),
  read: (value, { cilium }) => ({ ...value, cilium }),
  place: ({ path }, { cilium }) => ({ subject: ciliumSubject(cilium), path: `cilium.values.${path}` }),
});

/** One rule an effect: what happens differs, so do severity and words. */
const movedRule = (
  effect: MovedEffect,
  text: {
    readonly id: `helm-values-${string}`;
    readonly severity: Severity;
    readonly title: string;
    readonly why: string;
  },
): RuleOn<ChartValue, "cilium"> => ({
  ...text,
  source: "values.yaml and templates of the Cilium charts 1.9 to 1.20; Cilium upgrade notes",
  fix: "Set the key that replaces it, or remove it.",
  *check({ path, value, cilium }) {
    const key = movedKey(cilium.version, path);
    if (key?.effect !== effect) return;
    yield { found: foundWords(key, shown(value())), expected: expectedWords(key), fix: fixWords(key) };
  },
});

/** `true: it stands under eni`. */
const foundWords = ({ why }: MovedKey, value: string): string =>
  `${value}: ${why.charAt(0).toLowerCase()}${why.slice(1).replace(/\.$/, "")}`;
const expectedWords = ({ replacement }: MovedKey): string =>
  replacement.length === 0 ? "no such key" : replacement.join(" or ");
const fixWords = ({ replacement }: MovedKey): string =>
  replacement.length === 0 ? "Remove it." : `Set ${replacement.join(" or ")} instead.`;

/** `bpf.masquerade` written as one key, as for `helm --set`. */
const nested = (path: string): string =>
  path.split(".").reduceRight((inner, segment) => (inner === "" ? segment : `${segment}: { ${inner} }`), "");

/** What to write for a value of the wrong type, in words that can be followed. */
function retyped(wanted: string, value: Json): string | undefined {
  const types = wanted.replace("*", "").split("|");
  if (typeof value === "string" && types.includes("integer") && /^-?\d+$/.test(value))
    return `Write ${value} without quotes.`;
  if (typeof value === "string" && types.includes("boolean") && /^(?:true|false)$/.test(value))
    return `Write ${value} without quotes.`;
  if ((typeof value === "number" || typeof value === "boolean") && types.includes("string"))
    return `Write "${String(value)}", in quotes.`;
  if (types.includes("array") && (typeof value === "string" || typeof value === "number"))
    return `Write a list: [${JSON.stringify(value)}].`;
  return undefined;
}

export default rulesOn(chartValues, [
  {
    id: "helm-values-key-unknown",
    severity: "error",
    title: "Every Helm value is one that the chart reads",
    why: "The chart ignores a key it does not know without a word: what was asked for never happens.",
    source: SCHEMA,
    fix: "Write the key as the chart has it, or remove it.",
    *check({ path, lookup, cilium }) {
      const version = chartVersionFor(cilium.version);
      if (lookup.known || version === undefined || movedKey(cilium.version, path) !== undefined) return;
      const found = "a key that the chart does not have";
      if (lookupKey(version, path).known) {
        yield {
          found: `${found}: one key with dots in it`,
          expected: nested(path),
          fix: "Write it as nested keys; dots are for helm --set.",
        };
        return;
      }
      const near = suggestKeys(version, path);
      yield {
        found,
        expected: `a key of chart ${version}`,
        fix: didYouMean(near) || "Remove it.",
      };
    },
  },
  movedRule(MovedEffect.Ignored, {
    id: "helm-values-key-moved",
    severity: "error",
    title: "No Helm value stands under a moved, removed or invented key",
    why: "The chart ignores it without a word; many articles still show these keys.",
  }),
  movedRule(MovedEffect.RenderFails, {
    id: "helm-values-key-fails",
    severity: "error",
    title: "No Helm value is one that the chart refuses",
    why: "Helm stops with an error as soon as the key holds anything.",
  }),
  movedRule(MovedEffect.Deprecated, {
    id: "helm-values-key-deprecated",
    severity: "warning",
    title: "No Helm value is about to be removed",
    why: "It still works and will go with a later version.",
  }),
  movedRule(MovedEffect.NoEffect, {
    id: "helm-values-key-idle",
    severity: "warning",
    title: "Every Helm value has an effect on EKS",
    why: "The chart reads it, and nothing that matters changes.",
  }),
  {
    id: "helm-values-type",
    severity: "error",
    title: "Every Helm value has the type that the chart wants",
    why: "The chart's schema refuses some of them; others end as nonsense in the agent's ConfigMap, which the API server or the agent then refuses.",
    symptom: "Helm ends with: values don't meet the specifications of the schema; or the agent stops at its start.",
    source: SCHEMA,
    fix: "Write a value of the type that the chart wants.",
    *check({ path, lookup, value, cilium }) {
      const fault = lookup.type === undefined ? undefined : typeFault(lookup.type, value());
      // Keys with fixed choices are the next rule's.
      if (lookup.type === undefined || fault === undefined || enumValues(cilium.version, path) !== undefined) return;
      yield {
        found: shown(value()),
        expected: fault.replace(/^must be /, "").replace(/, is .*$/, ""),
        fix: retyped(lookup.type, value()) ?? `Change it: it ${fault}.`,
      };
    },
  },
  {
    id: "helm-values-choice",
    severity: "error",
    title: "Every Helm value with fixed choices holds one of them",
    why: "The chart passes most of them on unread: a wrong one stops the agent, or does nothing.",
    source:
      "values.yaml, values.schema.json and templates/validate.yaml of the Cilium charts 1.19.6 and 1.20.0; cilium/cilium pkg/loadbalancer/config.go",
    fix: "Choose one of these.",
    *check({ path, value, cilium }) {
      const allowed = enumValues(cilium.version, path);
      const given = value();
      if (allowed === undefined || given === null || enumAllows(cilium.version, path, given)) return;
      const choices = allowed.filter((choice) => choice !== "");
      const asText = typeof given === "string" ? undefined : choices.find((choice) => choice === JSON.stringify(given));
      const [near] = typeof given === "string" ? suggest(given, choices) : [];
      yield {
        found: shown(given),
        expected: `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`,
        ...(asText === undefined ? {} : { fix: `Write "${asText}" as text, in quotes.` }),
        ...(near === undefined ? {} : { fix: `Write ${near}.` }),
      };
    },
  },
]);
