import { isObject } from "../../model/json.ts";
import {
  DNS_SUBDOMAIN,
  LABEL_VALUE,
  QUALIFIED_NAME,
  QUANTITY_WORDS,
  isDnsSubdomain,
  isLabelValue,
  isQualifiedName,
  quantityOf,
} from "../../facts/object-syntax.ts";
import { SECRET_TEXT } from "../../findings/secrets.ts";
import type { JsonObject } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { FAILS, VALIDATION, everyRelease, fieldsOf, objectsIn, shown } from "./fields.ts";

/** A map of texts: keys by name, values by a test. What a stack file holds encrypted is not read. */
function* mapFaults(at: string, map: JsonObject, fits: (text: string) => boolean, words: string): Generator<Draft> {
  for (const [key, value] of Object.entries(map)) {
    if (!isQualifiedName(key)) yield { at: `${at}.${key}`, found: `the key "${key}"`, expected: QUALIFIED_NAME };
    if (value === null || value === SECRET_TEXT) continue;
    if (typeof value !== "string") {
      yield {
        at: `${at}.${key}`,
        found: shown(value),
        expected: `${words}, in quotes`,
        fix: `Write "${typeof value === "object" ? "text" : String(value)}".`,
      };
    } else if (!fits(value)) yield { at: `${at}.${key}`, found: `"${value}"`, expected: words };
  }
}

const isLabels = (key: string): boolean => /^(?:nodeSelector|labels|\w*Labels)$/.test(key);
const isAnnotations = (key: string): boolean => /^(?:annotations|\w*Annotations)$/.test(key);

const OPERATORS = ["Exists", "Equal"];
const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

function* tolerationFaults(
  at: string,
  { key, operator, value, effect, tolerationSeconds }: JsonObject,
): Generator<Draft> {
  if (operator !== undefined && !OPERATORS.some((one) => one === operator))
    yield { at: `${at}.operator`, found: shown(operator), expected: OPERATORS.join(" or ") };
  if (effect !== undefined && effect !== "" && !EFFECTS.some((one) => one === effect))
    yield { at: `${at}.effect`, found: shown(effect), expected: `${EFFECTS.join(", ")}, or none for all` };
  if ((key === undefined || key === "") && operator !== "Exists")
    yield { at: `${at}.key`, found: "no key", expected: "a key, or operator: Exists for every taint" };
  else if (typeof key === "string" && key !== "" && !isQualifiedName(key))
    yield { at: `${at}.key`, found: `"${key}"`, expected: QUALIFIED_NAME };
  if (operator === "Exists" && value !== undefined && value !== "")
    yield { at: `${at}.value`, found: shown(value), expected: "no value with operator: Exists" };
  else if (value !== undefined && !(typeof value === "string" && isLabelValue(value)))
    yield { at: `${at}.value`, found: shown(value), expected: LABEL_VALUE };
  if (tolerationSeconds !== undefined && effect !== "NoExecute")
    yield { at: `${at}.tolerationSeconds`, found: shown(tolerationSeconds), expected: "effect: NoExecute beside it" };
}

function* resourceFaults(at: string, { requests, limits }: JsonObject): Generator<Draft> {
  for (const [kind, list] of Object.entries({ requests, limits })) {
    if (!isObject(list)) continue;
    for (const [name, value] of Object.entries(list)) {
      const amount = quantityOf(value);
      if (value !== null && (amount === undefined || amount < 0))
        yield { at: `${at}.${kind}.${name}`, found: shown(value), expected: QUANTITY_WORDS };
    }
  }
  if (!isObject(requests) || !isObject(limits)) return;
  for (const [name, value] of Object.entries(requests)) {
    const [request, limit] = [quantityOf(value), quantityOf(limits[name])];
    if (request !== undefined && limit !== undefined && request > limit)
      yield {
        at: `${at}.requests.${name}`,
        found: `${shown(value)}, above the limit of ${shown(limits[name])}`,
        expected: "a request of the limit at most",
      };
  }
}

