import type { AccountModel, ActivationModel, QuotaModel } from "../core/model/index.ts";
import { partitionOf } from "../core/facts/partition.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Registered, type PartView, named, nothing, ofType, read } from "./registered.ts";
import { present } from "../core/model/present.ts";

/** Quota requests. A request says what is wanted, not what there is. */
export function viewQuotas(resources: readonly Registered[]): PartView<readonly QuotaModel[]> {
  const quotas = ofType(resources, "aws:servicequotas/serviceQuota:ServiceQuota");
  if (quotas.length === 0) return nothing;
  return {
    part: quotas.map(({ name, props }) => ({
      serviceCode: read(props, "serviceCode", ""),
      quotaCode: read(props, "quotaCode", ""),
      name,
      needed: 0,
      ...present("requested", read<number | undefined>(props, "value")),
    })),
    origins: Object.fromEntries(
      quotas.map(({ props, name, urn }) => [`quotas.${named(props, "quotaCode", name)}`, urn]),
    ),
  };
}

/** Activations by which machines register with Systems Manager, and as hybrid nodes. */
export function viewActivations(resources: readonly Registered[]): PartView<readonly ActivationModel[]> {
  const activations = ofType(resources, "aws:ssm/activation:Activation");
  if (activations.length === 0) return nothing;
  return {
    part: activations.map(({ name, props }) => ({
      name,
      ...present("expirationDate", read<string | undefined>(props, "expirationDate")),
      ...present("registrationLimit", read<number | undefined>(props, "registrationLimit")),
    })),
    origins: Object.fromEntries(activations.map(({ name, urn }) => [`activations.${name}`, urn])),
  };
}

/** Region and partition, from the program's configuration. */
export function viewAccount(region: string | undefined): AccountModel | undefined {
  if (region === undefined) return undefined;
  if ((region as unknown) === UNKNOWN) return { region: UNKNOWN as never, partition: UNKNOWN as never };
  return { region, partition: partitionOf(region) };
}
