import type { Words } from "./words.ts";

/** Inputs of the aws provider that rules name and other tools call the same in another spelling. */
const INPUTS = [
  "authenticationMode",
  "bootstrapClusterCreatorAdminPermissions",
  "bootstrapSelfManagedAddons",
  "deletionProtection",
  "enabledClusterLogTypes",
  "httpPutResponseHopLimit",
  "keyName",
  "publicAccessCidrs",
  "reservationType",
  "retentionInDays",
  "serviceIpv4Cidr",
  "upgradePolicy",
] as const;

/** Each of them in a tool's spelling. */
export const inputsAs = (spelling: (name: string) => string): Words =>
  INPUTS.map((name) => [new RegExp(`\\b${name}\\b`), spelling(name)]);
