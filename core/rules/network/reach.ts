import { rulesOn } from "../rule.ts";
import { only } from "../subject.ts";
import { subnets, wholeModel } from "../subjects.ts";
import { CGNAT, CLOSED_NETWORK_ENDPOINTS } from "../../network/defaults.ts";
import { cidrFault, contains } from "../../net/cidr.ts";
import type { ClusterModel, NetworkModel } from "../../model/index.ts";
import { Values } from "../common.ts";
import { vpc } from "./common.ts";

const isClosed = ({ subnets }: NetworkModel): boolean => {
  const nodes = subnets.filter(({ role }) => role === "node");
  return nodes.length > 0 && nodes.every(({ egress }) => egress === "none");
};

/** Whether pods leave the cluster with addresses of their own. */
function keepsPodAddress({ cilium }: ClusterModel): boolean {
  if (cilium === undefined) return false;
  const values = new Values(cilium);
  return values.eni && !values.on("enableIPv4Masquerade");
}

/** Subnets whose addresses pods have and keep. */
const podSubnetsUnmasked = only(
  subnets,
  ({ role }, model) =>
    keepsPodAddress(model) && role === (model.network.subnets.some((subnet) => subnet.role === "pod") ? "pod" : "node"),
);

export default [
  ...rulesOn(vpc, [
    {
      id: "network-single-nat",
      severity: "warning",
      title: "Every zone has its own way to the internet",
      why: "With one NAT gateway the loss of its zone cuts every zone off, and traffic from the others is billed across zones.",
      source: "EKS best practices: networking; VPC user guide: vpc-nat-gateway",
      fix: "Set natGateways to per-zone, or waive this where an outage is acceptable.",
      *check({ created, natGateways, subnets: all }) {
        if (!created || natGateways !== 1) return;
        const zones = new Set(all.map(({ zone }) => zone));
        if (zones.size < 2) return;
        yield {
          at: "vpc.natGateways",
          found: `one NAT gateway for ${String(zones.size)} zones`,
          expected: "one a zone",
        };
      },
    },
    {
      id: "network-flow-logs",
      severity: "warning",
      title: "The VPC's traffic is logged",
      why: "Without flow logs nobody can say afterwards who spoke to whom; scanners ask for them (CKV2_AWS_11).",
      source: "EKS best practices: security; checkov CKV2_AWS_11",
      fix: "Set flowLogs.enabled, or waive this; ingestion is billed by volume.",
      *check({ created, flowLogs }) {
        if (created && !flowLogs) yield { at: "flowLogs", found: "off", expected: "on" };
      },
    },
    {
      id: "network-closed-endpoints",
      severity: "error",
      title: "A network without a way to the internet has the endpoints it needs",
      why: "Nodes cannot join, pull images or get credentials, and the Cilium operator cannot call EC2.",
      symptom: "Nodes do not join; images stay in ImagePullBackOff; the operator's EC2 calls time out.",
      source: "EKS user guide: private-clusters; cilium/cilium Documentation/network/concepts/ipam/eni.rst",
      fix: "Set network.endpoints to all.",
      *check(network) {
        if (!isClosed(network)) return;
        const missing = CLOSED_NETWORK_ENDPOINTS.filter((service) => !network.endpoints.includes(service));
        // An existing closed VPC brings its own endpoints, which nobody lists here.
        if (missing.length === 0 || !network.created) return;
        yield {
          at: "endpoints",
          found: `no endpoint for ${missing.join(", ")}`,
          expected: CLOSED_NETWORK_ENDPOINTS.join(", "),
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("network", "controlPlane"), [
    {
      id: "network-private-endpoint-reach",
      severity: "error",
      title: "A private-only endpoint can be reached by the machine that deploys",
      why: "In a VPC that is made in the same run no machine has a route to the endpoint yet: the run stops after the control plane, at the first object in the cluster.",
      symptom: "pulumi up stops after the control plane: the cluster's endpoint times out.",
      source: "EKS user guide: cluster-endpoint, private access",
      fix: "Use an existing VPC (network.vpc.id), or network.attach, or a public endpoint limited to your addresses (endpoint.publicAccessCidrs).",
      *check({ network, controlPlane }) {
        if (!network.created || controlPlane.existing !== undefined) return;
        if (controlPlane.publicAccess || network.attached) return;
        yield {
          subject: "control plane",
          path: "controlPlane.endpoint",
          found: "private access only, in a VPC made by this stack, with no attachment",
          expected: "a way into the VPC before the cluster is used",
        };
      },
    },
  ]),
  ...rulesOn(podSubnetsUnmasked, [
    {
      id: "network-pod-egress",
      severity: "error",
      title: "Pods have a way to the internet, or are not meant to have one",
      why: "In ENI mode pods keep their VPC address, which no internet gateway translates: in a subnet that leads to one they reach nothing outside.",
      symptom: "Pods time out on every address outside the VPC, while nodes reach them.",
      source: "cilium/cilium#38663, #39156; VPC user guide: vpc-igw",
      fix: "Put pods into subnets behind a NAT gateway, or set cilium.masquerade.",
      also: ["cilium"],
      *check({ egress }) {
        if (egress === "internet-gateway")
          yield {
            at: "egress",
            found: "an internet gateway, with masquerade off",
            expected: "a NAT gateway, or masquerade on",
          };
      },
    },
    {
      id: "network-pod-no-egress",
      severity: "warning",
      title: "Pods' own subnets lead out where the nodes' do",
      why: "In ENI mode pods keep their VPC address and take the route table of their own subnet, not the node's: nodes pull images and reach AWS, pods reach nothing outside.",
      symptom: "Pods time out on every address outside the VPC, while nodes reach them.",
      source: "Cilium docs: network/concepts/ipam/eni; VPC user guide: VPC_Route_Tables; cilium/cilium#38663",
      fix: "Give the table of the pods' subnets a route to a NAT gateway, set masquerade, or waive this where pods are to stay inside.",
      also: ["cilium"],
      *check({ role, egress }, { network }) {
        if (role !== "pod" || egress !== "none") return;
        const out = network.subnets.filter((subnet) => subnet.role === "node" && subnet.egress === "nat");
        if (out.length === 0) return;
        yield {
          at: "egress",
          found: `no way out, while ${out.map(({ name }) => name).join(", ")} have one`,
          expected: "a NAT gateway, or masquerade on",
        };
      },
    },
  ]),
  ...rulesOn(vpc, [
    {
      id: "network-pod-range-routable",
      severity: "warning",
      title: "Neighbours can answer the pods",
      why: "100.64.0.0/10 is seldom routed over transit gateways, VPNs and Direct Connect: replies to pods get lost unless Cilium masquerades towards those networks.",
      symptom: "Connections from pods to the neighbour's network time out.",
      source: "EKS best practices: custom networking",
      fix: "Have the pod range routed there and waive this, or set cilium.masquerade with the VPC in nonMasqueradeCidrs.",
      also: ["cilium"],
      *check({ neighbours, subnets: all }, model) {
        if (neighbours.length === 0 || !keepsPodAddress(model)) return;
        const [pods] = all.filter(
          ({ role, cidr }) => role === "pod" && cidrFault(cidr) === undefined && contains(CGNAT, cidr),
        );
        if (pods === undefined) return;
        yield {
          at: "podSubnets",
          found: `pods in ${pods.cidr}, masquerade off, and ${neighbours.map(({ name }) => `"${name}"`).join(", ")} to reach`,
          expected: "routes for the pod range on the other side, or masquerade",
        };
      },
    },
  ]),
];
