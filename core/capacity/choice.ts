import { firstInterfaceIndex, valueAt } from "../helm/values.ts";
import type { JsonObject } from "../model/index.ts";
import type { NodeChoice } from "./node.ts";

/** What decides what a node takes from its subnets, too. */
export type AllocationChoice = NodeChoice & { readonly preAllocate?: number };

/** What the chart's final values say about addresses. */
export function nodeChoice(values: JsonObject): AllocationChoice {
  const preAllocate = valueAt(values, "ipam.nodeSpec.ipamPreAllocate");
  const maxAllocate = valueAt(values, "ipam.nodeSpec.ipamMaxAllocate");
  return {
    prefixDelegation: valueAt(values, "eni.awsEnablePrefixDelegation") === true,
    firstInterfaceIndex: firstInterfaceIndex({ values }),
    gateway: valueAt(values, "gatewayAPI.enabled") === true || valueAt(values, "ingressController.enabled") === true,
    ...(valueAt(values, "eni.nodeSpec.usePrimaryAddress") === true ? { usePrimaryAddress: true } : {}),
    ...(typeof preAllocate === "number" ? { preAllocate } : {}),
    ...(typeof maxAllocate === "number" ? { maxAllocate } : {}),
  };
}
