import { DEFAULT_SERVICE_CIDR } from "../../settings/defaults.ts";
import { cidrFault, contains } from "../../net/cidr.ts";
import { rule } from "../rule.ts";
import { onControlPlane } from "./common.ts";

const SERVICE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const SERVICE_PREFIX = { min: 12, max: 24 };

export const serviceCidrValid = rule({
  id: "control-plane-service-cidr-valid",
  group: "control-plane",
  severity: "error",
  title: "The service CIDR is a private block between /12 and /24",
  why: "EKS refuses anything else, and the block cannot be changed later.",
  source: "EKS API reference: KubernetesNetworkConfigRequest",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ serviceCidr }) {
      if (serviceCidr === undefined) return;
      const fault = cidrFault(serviceCidr, SERVICE_PREFIX);
      const inside = fault === undefined && SERVICE_RANGES.some((range) => contains(range, serviceCidr));
      if (inside) return;
      yield {
        at: "serviceCidr",
        found:
          fault === undefined
            ? `${serviceCidr}, outside the private ranges`
            : `"${serviceCidr}", which ${fault.reason}`,
        expected: `a block of /12 to /24 in ${SERVICE_RANGES.join(", ")}`,
        fix: `Use ${fault?.suggestion ?? DEFAULT_SERVICE_CIDR}.`,
      };
    });
  },
});

export const serviceCidrGiven = rule({
  id: "control-plane-service-cidr-given",
  group: "control-plane",
  severity: "warning",
  title: "The service CIDR is chosen, not left to EKS",
  why: "EKS picks 10.100.0.0/16 or 172.20.0.0/16 by the VPC's own CIDRs alone; networks that are joined later can overlap it, and it never changes.",
  source: "EKS API reference: KubernetesNetworkConfigRequest; EKS user guide: hybrid-nodes-cluster-create",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ serviceCidr, existing }) {
      if (serviceCidr !== undefined || existing !== undefined) return;
      yield { at: "serviceCidr", found: "no service CIDR", expected: "a block of your own", fix: "Set serviceCidr." };
    });
  },
});

export const ipFamily = rule({
  id: "control-plane-ip-family",
  group: "control-plane",
  severity: "error",
  title: "The cluster's address family is IPv4",
  why: "Cilium's ENI mode hands out IPv4 addresses only; pods of an IPv6 cluster would get none.",
  source: "cilium/cilium Documentation/network/concepts/ipam/eni.rst; UNVERIFIED which release brings its IPv6 support",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* (controlPlane) {
      if (controlPlane.ipFamily !== "ipv6") return;
      yield {
        at: "ipFamily",
        found: "ipv6",
        expected: "ipv4",
        fix: "Make the cluster with IPv4; the family never changes.",
      };
    });
  },
});

export const autoMode = rule({
  id: "control-plane-auto-mode",
  group: "control-plane",
  severity: "error",
  title: "EKS Auto Mode is off",
  why: "Auto Mode runs its own CNI on its nodes and admits no other.",
  source: "EKS user guide: alternate-cni-plugins, automode",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* (controlPlane) {
      if (!controlPlane.autoMode) return;
      yield { at: "autoMode", found: "Auto Mode on", expected: "managed node groups", fix: "Switch Auto Mode off." };
    });
  },
});

export const fargate = rule({
  id: "control-plane-fargate",
  group: "control-plane",
  severity: "error",
  title: "The cluster has no Fargate profiles",
  why: "Fargate pods always use the VPC CNI; Cilium's agent cannot run beside them, so no policy and no Service translation reaches them.",
  source: "EKS user guide: alternate-cni-plugins, fargate",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* (controlPlane) {
      if (!controlPlane.fargate) return;
      yield { at: "fargate", found: "a Fargate profile", expected: "none", fix: "Run these pods on a node group." };
    });
  },
});
