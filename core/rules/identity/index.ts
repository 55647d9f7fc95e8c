import type { Rule } from "../rule.ts";
import {
  credentialEndpoint,
  existingOidc,
  irsaRegion,
  podIdentityAgent,
  podIdentityAgentOff,
  roleMatchesMechanism,
  staticIpTags,
  staticKeys,
} from "./credentials.ts";
import {
  nodeCniPolicy,
  nodePolicies,
  operatorRights,
  operatorRolePresent,
  wildcardAction,
  wildcardResource,
} from "./rights.ts";
import { operatorTrust, podIdentityTrust, trustAudience, trustSubject } from "./trust.ts";

export const identityRules: readonly Rule[] = [
  operatorRights,
  operatorRolePresent,
  wildcardResource,
  wildcardAction,
  nodeCniPolicy,
  nodePolicies,
  trustSubject,
  trustAudience,
  podIdentityTrust,
  operatorTrust,
  irsaRegion,
  roleMatchesMechanism,
  podIdentityAgent,
  podIdentityAgentOff,
  existingOidc,
  staticKeys,
  credentialEndpoint,
  staticIpTags,
];
