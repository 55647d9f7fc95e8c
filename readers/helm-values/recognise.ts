import { VALUE_KEYS } from "../../core/facts/generated/value-keys.ts";
import { movedKeys } from "../../core/facts/helm-moved.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Document, isMap } from "../input.ts";

/** Keys of Cilium's chart that many charts have: alone they say nothing. */
const COMMON: ReadonlySet<string> = new Set(
  `affinity annotations authentication certgen cluster commonLabels containerSecurityContext crds createNamespace daemon debug enabled
  extraArgs extraContainers extraEnv extraInitContainers extraVolumeMounts extraVolumes global healthPort hostAliases image imagePullSecrets
  ingress initResources installCRDs labels livenessProbe logOptions monitor name nameOverride namespaceOverride nodeSelector operator
  podAnnotations podLabels podSecurityContext pprof priorityClassName prometheus proxy rbac readinessProbe replicas resources
  rollOutPods scheduling secretsNamespaceAnnotations securityContext service serviceAccounts startupProbe terminationGracePeriodSeconds
  tls tolerations updateStrategy upgradeCompatibility dashboards envoy monitoring config agent version`.split(/\s+/),
);

let known: ReadonlySet<string> | undefined;

/** First parts of all keys that a chart of Cilium has or had. */
const knownKeys = (): ReadonlySet<string> =>
  (known ??= new Set([
    ...Array.from(VALUE_KEYS.matchAll(/^([^. \n]+)/gm), ([, key = ""]) => key),
    ...movedKeys().map(({ path }) => path.split(".")[0] ?? ""),
  ]));

/** Whether keys of a map are those of Cilium's values: one that only Cilium has, and most of the rest known. */
function areCiliumKeys(keys: readonly string[]): boolean {
  const found = keys.filter((key) => knownKeys().has(key));
  return found.some((key) => !COMMON.has(key)) && found.length * 2 >= keys.length;
}

const isObject = ({ kind, apiVersion }: Document): boolean => kind !== undefined || apiVersion !== undefined;

/** Values of the chart itself; of a file that somebody named, also keys that many charts have, where Cilium's has all of them. */
export const isValues = (document: Document, isNamed: boolean): boolean =>
  !isObject(document) &&
  (areCiliumKeys(document.keys) ||
    (isNamed && document.keys.length > 0 && document.keys.every((key) => knownKeys().has(key))));

/**
 * Key of an umbrella chart under which the values of Cilium stand: its name, the alias that the chart gives it, or one that the
 * chart does not have itself. Undefined where there is none.
 */
export function subchartOf(document: Document, alias?: string): string | undefined {
  if (isObject(document)) return undefined;
  const names = ["cilium", ...(alias === undefined ? [] : [alias])];
  const { value } = document;
  if (!isMap(value)) return value === UNKNOWN ? names.find((name) => document.keys.includes(name)) : undefined;
  const isSubchart = (key: string): boolean => {
    const inner = value[key];
    return inner === UNKNOWN ? names.includes(key) : isMap(inner) && areCiliumKeys(Object.keys(inner));
  };
  return names.find(isSubchart) ?? Object.keys(value).find((key) => !knownKeys().has(key) && isSubchart(key));
}
