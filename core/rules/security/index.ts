import type { Rule } from "../rule.ts";
import { adminPrincipal, groupOpen, mastersGroup } from "./access.ts";
import { activationExpiry } from "./activations.ts";
import { customerKey, deletionProtection, endpointOpen, logRetention, logTypes } from "./control-plane.ts";

export const securityRules: readonly Rule[] = [
  endpointOpen,
  logTypes,
  logRetention,
  customerKey,
  deletionProtection,
  adminPrincipal,
  mastersGroup,
  groupOpen,
  activationExpiry,
];