export default rulesOn(everyRelease, [
  {
    id: "helm-values-labels-valid",
    severity: "error",
    title: "Labels and node selectors in chart values are ones that Kubernetes takes",
    why: "The chart puts them into objects as they are, and nothing looks at them before the API server does. A number or true without quotes is no text.",
    symptom: FAILS,
    source: VALIDATION,
    fix: "Correct key or value.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        if (isLabels(key) && isObject(value)) yield* mapFaults(at, value, isLabelValue, LABEL_VALUE);
      });
    },
  },
  {
    id: "helm-values-annotations-valid",
    severity: "error",
    title: "Annotations in chart values are ones that Kubernetes takes",
    why: "The chart puts them into objects as they are, and nothing looks at them before the API server does. Values are text: a number or true needs quotes.",
    symptom: FAILS,
    source: VALIDATION,
    fix: "Correct key or value.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        if (isAnnotations(key) && isObject(value)) yield* mapFaults(at, value, () => true, "text");
      });
    },
  },
  {
    id: "helm-values-tolerations-valid",
    severity: "error",
    title: "Tolerations in chart values are ones that Kubernetes takes",
    why: "The chart puts them into the pods' template as they are, and nothing looks at them before the API server does.",
    symptom: FAILS,
    source: `${VALIDATION}: ValidateTolerations`,
    fix: "Correct the toleration.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        if (key !== "tolerations") return;
        for (const [index, one] of objectsIn(value).entries()) yield* tolerationFaults(`${at}.${String(index)}`, one);
      });
    },
  },
  {
    id: "helm-values-resources-valid",
    severity: "error",
    title: "Resources in chart values are quantities, and requests fit their limits",
    why: "The chart puts them into the pods' template as they are, and nothing looks at them before the API server does.",
    symptom: FAILS,
    source: `kubernetes/apimachinery pkg/api/resource/quantity.go; ${VALIDATION}: ValidateResourceRequirements`,
    fix: "Correct the quantity.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        if (/^(?:resources|\w+Resources)$/.test(key) && isObject(value)) yield* resourceFaults(at, value);
      });
    },
  },
  {
    id: "helm-values-pod-names-valid",
    severity: "error",
    title:
      "Priority classes, environment variables and service accounts in chart values have names that Kubernetes takes",
    why: "The chart puts them into objects as they are, and nothing looks at them before the API server does.",
    symptom: FAILS,
    source: `${VALIDATION}: ValidateEnv; Kubernetes docs: names`,
    fix: "Correct the name or the value.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        if (key === "priorityClassName" && typeof value === "string" && value !== "" && !isDnsSubdomain(value))
          yield { at, found: `"${value}"`, expected: DNS_SUBDOMAIN };
        if (/^serviceAccounts?$/.test(key) && isObject(value)) yield* accountFaults(at, value);
        if (/^(?:extraEnv|env)$/.test(key))
          for (const [index, one] of objectsIn(value).entries()) yield* variableFaults(`${at}.${String(index)}`, one);
      });
    },
  },
]);

/** `serviceAccount.name`, and `serviceAccounts.cilium.name` as Cilium's chart has them. */
function* accountFaults(at: string, account: JsonObject): Generator<Draft> {
  const named = [
    [at, account] as const,
    ...Object.entries(account).map(([key, one]) => [`${at}.${key}`, one] as const),
  ];
  for (const [place, one] of named) {
    const name = isObject(one) ? one["name"] : undefined;
    if (typeof name === "string" && name !== "" && !isDnsSubdomain(name))
      yield { at: `${place}.name`, found: `"${name}"`, expected: DNS_SUBDOMAIN };
  }
}

/** Since Kubernetes 1.34 a name may hold every printable character of ASCII but "=". */
const VARIABLE = /^[\u0020-\u003C\u003E-\u007E]+$/;

function* variableFaults(at: string, { name, value, valueFrom }: JsonObject): Generator<Draft> {
  if (typeof name !== "string" || !VARIABLE.test(name))
    yield { at: `${at}.name`, found: shown(name), expected: 'a name without "=" and of printable characters' };
  if (value !== undefined && value !== null && typeof value !== "string")
    yield { at: `${at}.value`, found: shown(value), expected: "text, in quotes", fix: `Write "${shown(value)}".` };
  if (value !== undefined && value !== "" && valueFrom !== undefined)
    yield { at, found: "value and valueFrom", expected: "one of them" };
}
