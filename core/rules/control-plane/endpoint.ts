import { MAX_PUBLIC_ACCESS_CIDRS } from "../../control-plane/defaults.ts";
import { CidrFaultCode, cidrFault, overlaps } from "../../net/cidr.ts";
import { rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";
import { onControlPlane } from "./common.ts";

const ENDPOINT = "EKS user guide: cluster-endpoint";

export const endpointReachable = rule({
  id: "control-plane-endpoint-reachable",
  group: "control-plane",
  severity: "error",
  title: "The API server has a private or a public endpoint",
  why: "EKS refuses a cluster without any.",
  source: `${ENDPOINT}; EKS API reference: VpcConfigRequest`,
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ privateAccess, publicAccess }) {
      if (privateAccess || publicAccess) return;
      yield {
        at: "endpoint",
        found: "privateAccess false and publicAccess false",
        expected: "at least one of them true",
        fix: "Set privateAccess to true.",
      };
    });
  },
});

export const endpointForNodes = rule({
  id: "control-plane-endpoint-for-nodes",
  group: "control-plane",
  severity: "warning",
  title: "Nodes reach the API server through the private endpoint",
  why: "Without it nodes go out through a NAT gateway and come back from the internet; a list of public CIDRs that lacks the gateway's address then locks them out, and Cilium's agents with them.",
  source: ENDPOINT,
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ privateAccess, publicAccess, publicAccessCidrs }) {
      if (privateAccess || !publicAccess || publicAccessCidrs.includes("0.0.0.0/0")) return;
      yield {
        at: "endpoint.privateAccess",
        found: `a public endpoint for ${publicAccessCidrs.join(", ")} only, and no private one`,
        expected: "privateAccess true",
        fix: "Set privateAccess to true, or add the public addresses of the NAT gateways to publicAccessCidrs.",
      };
    });
  },
});

export const publicCidrsGiven = rule({
  id: "control-plane-public-cidrs-given",
  group: "control-plane",
  severity: "error",
  title: "A public endpoint says who may use it",
  why: "EKS admits the whole internet where no CIDRs are given.",
  source: `${ENDPOINT}; EKS API reference: VpcConfigRequest`,
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ publicAccess, publicAccessCidrs }) {
      if (!publicAccess || publicAccessCidrs.length > 0) return;
      yield {
        at: "endpoint.publicAccessCidrs",
        found: "a public endpoint without CIDRs",
        expected: "the CIDRs that may use it",
        fix: "List them in publicAccessCidrs; write 0.0.0.0/0 there if it really is everybody.",
      };
    });
  },
});

export const publicCidrsUsed = rule({
  id: "control-plane-public-cidrs-used",
  group: "control-plane",
  severity: "error",
  title: "CIDRs for the public endpoint come with a public endpoint",
  why: "eks.Cluster stops with an error during the update, after resources were created.",
  source: "pulumi-eks nodejs/eks/cluster/cluster.ts",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ publicAccess, publicAccessCidrs }) {
      if (publicAccess || publicAccessCidrs.length === 0) return;
      yield {
        at: "endpoint.publicAccessCidrs",
        found: `${publicAccessCidrs.join(", ")} while publicAccess is false`,
        expected: "no CIDRs, or publicAccess true",
        fix: "Remove publicAccessCidrs or set publicAccess to true.",
      };
    });
  },
});

export const publicCidrsCount = rule({
  id: "control-plane-public-cidrs-count",
  group: "control-plane",
  severity: "error",
  title: "The public endpoint has at most 40 CIDRs",
  why: "EKS refuses more, and the limit cannot be raised.",
  source: "EKS user guide: service-quotas",
  needs: ["controlPlane"],
  *check(model) {
    yield* onControlPlane(model, function* ({ publicAccessCidrs }) {
      if (publicAccessCidrs.length <= MAX_PUBLIC_ACCESS_CIDRS) return;
      yield {
        at: "endpoint.publicAccessCidrs",
        found: `${String(publicAccessCidrs.length)} CIDRs`,
        expected: `${String(MAX_PUBLIC_ACCESS_CIDRS)} or fewer`,
        fix: "Merge neighbouring CIDRs, or use the private endpoint.",
      };
    });
  },
});

/** Ranges that never arrive at a public endpoint (EKS user guide: cluster-endpoint, reserved addresses). */
const PRIVATE_RANGES = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
];

export const publicCidrsValid = rule({
  id: "control-plane-public-cidrs-valid",
  group: "control-plane",
  severity: "error",
  title: "CIDRs for the public endpoint are valid public ranges",
  why: "EKS refuses malformed blocks and private ranges: a client with a private address reaches the public endpoint by the address of its gateway.",
  source: ENDPOINT,
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    yield* each((controlPlane?.publicAccessCidrs ?? []).entries(), function* ([at, cidr]) {
      // IPv6 blocks are allowed here; only their form is not checked.
      const fault = cidrFault(cidr);
      if (fault?.code === CidrFaultCode.Ipv6) return;
      const range = fault === undefined ? PRIVATE_RANGES.find((reserved) => within(cidr, reserved)) : undefined;
      if (fault === undefined && range === undefined) return;
      yield {
        subject: "control plane",
        path: `controlPlane.endpoint.publicAccessCidrs.${String(at)}`,
        found: range === undefined ? `"${cidr}", which ${fault?.reason ?? ""}` : `${cidr}, which lies in ${range}`,
        expected: "a public IPv4 block",
        fix: `Use ${fault?.suggestion ?? "the public address from which the clients come"}.`,
      };
    });
  },
});

/** Whether a block lies in a reserved one; a larger block that only touches it is allowed. */
const within = (cidr: string, reserved: string): boolean =>
  overlaps(cidr, reserved) && Number(cidr.split("/")[1]) >= Number(reserved.split("/")[1]);
