import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";
import { camel } from "./types.ts";

/**
 * Attributes of AWS's Terraform provider as inputs of @pulumi/aws. The bridge writes names in camel case, a block that may stand once
 * as an object, and what may stand many times as a list in the plural. A plan does not tell which of the two a block is: LISTS does.
 */
export function inputsOf(values: Readonly<Record<string, unknown>>, from: "plan" | "state"): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      isUnset(key, value, from) ? [] : [[nameOf(key), inputOf(key, value, from)]],
    ),
  );
}

/** Name of an input. */
export const nameOf = (key: string): string => LISTS[key] ?? camel(key);

/** Blocks and lists that the bridge keeps as lists, of the types that the lens reads, by their name in @pulumi/aws. */
export const LISTS: Readonly<Record<string, string>> = {
  block_device_mappings: "blockDeviceMappings",
  client_id_list: "clientIdLists",
  default_addons_to_remove: "defaultAddonsToRemoves",
  egress: "egress",
  ingress: "ingress",
  inline_policy: "inlinePolicies",
  ipv4_prefixes: "ipv4Prefixes",
  ipv6_addresses: "ipv6Addresses",
  license_specification: "licenseSpecifications",
  network_interfaces: "networkInterfaces",
  pod_identity_association: "podIdentityAssociations",
  resources: "resources",
  route: "routes",
  secondary_interfaces: "secondaryInterfaces",
  selector: "selectors",
  subnet_configuration: "subnetConfigurations",
  tag_specifications: "tagSpecifications",
  taint: "taints",
  thumbprint_list: "thumbprintLists",
};

function inputOf(key: string, value: unknown, from: "plan" | "state"): unknown {
  if (!Array.isArray(value)) return value;
  const items = value
    .filter((item) => item !== null)
    .map((item: unknown) => (isMap(item) ? inputsOf(item, from) : item));
  const isBlock = items.some((item) => isMap(item));
  return isBlock && items.length === 1 && !Object.hasOwn(LISTS, key) ? items[0] : items;
}

/** Attributes of which a state says 0 where nobody set them: what stands for it is another default. */
const ZERO_IS_UNSET: ReadonlySet<string> = new Set([
  "disk_size",
  "volume_size",
  "iops",
  "throughput",
  "http_put_response_hop_limit",
  "max_unavailable",
  "max_unavailable_percentage",
]);

/** Terraform writes what nobody set as null, as empty text or list. */
const isUnset = (key: string, value: unknown, from: "plan" | "state"): boolean =>
  value !== UNKNOWN &&
  (value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (from === "state" && value === 0 && ZERO_IS_UNSET.has(key)));
