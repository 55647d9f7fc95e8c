import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { REFUSED_IPAM_MODES } from "../../cilium/refused-ipam.ts";
import { cidrFault, overlaps } from "../../net/cidr.ts";
import type { Json } from "../../model/index.ts";
import { type Values } from "../common.ts";

const list = (value: Json | undefined): string[] => {
  const items = typeof value === "string" ? [value] : Array.isArray(value) ? (value as readonly Json[]) : [];
  return items.filter((item): item is string => typeof item === "string");
};

/** Ranges that pods get: cluster-pool's list, or those of every pool. */
function poolRanges(values: Values): { at: string; cidr: string }[] {
  const listed = values.get("ipam.operator.clusterPoolIPv4PodCIDRList");
  const mode = values.text("ipam.mode") ?? "cluster-pool";
  if (mode === "cluster-pool") {
    const at = "ipam.operator.clusterPoolIPv4PodCIDRList";
    return (listed === undefined ? ["10.0.0.0/8"] : list(listed)).map((cidr) => ({ at, cidr }));
  }
  const pools = values.get("ipam.operator.autoCreateCiliumPodIPPools");
  if (typeof pools !== "object" || pools === null || Array.isArray(pools)) return [];
  return Object.entries(pools as Record<string, { ipv4?: { cidrs?: Json } }>).flatMap(([name, pool]) =>
    list(pool.ipv4?.cidrs).map((cidr) => ({ at: `ipam.operator.autoCreateCiliumPodIPPools.${name}.ipv4.cidrs`, cidr })),
  );
}

export default rulesOn(ciliumValues, [
  {
    id: "datapath-ipam-mode",
    severity: "error",
    title: "The IPAM mode works alone on EKS",
    why: "One release has one mode for all its nodes, and EKS gives some modes nothing to work with.",
    source: "cilium/cilium#16253, #38432; Cilium docs: network/concepts/ipam",
    fix: "Set ipam.mode to eni.",
    *check(values) {
      const mode = values.text("ipam.mode");
      const reason = mode === undefined ? undefined : REFUSED_IPAM_MODES[mode];
      if (reason !== undefined)
        yield {
          at: "ipam.mode",
          found: `${mode ?? ""}: ${reason}`,
          expected: "eni, cluster-pool, multi-pool or aws-cni chaining",
        };
    },
  },
  {
    id: "datapath-pool-native",
    severity: "error",
    title: "Addresses of a pool travel in a tunnel",
    why: "EC2 drops packets with addresses that belong to no ENI, and nothing puts a pool's ranges into the VPC's route tables.",
    symptom: "Pods on different nodes do not reach each other.",
    source: "VPC user guide: route tables; Cilium docs: network/concepts/routing",
    fix: "Set routingMode to tunnel, or ipam.mode to eni.",
    *check(values) {
      if (!values.overlay || values.text("routingMode") !== "native") return;
      yield {
        at: "routingMode",
        found: "native with addresses of a pool",
        expected: "tunnel",
      };
    },
  },
  {
    id: "datapath-pool-overlap",
    severity: "error",
    title: "Pools share no address with the VPC or the Services",
    why: "The chart's default pool is 10.0.0.0/8: pods cannot reach anything whose address lies in their own range. A node's share never changes again.",
    symptom: "Pods time out on the addresses of the VPC or of Services that lie in the pool.",
    source:
      "values.yaml of the Cilium charts: ipam.operator.clusterPoolIPv4PodCIDRList; Cilium docs: network/concepts/ipam/cluster-pool",
    fix: "Choose a range of the pods' own, for example 10.200.0.0/16.",
    *check(values, { network, controlPlane }) {
      if (!values.overlay) return;
      const others = [
        ...(network?.vpcCidrs ?? []).map((cidr) => ({ name: "the VPC", cidr })),
        ...(controlPlane?.serviceCidr === undefined
          ? []
          : [{ name: "the service CIDR", cidr: controlPlane.serviceCidr }]),
        ...(network?.neighbours ?? [])
          // A route tells which way packets go, not which addresses are there; the one to hybrid pods is needed.
          .filter(({ routed = false }) => !routed)
          .flatMap(({ name, cidrs }) => cidrs.map((cidr) => ({ name: `neighbour "${name}"`, cidr }))),
      ].filter(({ cidr }) => cidrFault(cidr) === undefined);
      for (const { at, cidr } of poolRanges(values)) {
        const fault = cidrFault(cidr);
        if (fault !== undefined) {
          yield {
            at,
            found: `"${cidr}", which ${fault.reason}`,
            expected: "an IPv4 block",
            fix: fault.suggestion === undefined ? "Correct the block." : `Use ${fault.suggestion}.`,
          };
          continue;
        }
        const clash = others.find((other) => overlaps(other.cidr, cidr));
        if (clash !== undefined)
          yield {
            at,
            found: `${cidr}, which overlaps ${clash.cidr} of ${clash.name}`,
            expected: "a range of the pods' own",
            fix: "Choose another range, for example 10.200.0.0/16.",
          };
      }
    },
  },
  {
    id: "datapath-default-pool",
    severity: "error",
    title: "Multi-pool starts with a default pool",
    why: "Pods without a pool's annotation, CoreDNS among them, wait for the pool `default`; nobody else makes it before they start.",
    symptom: "CoreDNS stays in ContainerCreating.",
    source: "Cilium docs: network/concepts/ipam/multi-pool",
    fix: "Name one pool default.",
    *check(values) {
      if (values.text("ipam.mode") !== "multi-pool" || values.has("ipam.operator.autoCreateCiliumPodIPPools.default"))
        return;
      yield {
        at: "ipam.operator.autoCreateCiliumPodIPPools",
        found: "no pool named default",
        expected: "default, with its ranges and mask size",
      };
    },
  },
]);
