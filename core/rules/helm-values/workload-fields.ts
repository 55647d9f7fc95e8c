import { isDnsLabel } from "../../facts/object-syntax.ts";
import { suggest } from "../../facts/suggest.ts";
import type { Json, JsonObject } from "../../model/index.ts";
import { isObject } from "../../model/json.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { FAILS, everyChart, everyRelease, fieldsOf, isCilium, objectsIn, shown } from "./fields.ts";

const HANDED_ON = "The chart puts it into its objects as it is, and nothing looks at it before the API server does.";
const VALIDATION = "kubernetes/kubernetes pkg/apis";
const CHART = "values.yaml of the Cilium charts 1.19.6 and 1.20.0";

const HIGHEST_PORT = 65_535;
const isPort = (key: string): boolean => /^port$|[a-z]Port$/.test(key);

/** Fixed choices by the end of a path. */
const CHOICES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:^|\.)dnsPolicy$/, ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]],
  [/(?:^|\.)service\.type$/, ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]],
  [/\.(?:seccompProfile|appArmorProfile)\.type$/, ["RuntimeDefault", "Localhost", "Unconfined"]],
  [/\.unhealthyPodEvictionPolicy$/, ["IfHealthyBudget", "AlwaysAllow"]],
];

/** Of Cilium's chart: what these have is a DaemonSet, all else with a strategy a Deployment. */
const DAEMON_SETS: ReadonlySet<string> = new Set([
  "updateStrategy",
  "envoy.updateStrategy",
  "nodeinit.updateStrategy",
  "encryption.ztunnel.updateStrategy",
  "standaloneDnsProxy.updateStrategy",
]);
/** Those of them that the chart gives no maxSurge: 0 then. */
const WITHOUT_SURGE: ReadonlySet<string> = new Set(["updateStrategy", "envoy.updateStrategy"]);
const ROLLING = "RollingUpdate";

const strategiesAt = (at: string, ofCilium: boolean): readonly string[] =>
  !ofCilium ? [ROLLING, "Recreate", "OnDelete"] : [ROLLING, DAEMON_SETS.has(at) ? "OnDelete" : "Recreate"];

/** A number of Pods or a share of them; undefined where it is neither. */
function podsOf(value: Json): number | undefined {
  const share = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  const number = share === undefined ? value : Number(share);
  const most = share === undefined ? Number.MAX_SAFE_INTEGER : 100;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= most ? number : undefined;
}

const PODS = "a number of Pods, or a share of them from 0% to 100%";

function* podCountFaults(at: string, counts: JsonObject, keys: readonly string[]): Generator<Draft> {
  for (const key of keys) {
    const value = counts[key];
    if (value !== undefined && value !== null && podsOf(value) === undefined)
      yield { at: `${at}.${key}`, found: shown(value), expected: PODS };
  }
}

function* strategyFaults(at: string, { type, rollingUpdate }: JsonObject, ofCilium: boolean): Generator<Draft> {
  const allowed = strategiesAt(at, ofCilium);
  if (type !== undefined && type !== null && !allowed.some((one) => one === type))
    yield { at: `${at}.type`, found: shown(type), expected: allowed.join(" or ") };
  else if (type === "Recreate" && rollingUpdate !== null && (ofCilium || rollingUpdate !== undefined))
    yield {
      at: `${at}.rollingUpdate`,
      found: rollingUpdate === undefined ? "the chart's own rollingUpdate" : shown(rollingUpdate),
      expected: "none with type: Recreate",
      fix: "Write rollingUpdate: null beside it.",
    };
  if (!isObject(rollingUpdate)) return;
  yield* podCountFaults(`${at}.rollingUpdate`, rollingUpdate, ["maxUnavailable", "maxSurge"]);
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const surge = maxSurge ?? (ofCilium && WITHOUT_SURGE.has(at) ? 0 : undefined);
  if ([maxUnavailable, surge].every((count) => count !== undefined && podsOf(count) === 0))
    yield { at: `${at}.rollingUpdate.maxUnavailable`, found: "0, and maxSurge 0", expected: "one of them above 0" };
}

function* budgetFaults(at: string, budget: JsonObject, ofCilium: boolean): Generator<Draft> {
  yield* podCountFaults(at, budget, ["minAvailable", "maxUnavailable"]);
  const { enabled, minAvailable, maxUnavailable } = budget;
  // Cilium's chart makes none by itself; what others do by themselves is not known.
  if (enabled === false || (ofCilium && enabled !== true)) return;
  if (minAvailable === undefined || minAvailable === null || maxUnavailable === null) return;
  if (maxUnavailable === undefined && !ofCilium) return;
  yield {
    at: `${at}.maxUnavailable`,
    found: maxUnavailable === undefined ? "the chart's own 1, beside minAvailable" : "both",
    expected: "minAvailable or maxUnavailable",
    fix: "Write maxUnavailable: null beside minAvailable.",
  };
}

const VOLUME_WORDS = 'a name of lower-case letters, digits and "-", 63 characters at most';

