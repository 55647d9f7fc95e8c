import type { AccessEntryModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Registered, at, isKnown, listAt, ofType, read, record, sourcesOf } from "./registered.ts";
import { present } from "../core/model/present.ts";

export const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";

/** Access entries as resources of their own, and those written into `eks.Cluster`. */
export function viewAccessEntries(
  resources: readonly Registered[],
  component: Registered | undefined,
): AccessEntryModel[] {
  const raw = ofType(resources, ENTRY).map((entry) =>
    model(
      entry.name,
      entry.props,
      associationsOf(resources, entry).map(({ props }) => read(props, "policyArn", "")),
    ),
  );
  const inline = record<unknown>(component?.props, "accessEntries");
  if (!isKnown(inline)) return [...raw, UNKNOWN as never];
  return [...raw, ...Object.entries(inline).map(([name, entry]) => model(name, entry, inlinePolicies(entry)))];
}

const model = (name: string, props: unknown, policies: readonly string[]): AccessEntryModel => ({
  name,
  type: read(props, "type", "STANDARD"),
  policies,
  ...present("principal", read<string | undefined>(props, "principalArn")),
  groups: listAt(props, "kubernetesGroups"),
});

function inlinePolicies(entry: unknown): string[] {
  const policies = record<unknown>(entry, "accessPolicies");
  return isKnown(policies)
    ? Object.values(policies).map((policy) => read(policy, "policyArn", ""))
    : [UNKNOWN as never];
}

/**
 * An association names its entry by principal: by the resource that the principal comes from, by the same plain ARN, or, where
 * neither is known, by a name that starts with the entry's.
 */
function associationsOf(resources: readonly Registered[], entry: Registered): Registered[] {
  const principal = at(entry.props, "principalArn");
  const from = sourcesOf(entry, "principalArn");
  return ofType(resources, ASSOCIATION).filter((association) => {
    const own = [...sourcesOf(association, "principalArn")];
    if (own.includes(entry.urn) || own.some((urn) => from.has(urn))) return true;
    const named = at(association.props, "principalArn");
    if (typeof named === "string" && typeof principal === "string") return named === principal;
    return own.length === 0 && association.name.startsWith(entry.name);
  });
}
