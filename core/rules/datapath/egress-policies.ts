import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { PRIVATE_BLOCKS, addressFault, cidrFault, contains } from "../../net/cidr.ts";
import { Values } from "../common.ts";
import { selects } from "../gateway/admission.ts";
import { type LabelSelector, specOf } from "../gateway/objects.ts";
import { kinds } from "../gateway/subjects.ts";
import { rulesOn } from "../rule.ts";

const GUIDE = "Cilium docs: network/egress-gateway";
const SOURCE = "cilium/cilium pkg/egressgateway/policy.go";

interface Gateway {
  readonly nodeSelector?: LabelSelector;
  readonly interface?: string;
  readonly egressIP?: string;
}
interface EgressSpec {
  readonly selectors?: readonly unknown[];
  readonly destinationCIDRs?: readonly string[];
  readonly egressGateway?: Gateway;
  readonly egressGateways?: readonly Gateway[];
}

/** Gateways of a policy with their fields. */
function gatewaysOf(policy: KubernetesObject): [at: string, gateway: Gateway][] {
  const { egressGateway, egressGateways = [] } = specOf<EgressSpec>(policy);
  return [
    ...(egressGateway === undefined ? [] : ([["spec.egressGateway", egressGateway]] as [string, Gateway][])),
    ...egressGateways.map((one, at): [string, Gateway] => [`spec.egressGateways.${String(at)}`, one]),
  ];
}

const isBlock = (cidr: string): boolean => cidrFault(cidr) === undefined;

/** Labels that a node certainly has or may have: what EKS and Kubernetes set by themselves is not known. */
const isOurs = (key: string): boolean => !/(?:^|\.)(?:kubernetes\.io|k8s\.io|amazonaws\.com)\//.test(key);

/** Node groups that a selector fits, by labels of their own; undefined where nobody can tell. */
export function groupsThatFit(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  { nodeGroups = [] }: ClusterModel,
): readonly string[] | undefined {
  const asked = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  if (nodeGroups.length === 0 || !asked.every(isOurs)) return undefined;
  return nodeGroups.filter(({ labels }) => selects({ matchLabels, matchExpressions }, labels)).map(({ name }) => name);
}

