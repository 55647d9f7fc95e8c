import { ciliumCharts, ciliumConfig, hasCilium } from "./cilium.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { unreadable } from "./helm-values.ts";
import type { ResourceView } from "./index.ts";
import { type Registered, ofType } from "./registered.ts";
import { onThisCluster } from "./this-cluster.ts";

/** Under which the lens says what it did not look at; no rule of the catalogue. */
export const SCOPE = {
  name: "cilium-eks-scope",
  description: "The policies of this pack see the whole cluster.",
} as const;

interface Remark {
  /** The resource that it is about; the stack where none is. */
  readonly urn?: string;
  readonly message: string;
}

/** What is not looked at, and why: what is not judged must not look like what is right. */
export const remarksOf = (resources: readonly Registered[], { faults }: Pick<ResourceView, "faults">): Remark[] => [
  ...faults.map((fault) => ({ message: `A part of the stack cannot be read here: ${fault}.` })),
  ...outOfScope(resources),
];

export function outOfScope(all: readonly Registered[]): Remark[] {
  const resources = onThisCluster(all);
  return [
    ...others(clusters(all), "cluster"),
    ...others(ciliumCharts(resources), "Cilium"),
    ...ciliumCharts(resources).slice(0, 1).flatMap(valuesElsewhere),
    ...manifests(resources),
    ...withoutCilium(resources),
  ];
}

/** Said once: rules that only Cilium makes right are not asked then. */
function withoutCilium(resources: readonly Registered[]): Remark[] {
  if (hasCilium(resources) || clusters(resources).length === 0) return [];
  return [
    {
      message:
        "No Cilium was found in this program: neither a Helm release or chart nor its ConfigMap. Rules on Cilium, and on what only Cilium needs, were not asked; where something else installs it, judge its values with check.",
    },
  ];
}

/** The component and the cluster that it makes are one. */
function clusters(resources: readonly Registered[]): Registered[] {
  const components = ofType(resources, CLUSTER_COMPONENT);
  const urns = new Set(components.map(({ urn }) => urn));
  const alone = ofType(resources, RAW_CLUSTER).filter(({ parent }) => parent === undefined || !urns.has(parent));
  return [...components, ...alone];
}

const others = ([first, ...more]: readonly Registered[], kind: string): Remark[] =>
  more.map(({ urn, name }) => ({
    urn,
    message: `The stack has more than one ${kind}: "${first?.name ?? ""}" was judged, "${name}" was not. Give each cluster a stack of its own.`,
  }));

function manifests(resources: readonly Registered[]): Remark[] {
  const config = ciliumCharts(resources).length > 0 ? undefined : ciliumConfig(resources);
  if (config === undefined) return [];
  const message =
    "Cilium comes from rendered manifests: the values it was rendered with are not there, and every rule on them says that it could not decide.";
  return [{ urn: config.urn, message }];
}

function valuesElsewhere({ urn, name, props }: Registered): Remark[] {
  const reason = unreadable(props);
  if (reason === undefined) return [];
  return [
    {
      urn,
      message: `The values of "${name}" cannot be read here: ${reason}. Every rule on them says that it could not decide.`,
    },
  ];
}
