/**
 * What the resources lens cannot tell, with the reason. A rule that is seen by both lenses is either replayed case by case or
 * stands here; an entry that is not needed any more fails the test too.
 */

const ADOPTION = "A cluster that exists registers nothing; that Cilium is put on it stands in the settings only.";
const ACCOUNT =
  "What a plan needs and what the account has are numbers of the planner; a resource holds the request alone.";
const INSTALLED = "What runs in the cluster now is told by the settings; a program says only what shall be.";
const COUNTED = "Resources are counted, and their number is always known.";
const STACK = "What a stack asks for beside its resources stands in the settings only.";
const EXISTING_VPC = "A VPC that the program does not make registers nothing, so the question never comes up.";

/** Rules of which no case can be told from resources. */
export const UNSEEN_RULES: Readonly<Record<string, string>> = {
  "addresses-subnet-budget": "The cases give the numbers; tests/unit/lens/capacity.test.ts has them from resources.",
  "addresses-subnet-growth": "The cases give the numbers; tests/unit/lens/capacity.test.ts has them from resources.",
  "addresses-pod-subnet-tags-elsewhere": "A VPC that the program does not make registers nothing: no subnet is known.",
  "control-plane-existing-fresh-nodes": ADOPTION,
  "control-plane-existing-split-selectors": ADOPTION,
  "control-plane-existing-split-nodes": ADOPTION,
  "identity-credential-endpoint":
    "A VPC that the program does not make registers nothing: neither subnets nor endpoints.",
  "quotas-above-current": ACCOUNT,
  "quotas-above-default": ACCOUNT,
  "quotas-increase-pending": ACCOUNT,
  "quotas-nlb-cross-zone-targets": ACCOUNT,
  "versions-upgrade-step": INSTALLED,
  "versions-upgrade-prepared": INSTALLED,
  "versions-upgrade-newest-patch": INSTALLED,
  "versions-gateway-api-downgrade": INSTALLED,
};

/** Cases, by rule and by their words in the rule's test. */
export const UNSEEN_CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "gateway-subnet-discovery": { "a stack, which names them while deploying": STACK },
  "versions-gateway-api-present": { "a stack of its own cluster, of which another rule tells": STACK },
  "addresses-pod-subnet-tags": { "a VPC that exists, of which another rule tells": EXISTING_VPC },
  "addresses-node-subnets-hidden": { "a VPC that exists": EXISTING_VPC },
  "nodes-dsr-check-off": {
    "DSR without the watcher":
      "What switches the check off is a setting of the stack; a program has a workload for it.",
    "hybrid by a Helm value": "A stack is told of its setting, a program of the value.",
    "an unknown mode": "The case leaves the mode to the settings.",
  },
  "addresses-pod-subnet-zones": {
    "groups whose subnets are made elsewhere": "The way back has ids that come from resources, and no other.",
  },
  "control-plane-endpoint-new-gateways": { "gateways that exist, of which another rule tells": EXISTING_VPC },
  "control-plane-addon-order": { "an unknown order": "Dependencies of resources are always known." },
  "datapath-eni-filters": { "a subnet filter in a network that is known, and hides nothing": EXISTING_VPC },
  "lifecycle-cilium-before-nodes": { "an unknown order": "Dependencies of resources are always known." },
  "lifecycle-nodes-beside-cilium": {
    "an unknown order": "Dependencies of resources are always known.",
    "the default group of eks.Cluster, of which another rule tells":
      "The way back makes raw groups only; tests/unit/lens/order.test.ts has it.",
  },
  "hybrid-network-acl": {
    "no tunnel": "Whether hybrid nodes are reached in a tunnel stands in the settings.",
    "no tunnel of an overlay": "Whether hybrid nodes are reached in a tunnel stands in the settings.",
  },
  "hybrid-premises-way": { "a VPC that the program does not make": EXISTING_VPC },
  "hybrid-two-ciliums": { "unknown values": "A release whose values are not known counts as the cluster's own." },
  "versions-upgrade-compatibility": { "a minor above what runs": INSTALLED },
  "lifecycle-nodes-after-cilium": {
    "an unknown order": "Dependencies of resources are always known.",
    "the default group of eks.Cluster": "The way back makes raw groups only; tests/unit/lens/order.test.ts has it.",
  },
  "control-plane-bootstrap-addons": {
    "aws-node where the settings say chaining and no plan could be made":
      "Only the settings can ask for what has no plan.",
  },
  "hybrid-remote-overlap": { "a neighbour": "A program shows routes, and a route is no network." },
  "nodes-taint-present": {
    "a stack that renames it, which another rule reports": "A program has no settings, and may rename the taint.",
  },
  "versions-kubernetes-window": {
    "a version that EKS no longer has, which another rule reports":
      "The day of the plan stands in the settings; without it nobody knows what EKS has.",
  },
  "control-plane-coredns-order": { "an unknown order": "Dependencies of resources are always known." },
  "control-plane-coredns-present": { "a cluster that exists": ADOPTION },
  "control-plane-ebs-csi-role": { "an unknown role": "An ARN that is not known yet is an ARN." },
  "control-plane-public-cidrs-given": {
    "a public endpoint without CIDRs":
      "EKS takes 0.0.0.0/0 then, and the lens says so: security-endpoint-open reports it.",
  },
  "datapath-ipsec-keys-new": { "a cluster that exists, of which another rule tells": ADOPTION },
  "datapath-maglev-table": { "too few entries": "How many backends a Service will have stands in the settings only." },
  "datapath-pool-overlap": {
    "a neighbour's range": "A route tells which way packets go; who has the range stands in the settings.",
  },
  "gateway-controller-gates": {
    "a class on a bundle that nobody names": "Without a bundle a program has no Gateway API that the lens could see.",
  },
  "hybrid-partition": { "an unknown partition": "The partition follows from the Region." },
  "lifecycle-release-delivery": { "an unknown form": "The type of a resource is always known." },
  "network-flow-logs": { "an unknown choice": COUNTED, "a VPC of somebody else": EXISTING_VPC },
  "helm-values-priority-class": { "a cluster that exists": ADOPTION },
  "network-private-endpoint-reach": { "an existing VPC": EXISTING_VPC },
  "network-single-nat": { "an unknown number": COUNTED, "an existing VPC": EXISTING_VPC },
  "network-subnet-inside": { "one existing subnet by two names": EXISTING_VPC },
  "network-vpc-cidr-count": { "unknown blocks": COUNTED },
  "nodes-image-release-pinned": {
    "an unknown parameter": "An image id does not tell the parameter that it came from.",
  },
  "nodes-max-pods-image": { "an unknown image": "An image id that is not known yet is an image id." },
  "nodes-ssh-open": { "the world in IPv6": "EKS opens a managed group's port 22 to IPv4 only." },
  "observability-metric-cardinality": {
    "what was decided": "The decision stands in the settings; a program waives the rule with its reason.",
  },
  "quotas-request-adjustable": {
    "listeners asked for in the settings": "The settings ask by the name of a quota, a resource by its code.",
  },
  "versions-cilium-usable": {
    "a minor that nothing can be planned for":
      "The case leaves out the plan; the version of a release is judged by the others.",
  },
  "versions-gateway-api-tlsroute": {
    "the standard channel over the experimental one": INSTALLED,
    "TLSRoutes in the program": INSTALLED,
    "TLSRoutes over the Cilium version that wrote them": INSTALLED,
    "an unknown channel": INSTALLED,
  },
};
