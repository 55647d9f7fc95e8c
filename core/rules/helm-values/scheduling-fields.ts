import { LABEL_VALUE, QUALIFIED_NAME, isLabelValue, isQualifiedName } from "../../facts/object-syntax.ts";
import type { Json, JsonObject } from "../../model/index.ts";
import { isObject } from "../../model/json.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { FAILS, everyRelease, fieldsOf, objectsIn, shown } from "./fields.ts";

const SELECTOR = ["In", "NotIn", "Exists", "DoesNotExist"];
const NODE_SELECTOR = [...SELECTOR, "Gt", "Lt"];
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const HIGHEST_WEIGHT = 100;
const UNSATISFIABLE = ["DoNotSchedule", "ScheduleAnyway"];

const isText = (value: Json | undefined): value is string => typeof value === "string" && value !== "";
const at = (place: string, index: number): string => `${place}.${String(index)}`;

/** One expression of a selector. */
function* expressionFaults(
  place: string,
  { key, operator, values }: JsonObject,
  operators: readonly string[],
): Generator<Draft> {
  if (!isText(key) || !isQualifiedName(key)) yield { at: `${place}.key`, found: shown(key), expected: QUALIFIED_NAME };
  if (!operators.some((one) => one === operator)) {
    yield { at: `${place}.operator`, found: shown(operator), expected: operators.join(", ") };
    return;
  }
  const given: readonly Json[] = Array.isArray(values) ? values : [];
  const wanted = operator === "Gt" || operator === "Lt" ? "one value" : "values";
  const takesNone = operator === "Exists" || operator === "DoesNotExist";
  if (takesNone ? given.length > 0 : wanted === "one value" ? given.length !== 1 : given.length === 0)
    yield {
      at: `${place}.values`,
      found: shown(values),
      expected: `${takesNone ? "no values" : wanted} with operator: ${shown(operator)}`,
    };
  for (const [index, value] of given.entries()) {
    if (typeof value !== "string" || !isLabelValue(value))
      yield { at: at(`${place}.values`, index), found: shown(value), expected: `${LABEL_VALUE}, in quotes` };
  }
}

const expressionsIn = function* (place: string, selector: Json | undefined, operators: readonly string[]) {
  if (!isObject(selector)) return;
  for (const [index, one] of objectsIn(selector["matchExpressions"]).entries())
    yield* expressionFaults(at(`${place}.matchExpressions`, index), one, operators);
};

function* weightFaults(place: string, { weight }: JsonObject): Generator<Draft> {
  if (typeof weight !== "number" || weight < 1 || weight > HIGHEST_WEIGHT)
    yield { at: `${place}.weight`, found: shown(weight), expected: `1 to ${String(HIGHEST_WEIGHT)}` };
}

function* nodeFaults(place: string, affinity: JsonObject): Generator<Draft> {
  const { [REQUIRED]: required, [PREFERRED]: preferred } = affinity;
  if (isObject(required)) {
    const terms = objectsIn(required["nodeSelectorTerms"]);
    if (terms.length === 0)
      yield { at: `${place}.${REQUIRED}.nodeSelectorTerms`, found: "no term", expected: "one at least" };
    for (const [index, term] of terms.entries())
      yield* expressionsIn(at(`${place}.${REQUIRED}.nodeSelectorTerms`, index), term, NODE_SELECTOR);
  }
  for (const [index, term] of objectsIn(preferred).entries()) {
    const own = at(`${place}.${PREFERRED}`, index);
    yield* weightFaults(own, term);
    yield* expressionsIn(`${own}.preference`, term["preference"], NODE_SELECTOR);
  }
}

function* termFaults(place: string, { topologyKey, labelSelector }: JsonObject): Generator<Draft> {
  if (!isText(topologyKey) || !isQualifiedName(topologyKey))
    yield {
      at: `${place}.topologyKey`,
      found: shown(topologyKey),
      expected: "a label of nodes, such as kubernetes.io/hostname",
    };
  yield* expressionsIn(`${place}.labelSelector`, labelSelector, SELECTOR);
}

function* podFaults(place: string, affinity: JsonObject): Generator<Draft> {
  for (const [index, term] of objectsIn(affinity[REQUIRED]).entries())
    yield* termFaults(at(`${place}.${REQUIRED}`, index), term);
  for (const [index, term] of objectsIn(affinity[PREFERRED]).entries()) {
    const own = at(`${place}.${PREFERRED}`, index);
    yield* weightFaults(own, term);
    const { podAffinityTerm } = term;
    if (isObject(podAffinityTerm)) yield* termFaults(`${own}.podAffinityTerm`, podAffinityTerm);
  }
}

function* spreadFaults(place: string, constraint: JsonObject): Generator<Draft> {
  const { maxSkew, whenUnsatisfiable } = constraint;
  yield* termFaults(place, constraint);
  if (typeof maxSkew !== "number" || maxSkew < 1)
    yield { at: `${place}.maxSkew`, found: shown(maxSkew), expected: "1 or more" };
  if (!UNSATISFIABLE.some((one) => one === whenUnsatisfiable))
    yield { at: `${place}.whenUnsatisfiable`, found: shown(whenUnsatisfiable), expected: UNSATISFIABLE.join(" or ") };
}

const HANDED_ON =
  "The chart puts it into the pods' template as it is, and nothing looks at it before the API server does.";
const SOURCE = "kubernetes/kubernetes pkg/apis/core/validation/validation.go";

export default rulesOn(everyRelease, [
  {
    id: "helm-values-affinity-valid",
    severity: "error",
    title: "Affinity in chart values is one that Kubernetes takes",
    why: HANDED_ON,
    symptom: FAILS,
    source: `${SOURCE}: validateAffinity, ValidateNodeSelectorRequirement, validatePodAffinityTerm`,
    fix: "Correct the term.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at: place, value }) {
        if (!isObject(value)) return;
        if (key === "nodeAffinity") yield* nodeFaults(place, value);
        if (key === "podAffinity" || key === "podAntiAffinity") yield* podFaults(place, value);
      });
    },
  },
  {
    id: "helm-values-spread-valid",
    severity: "error",
    title: "Topology spread constraints in chart values are ones that Kubernetes takes",
    why: HANDED_ON,
    symptom: FAILS,
    source: `${SOURCE}: validateTopologySpreadConstraints`,
    fix: "Correct the constraint.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at: place, value }) {
        if (key !== "topologySpreadConstraints") return;
        for (const [index, one] of objectsIn(value).entries()) yield* spreadFaults(at(place, index), one);
      });
    },
  },
]);