export default rulesOn(kinds("cilium.io", "CiliumEgressGatewayPolicy"), [
  {
    id: "datapath-egress-policy-enabled",
    severity: "error",
    title: "Where there are egress gateway policies the egress gateway is on",
    why: "With egressGateway.enabled off no agent reads them: pods leave by their own node, with its address.",
    symptom: "The other side sees addresses of nodes or of NAT gateways, not the one that the policy names.",
    source: `${GUIDE}; values.yaml of the Cilium charts: egressGateway.enabled`,
    fix: "Set egressGateway.enabled, bpf.masquerade, enableIPv4Masquerade and kubeProxyReplacement to true.",
    also: ["cilium"],
    *check(_policy, { cilium }) {
      if (cilium === undefined || new Values(cilium).on("egressGateway.enabled")) return;
      yield { at: "spec", found: "a policy, with egressGateway.enabled off", expected: "true" };
    },
  },
  {
    id: "datapath-egress-policy-address",
    severity: "error",
    title: "The egress address is one that an interface of the gateway node has",
    why: "Cilium looks for the interface with the address. AWS translates public addresses outside the instance, so none has one; and an address of another network is on none either. From 1.18 on such traffic is dropped.",
    symptom: "The agent logs: failed to retrieve interface with egress IP; connections of the selected pods time out.",
    source: `${SOURCE}: deriveFromPolicyGatewayConfig; cilium/cilium#44026; EC2 user guide: using-instance-addressing`,
    fix: "Name a private address of the node's interface, to which the Elastic IP is associated; or name the interface.",
    *check(policy, { network }) {
      for (const [at, { egressIP, interface: name }] of gatewaysOf(policy)) {
        if (egressIP === undefined || egressIP === "") continue;
        const path = `${at}.egressIP`;
        if (name !== undefined && name !== "")
          yield { at: path, found: `${egressIP} and interface ${name}`, expected: "one of them", fix: "Remove one." };
        const fault = egressIP.includes(":") ? undefined : addressFault(egressIP);
        if (fault !== undefined) {
          yield { at: path, found: `"${egressIP}", which ${fault}`, expected: "an address", fix: "Correct it." };
          continue;
        }
        if (egressIP.includes(":")) continue;
        const vpc = (network?.vpcCidrs ?? []).filter(isBlock);
        const isPrivate = PRIVATE_BLOCKS.some((block) => contains(block, `${egressIP}/32`));
        if (vpc.length === 0 ? isPrivate : vpc.some((cidr) => contains(cidr, `${egressIP}/32`))) continue;
        yield {
          at: path,
          found: `${egressIP}, ${isPrivate ? "outside the VPC" : "a public address"}`,
          expected: vpc.length === 0 ? "a private address of the node" : `an address in ${vpc.join(", ")}`,
        };
      }
    },
  },
  {
    id: "datapath-egress-policy-nodes",
    severity: "error",
    title: "Some node can be the gateway of an egress policy",
    why: "Without a node that the selector fits the gateway's address is 0.0.0.0, and agents drop what the policy selects.",
    symptom: "Connections of the selected pods time out; Hubble shows drops: No egress gateway found.",
    source: `${SOURCE}: regenerateGatewayConfig; cilium/cilium pkg/monitor/api/drop.go`,
    fix: "Write labels that a node group has into nodeSelector.",
    also: ["nodeGroups"],
    *check(policy, model) {
      for (const [at, { nodeSelector = {} }] of gatewaysOf(policy)) {
        const groups = groupsThatFit(nodeSelector, model);
        if (groups === undefined || groups.length > 0) continue;
        yield {
          at: `${at}.nodeSelector`,
          found: `${JSON.stringify(nodeSelector)}, which no node group has`,
          expected: `labels of ${(model.nodeGroups ?? []).map(({ name }) => name).join(" or ")}`,
        };
      }
    },
  },
  {
    id: "datapath-egress-policy-fields",
    severity: "error",
    title: "An egress policy selects pods, destinations and a gateway",
    why: "One without a gateway is refused by the agents; one without pods or destinations is for nothing.",
    source: `${SOURCE}: ParseCEGP, parseEgressGateway`,
    fix: "Write selectors, destinationCIDRs and egressGateway.",
    *check(policy) {
      const { selectors = [], destinationCIDRs = [] } = specOf<EgressSpec>(policy);
      if (gatewaysOf(policy).length === 0)
        yield { at: "spec.egressGateway", found: "nothing", expected: "a nodeSelector" };
      if (selectors.length === 0) yield { at: "spec.selectors", found: "none", expected: "a podSelector" };
      if (destinationCIDRs.length === 0)
        yield { at: "spec.destinationCIDRs", found: "none", expected: "blocks, 0.0.0.0/0 for all" };
    },
  },
  {
    id: "datapath-egress-policy-inside",
    severity: "warning",
    title: "Traffic inside the VPC does not go through the egress gateway",
    why: "A destination that holds the VPC sends what stays in the VPC through the gateway node as well, endpoints of AWS and databases among it, with the gateway's address.",
    symptom: "Connections to addresses of the VPC arrive from the gateway node, and fail when it goes.",
    source: `${GUIDE}: excludedCIDRs`,
    fix: "Add the VPC's blocks to excludedCIDRs, or waive this where that is meant.",
    also: ["network"],
    *check(policy, { network }) {
      const { destinationCIDRs = [], excludedCIDRs = [] } = specOf<EgressSpec & { excludedCIDRs?: readonly string[] }>(
        policy,
      );
      for (const vpc of (network?.vpcCidrs ?? []).filter(isBlock)) {
        const at = destinationCIDRs.findIndex((cidr) => isBlock(cidr) && contains(cidr, vpc));
        if (at === -1 || excludedCIDRs.some((cidr) => isBlock(cidr) && contains(cidr, vpc))) continue;
        yield {
          at: `spec.destinationCIDRs.${String(at)}`,
          found: `${destinationCIDRs[at] ?? ""}, which holds the VPC's ${vpc}`,
          expected: `${vpc} in excludedCIDRs`,
        };
      }
    },
  },
]);
