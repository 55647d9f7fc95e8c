import type { AccessEntryModel, ControlPlaneModel } from "../model/index.ts";
import { UNKNOWN } from "../model/unknown.ts";
import type { ControlPlanePlan } from "./plan.ts";

/** What the rules see of a planned control plane. Of a cluster that exists, only what the stack says is known. */
export function controlPlaneModel(plan: ControlPlanePlan): ControlPlaneModel {
  return plan.existing === undefined ? createdModel(plan) : { ...createdModel(plan), ...existingModel(plan.existing) };
}

const createdModel = (plan: ControlPlanePlan): ControlPlaneModel => ({
  name: plan.name,
  kubernetesVersion: plan.kubernetesVersion,
  privateAccess: plan.endpoint.privateAccess,
  publicAccess: plan.endpoint.publicAccess,
  publicAccessCidrs: plan.endpoint.publicAccessCidrs,
  serviceCidr: plan.serviceCidr,
  ipFamily: "ipv4",
  logTypes: plan.logs.types,
  logRetentionDays: plan.logs.retentionDays,
  customerKey: plan.secretsKey.kind !== "aws-owned",
  authenticationMode: plan.authenticationMode,
  bootstrapSelfManagedAddons: false,
  installsVpcCni: false,
  installsKubeProxy: false,
  autoMode: false,
  fargate: false,
  deletionProtection: plan.deletionProtection,
  upgradePolicy: plan.upgradePolicy,
  ...(plan.remoteNetworks === undefined ? {} : { remoteNetworks: plan.remoteNetworks }),
  accessEntries: plan.accessEntries.map(
    ({ name, type, policyArn, principalArn, kubernetesGroups }): AccessEntryModel => ({
      name,
      type,
      policies: policyArn === undefined ? [] : [policyArn.slice(policyArn.lastIndexOf("/") + 1)],
      principal: typeof principalArn === "string" ? principalArn : NOT_KNOWN,
      groups: kubernetesGroups,
    }),
  ),
});

/** The model's types speak of known values; UNKNOWN stands in their place, see core/rules/unknown.ts. */
const NOT_KNOWN = UNKNOWN as never;

function existingModel({ strategy }: NonNullable<ControlPlanePlan["existing"]>): Partial<ControlPlaneModel> {
  return {
    existing: { strategy },
    privateAccess: NOT_KNOWN,
    publicAccess: NOT_KNOWN,
    publicAccessCidrs: NOT_KNOWN,
    logTypes: NOT_KNOWN,
    logRetentionDays: NOT_KNOWN,
    customerKey: NOT_KNOWN,
    authenticationMode: NOT_KNOWN,
    bootstrapSelfManagedAddons: NOT_KNOWN,
    autoMode: NOT_KNOWN,
    fargate: NOT_KNOWN,
    deletionProtection: NOT_KNOWN,
    upgradePolicy: NOT_KNOWN,
  };
}
