import type { Rule } from "../rule.ts";
import {
  accessEntryEffect,
  accessEntryPrincipal,
  accessEntryType,
  authenticationMode,
  deployerIdentity,
  nodeEntryPolicies,
} from "./access.ts";
import {
  addonPinned,
  addonVersionFit,
  addonVersionForm,
  coreDnsOrder,
  coreDnsPresent,
  ebsCsiRole,
  overlayMetricsServer,
} from "./addons.ts";
import {
  bootstrapAddons,
  coreDnsTrap,
  noKubeProxy,
  noUnwantedAddons,
  noVpcCni,
  removedAddons,
} from "./default-addons.ts";
import {
  endpointForNodes,
  endpointReachable,
  publicCidrsCount,
  publicCidrsGiven,
  publicCidrsUsed,
  publicCidrsValid,
} from "./endpoint.ts";
import {
  existingFreshNodes,
  existingSettings,
  existingVersion,
  keyChoice,
  splitNodes,
  splitSelectors,
} from "./existing.ts";
import { logRetentionSet, logRetentionValid, logTypesKnown } from "./logs.ts";
import { ciliumName, clusterName, region } from "./naming.ts";
import { autoMode, fargate, ipFamily, serviceCidrGiven, serviceCidrValid } from "./networking.ts";
import { ownedTag, podGroups, portsOpen } from "./security-groups.ts";
import { upgradePolicyCost, versionPinned, versionSupported } from "./version.ts";

export const controlPlaneRules: readonly Rule[] = [
  region,
  clusterName,
  ciliumName,
  versionPinned,
  versionSupported,
  upgradePolicyCost,
  endpointReachable,
  endpointForNodes,
  publicCidrsGiven,
  publicCidrsUsed,
  publicCidrsCount,
  publicCidrsValid,
  serviceCidrValid,
  serviceCidrGiven,
  ipFamily,
  autoMode,
  fargate,
  bootstrapAddons,
  removedAddons,
  noVpcCni,
  noKubeProxy,
  noUnwantedAddons,
  coreDnsTrap,
  coreDnsOrder,
  coreDnsPresent,
  addonVersionForm,
  addonPinned,
  addonVersionFit,
  ebsCsiRole,
  overlayMetricsServer,
  authenticationMode,
  accessEntryType,
  nodeEntryPolicies,
  accessEntryPrincipal,
  accessEntryEffect,
  deployerIdentity,
  logTypesKnown,
  logRetentionValid,
  logRetentionSet,
  keyChoice,
  existingSettings,
  existingVersion,
  existingFreshNodes,
  splitSelectors,
  splitNodes,
  portsOpen,
  ownedTag,
  podGroups,
];
