import { CGNAT, CLOSED_NETWORK_ENDPOINTS } from "../../network/defaults.ts";
import { cidrFault, contains } from "../../net/cidr.ts";
import type { NetworkModel } from "../../model/index.ts";
import { Values } from "../common.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

export const singleNat = rule({
  id: "network-single-nat",
  group: "network",
  severity: "warning",
  title: "Every zone has its own way to the internet",
  why: "With one NAT gateway the loss of its zone cuts every zone off, and traffic from the others is billed across zones.",
  source: "EKS best practices: networking; VPC user guide: vpc-nat-gateway",
  needs: ["network"],
  *check({ network }) {
    if (network?.created !== true || network.natGateways !== 1) return;
    const zones = new Set(network.subnets.map(({ zone }) => zone));
    if (zones.size < 2) return;
    yield {
      subject: "network",
      path: "network.vpc.natGateways",
      found: `one NAT gateway for ${String(zones.size)} zones`,
      expected: "one a zone",
      fix: "Set natGateways to per-zone, or waive this where an outage is acceptable.",
    };
  },
});

export const flowLogs = rule({
  id: "network-flow-logs",
  group: "network",
  severity: "warning",
  title: "The VPC's traffic is logged",
  why: "Without flow logs nobody can say afterwards who spoke to whom; scanners ask for them (CKV2_AWS_11).",
  source: "EKS best practices: security; checkov CKV2_AWS_11",
  needs: ["network"],
  *check({ network }) {
    if (network?.created !== true || network.flowLogs) return;
    yield {
      subject: "network",
      path: "network.flowLogs",
      found: "off",
      expected: "on",
      fix: "Set flowLogs.enabled, or waive this; ingestion is billed by volume.",
    };
  },
});

export const privateReach = rule({
  id: "network-private-endpoint-reach",
  group: "network",
  severity: "error",
  title: "A private-only endpoint can be reached by the machine that deploys",
  why: "In a VPC that is made in the same run no machine has a route to the endpoint yet: the run stops after the control plane, at the first object in the cluster.",
  source: "EKS user guide: cluster-endpoint, private access",
  needs: ["network", "controlPlane"],
  *check({ network, controlPlane }) {
    if (network?.created !== true || controlPlane === undefined || controlPlane.existing !== undefined) return;
    if (controlPlane.publicAccess || network.attached) return;
    yield {
      subject: "control plane",
      path: "controlPlane.endpoint",
      found: "private access only, in a VPC made by this stack, with no attachment",
      expected: "a way into the VPC before the cluster is used",
      fix: "Use an existing VPC (network.vpc.id), or network.attach, or a public endpoint limited to your addresses (endpoint.publicAccessCidrs).",
    };
  },
});

export const closedNetwork = rule({
  id: "network-closed-endpoints",
  group: "network",
  severity: "error",
  title: "A network without a way to the internet has the endpoints it needs",
  why: "Nodes cannot join, pull images or get credentials, and the Cilium operator cannot call EC2.",
  source: "EKS user guide: private-clusters; cilium/cilium Documentation/network/concepts/ipam/eni.rst",
  needs: ["network"],
  *check({ network }) {
    if (network === undefined || !isClosed(network)) return;
    const missing = CLOSED_NETWORK_ENDPOINTS.filter((service) => !network.endpoints.includes(service));
    // An existing closed VPC brings its own endpoints, which nobody lists here.
    if (missing.length === 0 || !network.created) return;
    yield {
      subject: "network",
      path: "network.endpoints",
      found: `no endpoint for ${missing.join(", ")}`,
      expected: CLOSED_NETWORK_ENDPOINTS.join(", "),
      fix: "Set network.endpoints to all.",
    };
  },
});

const isClosed = ({ subnets }: NetworkModel): boolean => {
  const nodes = subnets.filter(({ role }) => role === "node");
  return nodes.length > 0 && nodes.every(({ egress }) => egress === "none");
};

export const egress = rule({
  id: "network-pod-egress",
  group: "network",
  severity: "error",
  title: "Pods have a way to the internet, or are not meant to have one",
  why: "In ENI mode pods keep their VPC address, which no internet gateway translates: in a subnet that leads to one they reach nothing outside.",
  source: "cilium/cilium#38663, #39156; VPC user guide: vpc-igw",
  needs: ["network", "cilium"],
  *check({ network, cilium }) {
    if (network === undefined || cilium === undefined) return;
    const values = new Values(cilium);
    if (!values.eni || values.on("enableIPv4Masquerade")) return;
    const role = network.subnets.some((subnet) => subnet.role === "pod") ? "pod" : "node";
    yield* each(
      network.subnets.filter((subnet) => subnet.role === role),
      function* ({ name, egress: way }) {
        if (way !== "internet-gateway") return;
        yield {
          subject: `subnet "${name}"`,
          path: `network.subnets.${name}.egress`,
          found: "an internet gateway, with masquerade off",
          expected: "a NAT gateway, or masquerade on",
          fix: "Put pods into subnets behind a NAT gateway, or set cilium.masquerade.",
        };
      },
    );
  },
});

export const unroutable = rule({
  id: "network-pod-range-routable",
  group: "network",
  severity: "warning",
  title: "Neighbours can answer the pods",
  why: "100.64.0.0/10 is seldom routed over transit gateways, VPNs and Direct Connect: replies to pods get lost unless Cilium masquerades towards those networks.",
  source: "EKS best practices: custom networking",
  needs: ["network", "cilium"],
  *check({ network, cilium }) {
    if (network === undefined || cilium === undefined || network.neighbours.length === 0) return;
    const values = new Values(cilium);
    if (!values.eni || values.on("enableIPv4Masquerade")) return;
    const [pods] = network.subnets.filter(
      ({ role, cidr }) => role === "pod" && cidrFault(cidr) === undefined && contains(CGNAT, cidr),
    );
    if (pods === undefined) return;
    yield {
      subject: "network",
      path: "network.podSubnets",
      found: `pods in ${pods.cidr}, masquerade off, and ${network.neighbours.map(({ name }) => `"${name}"`).join(", ")} to reach`,
      expected: "routes for the pod range on the other side, or masquerade",
      fix: "Have the pod range routed there and waive this, or set cilium.masquerade with the VPC in nonMasqueradeCidrs.",
    };
  },
});

/** Who can reach whom, and what for. */
export const reachRules: readonly Rule[] = [privateReach, closedNetwork, egress, unroutable, singleNat, flowLogs];
