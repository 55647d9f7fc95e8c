import { ANNOTATION_PREFIX } from "../facts/load-balancer-annotations.ts";

/** Two, so that a node may fail while clusters stay joined. */
export const DEFAULT_REPLICAS = 2;
const NLB = `${ANNOTATION_PREFIX}aws-load-balancer`;

/** Annotations of an internal NLB with fixed addresses (AWS Load Balancer Controller, guide/service/annotations). */
export const nlbAnnotations = (addresses: readonly string[]): Record<string, string> => ({
  [`${NLB}-scheme`]: "internal",
  [`${NLB}-nlb-target-type`]: "instance",
  [`${NLB}-private-ipv4-addresses`]: addresses.join(","),
});