function* volumeFaults(at: string, volumes: readonly JsonObject[]): Generator<Draft> {
  const met = new Set<Json>();
  for (const [index, { name, ...sources }] of volumes.entries()) {
    const own = `${at}.${String(index)}`;
    if (typeof name !== "string" || !isDnsLabel(name))
      yield { at: `${own}.name`, found: shown(name), expected: VOLUME_WORDS };
    else if (met.has(name)) yield { at: `${own}.name`, found: `"${name}" again`, expected: "each name once" };
    else met.add(name);
    const given = Object.keys(sources).filter((key) => sources[key] !== null);
    if (given.length > 1) yield { at: own, found: given.join(" and "), expected: "one kind of volume" };
  }
}

function* mountFaults(at: string, mounts: readonly JsonObject[]): Generator<Draft> {
  const met = new Set<Json>();
  for (const [index, { mountPath }] of mounts.entries()) {
    const own = `${at}.${String(index)}.mountPath`;
    if (typeof mountPath !== "string" || mountPath === "")
      yield { at: own, found: shown(mountPath), expected: "a path" };
    else if (met.has(mountPath)) yield { at: own, found: `"${mountPath}" again`, expected: "each path once" };
    else met.add(mountPath);
  }
}

const ofCharts = rulesOn(everyChart, [
  {
    id: "helm-values-rollout-valid",
    severity: "error",
    title: "Replicas and update strategies in chart values are ones that Kubernetes takes",
    why: "A Deployment knows RollingUpdate and Recreate, a DaemonSet RollingUpdate and OnDelete; Recreate takes no rollingUpdate, which the chart has by itself.",
    symptom: FAILS,
    source: `${VALIDATION}/apps/validation/validation.go: ValidateDeploymentStrategy, ValidateDaemonSetUpdateStrategy; ${CHART}`,
    fix: "Correct the strategy.",
    *check(release) {
      yield* fieldsOf(release.values, function* ({ key, at, value }) {
        if (/^(?:replicas|replicaCount)$/.test(key) && typeof value === "number" && value < 0)
          yield { at, found: shown(value), expected: "0 or more" };
        if (key === "updateStrategy" && isObject(value)) yield* strategyFaults(at, value, isCilium(release));
      });
    },
  },
  {
    id: "helm-values-disruption-budget-valid",
    severity: "error",
    title: "A disruption budget in chart values says what stays or what may go, and not both",
    why: "Kubernetes takes one of minAvailable and maxUnavailable. Cilium's chart has maxUnavailable: 1 by itself, so minAvailable alone is both.",
    symptom: FAILS,
    source: `${VALIDATION}/policy/validation/validation.go: ValidatePodDisruptionBudgetSpec; ${CHART}`,
    fix: "Keep one of them.",
    *check(release) {
      yield* fieldsOf(release.values, function* ({ key, at, value }) {
        if (key === "podDisruptionBudget" && isObject(value)) yield* budgetFaults(at, value, isCilium(release));
      });
    },
  },
]);

const ofValues = rulesOn(everyRelease, [
  {
    id: "helm-values-ports-valid",
    severity: "error",
    title: "Ports in chart values are ones that there are",
    why: HANDED_ON,
    symptom: FAILS,
    source: "kubernetes/apimachinery pkg/util/validation/validation.go: IsValidPortNum",
    fix: "Choose another port.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
        if (isPort(key) && typeof number === "number" && (number < 0 || number > HIGHEST_PORT))
          yield { at, found: shown(value), expected: `1 to ${String(HIGHEST_PORT)}` };
      });
    },
  },
  {
    id: "helm-values-pod-choices-valid",
    severity: "error",
    title: "DNS policies, Service types and profiles in chart values are ones that Kubernetes has",
    why: HANDED_ON,
    symptom: FAILS,
    source: `${VALIDATION}/core/validation/validation.go: validateDNSPolicy, ValidateService, validateSeccompProfile, ValidateAppArmorProfile; pkg/apis/policy/validation`,
    fix: "Choose one of these.",
    *check(values) {
      yield* fieldsOf(values, function* ({ at, value }) {
        const allowed = CHOICES.find(([path]) => path.test(at))?.[1];
        if (allowed === undefined || typeof value !== "string" || value === "" || allowed.includes(value)) return;
        const [near] = suggest(value, allowed);
        yield {
          at,
          found: `"${value}"`,
          expected: allowed.join(", "),
          ...(near === undefined ? {} : { fix: `Write ${near}.` }),
        };
      });
    },
  },
  {
    id: "helm-values-volumes-valid",
    severity: "error",
    title: "Extra volumes and mounts in chart values are ones that Kubernetes takes",
    why: HANDED_ON,
    symptom: FAILS,
    source: `${VALIDATION}/core/validation/validation.go: ValidateVolumes, ValidateVolumeMounts`,
    fix: "Correct the volume.",
    *check(values) {
      yield* fieldsOf(values, function* ({ key, at, value }) {
        if (key === "extraVolumes") yield* volumeFaults(at, objectsIn(value));
        if (key === "extraVolumeMounts") yield* mountFaults(at, objectsIn(value));
      });
    },
  },
]);

export default [...ofCharts, ...ofValues];
