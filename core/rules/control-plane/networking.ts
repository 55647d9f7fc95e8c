import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import { DEFAULT_SERVICE_CIDR } from "../../settings/defaults.ts";
import { PRIVATE_BLOCKS, cidrFault, contains } from "../../net/cidr.ts";

const SERVICE_PREFIX = { min: 12, max: 24 };

export default rulesOn(controlPlane, [
  {
    id: "control-plane-service-cidr-valid",
    severity: "error",
    title: "The service CIDR is a private block between /12 and /24",
    why: "EKS refuses anything else, and the block cannot be changed later.",
    source: "EKS API reference: KubernetesNetworkConfigRequest",
    fix: "Use a private block of /12 to /24.",
    *check({ serviceCidr }) {
      if (serviceCidr === undefined) return;
      const fault = cidrFault(serviceCidr, SERVICE_PREFIX);
      const inside = fault === undefined && PRIVATE_BLOCKS.some((range) => contains(range, serviceCidr));
      if (inside) return;
      yield {
        at: "serviceCidr",
        found:
          fault === undefined
            ? `${serviceCidr}, outside the private ranges`
            : `"${serviceCidr}", which ${fault.reason}`,
        expected: `a block of /12 to /24 in ${PRIVATE_BLOCKS.join(", ")}`,
        fix: `Use ${fault?.suggestion ?? DEFAULT_SERVICE_CIDR}.`,
      };
    },
  },
  {
    id: "control-plane-service-cidr-given",
    severity: "warning",
    title: "The service CIDR is chosen, not left to EKS",
    why: "EKS picks 10.100.0.0/16 or 172.20.0.0/16 by the VPC's own CIDRs alone; networks that are joined later can overlap it, and it never changes.",
    source: "EKS API reference: KubernetesNetworkConfigRequest; EKS user guide: hybrid-nodes-cluster-create",
    fix: "Set serviceCidr.",
    *check({ serviceCidr, existing }) {
      if (serviceCidr !== undefined || existing !== undefined) return;
      yield { at: "serviceCidr", found: "no service CIDR", expected: "a block of your own" };
    },
  },
  {
    id: "control-plane-ip-family",
    severity: "error",
    title: "The cluster's address family is IPv4",
    why: "Pods of an IPv6 cluster have IPv6 addresses only. Cilium's ENI mode of 1.19 hands out none; that of 1.20 does as a beta and in dual-stack subnets, which nothing here plans or judges.",
    source: "EKS user guide: cni-ipv6; cilium/cilium Documentation/network/concepts/ipam/eni.rst (1.20: IPv6)",
    fix: "Make the cluster with IPv4; the family never changes.",
    *check({ ipFamily: family }) {
      if (family !== "ipv6") return;
      yield { at: "ipFamily", found: "ipv6", expected: "ipv4" };
    },
  },
  {
    id: "control-plane-auto-mode",
    severity: "error",
    title: "EKS Auto Mode is off",
    why: "Auto Mode runs its own CNI on its nodes and admits no other.",
    source: "EKS user guide: alternate-cni-plugins, automode",
    fix: "Switch Auto Mode off.",
    *check({ autoMode }) {
      if (!autoMode) return;
      yield { at: "autoMode", found: "Auto Mode on", expected: "managed node groups" };
    },
  },
  {
    id: "control-plane-fargate",
    severity: "error",
    title: "The cluster has no Fargate profiles",
    why: "Fargate pods always use the VPC CNI; Cilium's agent cannot run beside them, so no policy and no Service translation reaches them.",
    source: "EKS user guide: alternate-cni-plugins, fargate",
    fix: "Run these pods on a node group.",
    *check({ fargate }) {
      if (!fargate) return;
      yield { at: "fargate", found: "a Fargate profile", expected: "none" };
    },
  },
]);
