import type { StackValidationPolicy } from "@pulumi/policy";
import { registered, seen } from "./collected.ts";
import { ciliumCharts, ciliumConfig } from "../lens/cilium.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "../lens/cluster.ts";
import { unreadable } from "../lens/helm-values.ts";
import { type Registered, ofType } from "../lens/registered.ts";
import { urlOf } from "./metadata.ts";

const NAME = "cilium-eks-scope";

/** What the pack does not look at, and why: what is not judged must not look like what is right. */
export const scope: StackValidationPolicy = {
  name: NAME,
  description: "The policies of this pack see the whole cluster.",
  enforcementLevel: "advisory",
  severity: "low",
  tags: ["scope"],
  url: urlOf(NAME),
  remediationSteps:
    "One cluster and one Cilium a stack; values as an object, as YAML text, or as files beside the program.",
  validateStack: ({ resources }, report) => {
    const all = registered(resources);
    // Resources there are, and none was collected: the collector is switched off, and every policy passes on nothing.
    if (all.length === 0 && resources.length > 0)
      report("The policy cilium-eks-collect is disabled: nothing was judged.");
    for (const fault of seen(resources).faults) report(`A part of the stack cannot be read here: ${fault}.`);
    for (const { urn, message } of outOfScope(all)) report(message, urn);
  },
};

interface Remark {
  readonly urn: string;
  readonly message: string;
}

export const outOfScope = (resources: readonly Registered[]): Remark[] => [
  ...others(clusters(resources), "cluster"),
  ...others(ciliumCharts(resources), "Cilium"),
  ...ciliumCharts(resources).slice(0, 1).flatMap(valuesElsewhere),
  ...manifests(resources),
];

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
