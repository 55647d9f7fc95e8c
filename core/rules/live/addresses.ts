import { ADDRESSES_PER_PREFIX, nodeCapacity } from "../../capacity/node.ts";
import { findInstanceType } from "../../facts/instances.ts";
import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { ciliumNodes } from "./subjects.ts";

/** So few addresses left are the end: a DaemonSet more, and the node is full. */
const LAST_ADDRESSES = 2;

/** Nodes whose addresses come from ENIs. */
const eniNodes = only(ciliumNodes, (_, { live }) => live.config.data["ipam"] === "eni");

export default rulesOn(eniNodes, [
  {
    id: "live-addresses-none",
    severity: Severity.Error,
    title: "Every node has addresses for pods",
    why: "The operator attaches ENIs and asks EC2 for addresses. A node without any starts no pod but those on the host's network; the field for the operator's error stays empty in ENI mode, so nothing else tells.",
    symptom:
      "Pods in ContainerCreating: `failed to allocate IP`, `no IPs available` or `all CIDR ranges are exhausted`.",
    source: "Cilium docs: network/concepts/ipam/eni; cilium 1.19 pkg/ipam, 1.20 operator/pkg/ipam/nodemanager/node.go",
    fix: "kubectl -n kube-system logs deploy/cilium-operator says what EC2 answers; rights, subnets, the type's limits and the quota are what cilium-eks diagnose ips-exhausted looks at.",
    *check({ held }) {
      if (held > 0) return;
      yield { found: "no address", expected: "at least as many as preAllocate" };
    },
  },
  {
    id: "live-addresses-deficit",
    severity: Severity.Warning,
    title: "Every node keeps preAllocate addresses free",
    why: "The operator keeps so many ready that a pod never waits for EC2. A node that stays below it gets no more: subnet, ENIs or calls are at their end.",
    symptom: 'cilium_operator_ipam_nodes{category="in-deficit"} above 0; pods start slowly, then not at all.',
    source:
      "Cilium docs: network/concepts/ipam/eni; cilium 1.20 operator/pkg/ipam/nodemanager/node.go (calculateNeededIPs)",
    fix: "cilium-eks diagnose ips-exhausted; cilium-eks enis shows which subnets have room.",
    *check({ held, used, preAllocate, maxAllocate }) {
      const free = held - used;
      if (held === 0 || free >= preAllocate) return;
      if (maxAllocate !== undefined && held >= maxAllocate) return;
      yield {
        found: `${String(free)} free of ${String(held)}, ${String(used)} used`,
        expected: `${String(preAllocate)} free`,
      };
    },
  },
  {
    id: "live-addresses-full",
    severity: Severity.Warning,
    title: "No node uses nearly all addresses that its type can have",
    why: "ENIs and addresses of an instance type are limited. At the end of them no pod starts on the node, whatever the subnet has.",
    symptom:
      'cilium_operator_ipam_nodes{category="at-capacity"} above 0; the operator\'s log says `Instance is out of interfaces`.',
    source: "Cilium docs: network/concepts/ipam/eni; cilium 1.20 operator/pkg/ipam/nodemanager/node.go",
    fix: "Lower maxPods of the group, switch prefix delegation on with new nodes, or take a type with more ENIs: cilium-eks capacity TYPE.",
    *check({ used, instanceType, firstInterfaceIndex, prefixDelegationOff }, { live }) {
      const limits = findInstanceType(instanceType ?? "");
      if (limits === undefined) return;
      const prefixDelegation = live.config.data["aws-enable-prefix-delegation"] === "true" && !prefixDelegationOff;
      const { addresses } = nodeCapacity(limits, { prefixDelegation, firstInterfaceIndex, gateway: false });
      if (addresses - used > LAST_ADDRESSES) return;
      yield { found: `${String(used)} of ${String(addresses)} used`, expected: "room for one more pod or two" };
    },
  },
  {
    id: "live-addresses-prefixes",
    severity: Severity.Warning,
    title: "Nodes have prefixes where prefix delegation is on",
    why: "An ENI that holds single addresses never gets prefixes: the node booted before prefix delegation was on, or its subnet had no free block of 16 once. It holds a sixteenth of what was planned.",
    symptom: "kubectl get ciliumnode NODE -o yaml shows addresses and no prefixes under .status.eni.enis.",
    source: "cilium/cilium#46644, #20822, #38499; cilium 1.20 pkg/aws/ipam/node.go",
    fix: "Replace the node once its subnet has free blocks: cilium-eks enis shows them, a reservation keeps them together.",
    *check({ interfaces, prefixDelegationOff }, { live }) {
      if (prefixDelegationOff || live.config.data["aws-enable-prefix-delegation"] !== "true") return;
      const singles = interfaces.reduce((sum, { addresses }) => sum + addresses, 0);
      const prefixes = interfaces.reduce((sum, one) => sum + one.prefixes, 0);
      if (singles === 0 || prefixes * ADDRESSES_PER_PREFIX >= singles) return;
      yield { found: `${String(singles)} single addresses, ${String(prefixes)} prefixes`, expected: "prefixes" };
    },
  },
  {
    id: "live-addresses-subnet",
    severity: Severity.Warning,
    title: "ENIs for pods lie in the subnets that the node names",
    why: "Cilium falls back to the node's own subnet and then to others of the zone where it finds none by ids; pods then sit outside the routes and ACLs that were made for them.",
    source: "cilium 1.20 pkg/aws/ipam/node.go (subnet selection); Cilium docs: network/concepts/ipam/eni",
    fix: "Correct the ids, or the tags by which subnets are chosen, and replace the node: an ENI never changes its subnet.",
    *check({ interfaces, subnetIds, firstInterfaceIndex }) {
      if (subnetIds.length === 0) return;
      const elsewhere = interfaces.filter(
        ({ number, subnet }) => number >= firstInterfaceIndex && number > 0 && !subnetIds.includes(subnet),
      );
      if (elsewhere.length === 0) return;
      yield {
        found: elsewhere.map(({ id, subnet }) => `${id} in ${subnet}`).join(", "),
        expected: subnetIds.join(" or "),
      };
    },
  },
  {
    id: "live-addresses-operator-error",
    severity: Severity.Error,
    title: "The operator tells of no error on a CiliumNode",
    why: "It writes why it could not give a node what it asks for.",
    source: "CRD ciliumnodes.cilium.io of 1.19.6 and 1.20.2: status.ipam.operator-status.error",
    fix: "Do what it says; kubectl -n kube-system logs deploy/cilium-operator has more.",
    *check({ operatorError }) {
      if (operatorError === undefined) return;
      yield { found: operatorError, expected: "no error" };
    },
  },
]);
