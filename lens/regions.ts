import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, ofType } from "./registered.ts";

const AWS_PROVIDER = "pulumi:providers:aws";
const ZONE = /^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/;

/**
 * The Region of a cluster: its own provider's; where the program has one provider for all, that one's; else the one that the zones
 * of its subnets lie in.
 */
export function regionOf(
  cluster: Registered | undefined,
  resources: readonly Registered[],
  all: readonly Registered[],
): string | undefined {
  const named = new Set(ofType(resources, RAW_CLUSTER, CLUSTER_COMPONENT).flatMap(({ provider }) => provider ?? []));
  const providers = ofType(all, AWS_PROVIDER);
  const own = regionsOf(providers.filter(({ urn }) => cluster !== undefined && named.has(urn)));
  return own[0] ?? regionsOf(providers)[0] ?? regionOfZones(resources);
}

const regionsOf = (providers: readonly Registered[]): string[] =>
  providers.flatMap(({ props: { region } }) => (typeof region === "string" ? [region] : []));

function regionOfZones(resources: readonly Registered[]): string | undefined {
  for (const { props } of resources) {
    const zone = props["availabilityZone"];
    if (typeof zone === "string" && ZONE.test(zone)) return zone.slice(0, -1);
  }
  return undefined;
}
