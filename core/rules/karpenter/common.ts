import { findInstanceType, typesOfFamily } from "../../facts/instances.ts";
import type { ClusterModel, Json, JsonObject, KubernetesObject } from "../../model/index.ts";
import { valueAt } from "../../helm/values.ts";
import { chartName, objects } from "../subjects.ts";
import type { NodePoolSettings } from "../../settings/index.ts";
import { type Subject, subjectOf } from "../subject.ts";
import type { Entry } from "../subject-kinds.ts";

/** Pools that are asked of Karpenter, by a stack or by a component's arguments. */
export const nodePoolSettings: Subject<Entry<NodePoolSettings>, "karpenter"> = subjectOf({
  needs: ["karpenter"],
  of: ({ karpenter }) => Object.keys(karpenter.settings.nodePools),
  read: (name, { karpenter }) => {
    const settings = karpenter.settings.nodePools[name];
    return settings === undefined ? undefined : { name, settings };
  },
  place: (name) => ({ subject: `node pool "${name}"`, path: `karpenter.nodePools.${name}` }),
});

const CLASS_GROUP = "karpenter.k8s.aws/";
const POOL_GROUP = "karpenter.sh/";

const ofKind = (kind: string, group: string): Subject<KubernetesObject, "objects"> =>
  objects(({ objects: all }) => all.filter((one) => one.kind === kind && one.apiVersion.startsWith(group)));

export const nodeClasses = ofKind("EC2NodeClass", CLASS_GROUP);
export const nodePools = ofKind("NodePool", POOL_GROUP);

export const specOf = (object: KubernetesObject): JsonObject => asObject(object["spec"]);

export const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
export const asList = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const text = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export const requirementsOf = (pool: KubernetesObject): readonly Requirement[] =>
  asList(valueAt(specOf(pool), "template.spec.requirements")).map((one) => {
    const { key, operator, values } = asObject(one);
    return { key: text(key), operator: text(operator), values: asList(values).map(text) };
  });

/** Values that a requirement lets in by name; undefined where none does. */
export const among = (requirements: readonly Requirement[], key: string): readonly string[] | undefined =>
  requirements.find((one) => one.key === key && one.operator === "In")?.values;

const TYPE = "node.kubernetes.io/instance-type";
const FAMILY = "karpenter.k8s.aws/instance-family";
const GENERATION = "karpenter.k8s.aws/instance-generation";
const HYPERVISOR = "karpenter.k8s.aws/instance-hypervisor";
/** Every family from the fifth generation on is on Nitro (EC2 user guide: instance-types, Nitro). */
const LAST_WITH_XEN = 4;

/** Types that a pool may start and that hold no prefixes; undefined where the requirements leave them out as a kind. */
export function typesWithoutPrefixes(requirements: readonly Requirement[]): readonly string[] | undefined {
  if (among(requirements, HYPERVISOR)?.every((one) => one === "nitro") === true) return undefined;
  const named = among(requirements, TYPE);
  if (named !== undefined) return named.filter(holdsNoPrefixes);
  const families = among(requirements, FAMILY);
  if (families !== undefined) {
    return families.flatMap(typesOfFamily).filter(holdsNoPrefixes);
  }
  const newer = requirements.some(
    ({ key, operator, values: [value] }) =>
      key === GENERATION &&
      ((operator === "Gt" && Number(value) >= LAST_WITH_XEN) || (operator === "Gte" && Number(value) > LAST_WITH_XEN)),
  );
  return newer ? undefined : ["m4.large", "t2.medium"];
}

const holdsNoPrefixes = (type: string): boolean => findInstanceType(type)?.prefixDelegation === false;

/** Karpenter's own release, where the program installs it. */
export const controllerRelease = ({ releases = [] }: Pick<ClusterModel, "releases">) =>
  releases.find(({ chart }) => chartName(chart) === "karpenter");
