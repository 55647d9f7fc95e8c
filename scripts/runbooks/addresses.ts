import type { Runbooks } from "./runbook.ts";

const OPERATOR_LOG = "`kubectl -n kube-system logs deployment/cilium-operator | grep -i eni`";

export const ADDRESS_RUNBOOKS: Runbooks = {
  CiliumInterfaceCreationFailing: {
    meaning:
      "New ENIs cannot be made or attached. Nodes live on the addresses they have; the next pods stay in ContainerCreating.",
    look: [
      "The status: `unableToFindSubnet` and `unableToGetSecurityGroups` are tags that match nothing; `unableToCreateENI` is rights, a full subnet or the quota *Network interfaces per Region*; `unableToAttachENI` an instance at its limit or going away; `unableToDetermineLimits` an unknown instance type.",
      OPERATOR_LOG,
      "CloudTrail: `CreateNetworkInterface` and `AttachNetworkInterface` with an error code.",
    ],
    act: [
      "Fix tags or role, raise the quota, or add a pod subnet (docs/network.md). Pods start by themselves afterwards.",
    ],
  },
  CiliumAddressAllocationFailing: {
    meaning:
      "Existing ENIs get no more addresses (with prefix delegation: prefixes). A subnet may have free addresses and still no free block of 16.",
    look: [
      OPERATOR_LOG,
      "`aws ec2 describe-subnets --subnet-ids <subnet> --query 'Subnets[].AvailableIpAddressCount'`",
      "`aws ec2 get-subnet-cidr-reservations --subnet-id <subnet>`",
    ],
    act: ["Reserve space for prefixes, or add a pod subnet. Fragmented subnets recover only as ENIs go away."],
  },
  CiliumEc2CallsFailing: {
    meaning:
      "EC2 answers the operator with an error. `Failed` is no answer at all; 503 is mostly throttling of the whole account.",
    look: [
      "CloudTrail for the operation and error code: `UnauthorizedOperation`, `RequestLimitExceeded`, `…LimitExceeded`.",
      OPERATOR_LOG,
    ],
    act: [
      "Rights: docs/security.md lists the actions. Throttling: lower `cilium.operatorApi.qps`, or find who else calls EC2.",
    ],
  },
  CiliumEc2CallsHeldBack: {
    meaning:
      "The operator's own limiter (`cilium.operatorApi`) is slower than the demand: scaling up takes longer than EC2 would need.",
    look: ["How many nodes were added at once? Dashboard *ENI and address capacity*, panel of EC2 calls."],
    act: ["Raise `cilium.operatorApi.qps` and `burst` in small steps; EC2's own limits hold for the account."],
  },
  CiliumSubnetNearlyFull: {
    meaning: "EC2 reports few free addresses. Nodes, load balancers and endpoints in that subnet compete with pods.",
    look: [
      "`npm run plan` (addresses at most, with surge and a lost zone) against what is there.",
      "Which nodes hold spare addresses: `kubectl get ciliumnodes -o json`; Cilium 1.19: `spec.ipam.pool` against `status.ipam.used`; 1.20: `spec.ipam.pools.allocated` against `spec.ipam.pools.requested`.",
    ],
    act: [
      "Add a pod subnet (secondary CIDR), lower `preAllocate`, or switch `releaseExcessIps` on. docs/ipam.md weighs them.",
    ],
  },
  CiliumNodeNearlyFull: {
    meaning:
      "The node's pods use nearly all addresses its type can have. Harmless where the kubelet's maxPods is below that number.",
    look: ["`kubectl get node <node> -o jsonpath='{.status.capacity.pods}'` against `npx cilium-eks capacity <type>`."],
    act: ["Nothing, or add nodes. If maxPods is above the capacity: correct it in the node group."],
  },
  CiliumNodesAtCapacity: {
    meaning:
      "Those nodes have neither a free address nor room for an ENI, and still count as schedulable: pods placed there do not start.",
    look: [
      "`kubectl get pods -A --field-selector status.phase=Pending`; events *unable to allocate IP*.",
      "maxPods of the group against `npx cilium-eks capacity <type>`.",
    ],
    act: ["Cordon the nodes, add others, then lower maxPods or switch prefix delegation on."],
  },
  CiliumNodesInDeficit: {
    meaning:
      "Nodes keep fewer free addresses than `preAllocate`. Pods still start while some are left; it is the sign before CiliumNodesAtCapacity.",
    look: ["The other alerts of this group name the cause: subnet, EC2, limiter.", OPERATOR_LOG],
    act: ["Follow that alert. For minutes after a scale-up it is normal."],
  },
  CiliumUnmanagedPods: {
    meaning:
      "Pods were started before Cilium on their node, by another CNI. No policy holds for them and Hubble does not see them.",
    look: ["`kubectl get pods -A -o wide` against `kubectl get ciliumendpoints -A`."],
    act: [
      "Delete those pods so that they are made anew. If it returns: the startup taint `node.cilium.io/agent-not-ready` is missing.",
    ],
  },
};
