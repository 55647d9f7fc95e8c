import { rulesOn } from "../rule.ts";
import { controlPlane } from "../subjects.ts";
import { MAX_PUBLIC_ACCESS_CIDRS } from "../../control-plane/defaults.ts";
import { CidrFaultCode, cidrFault, overlaps } from "../../net/cidr.ts";
import type { ClusterModel, ControlPlaneModel } from "../../model/index.ts";
import { each } from "../../model/unknown.ts";

const ENDPOINT = "EKS user guide: cluster-endpoint";

/** Ranges that never arrive at a public endpoint (EKS user guide: cluster-endpoint, reserved addresses). */
const PRIVATE_RANGES = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
];

/** Whether a block lies in a reserved one; a larger block that only touches it is allowed. */
const within = (cidr: string, reserved: string): boolean =>
  overlaps(cidr, reserved) && Number(cidr.split("/")[1]) >= Number(reserved.split("/")[1]);

/** Nodes reach the API server by the public addresses of their gateways, and a list says who may. */
const throughGateways = ({ privateAccess, publicAccess, publicAccessCidrs }: ControlPlaneModel): boolean =>
  !privateAccess && publicAccess && publicAccessCidrs.length > 0 && !publicAccessCidrs.includes("0.0.0.0/0");

const makesGateways = ({ network }: ClusterModel): boolean => network?.created === true && network.natGateways > 0;

export default rulesOn(controlPlane, [
  {
    id: "control-plane-endpoint-reachable",
    severity: "error",
    title: "The API server has a private or a public endpoint",
    why: "EKS refuses a cluster without any.",
    source: `${ENDPOINT}; EKS API reference: VpcConfigRequest`,
    fix: "Set privateAccess to true.",
    *check({ privateAccess, publicAccess }) {
      if (privateAccess || publicAccess) return;
      yield {
        at: "endpoint",
        found: "privateAccess false and publicAccess false",
        expected: "at least one of them true",
      };
    },
  },
  {
    id: "control-plane-endpoint-for-nodes",
    severity: "warning",
    title: "Nodes reach the API server through the private endpoint",
    why: "Without it nodes go out through a NAT gateway and come back from the internet; a list of public CIDRs that lacks the gateway's address then locks them out, and Cilium's agents with them.",
    source: ENDPOINT,
    fix: "Set privateAccess to true, or add the public addresses of the NAT gateways to publicAccessCidrs.",
    *check(cluster, model) {
      if (!throughGateways(cluster) || makesGateways(model)) return;
      yield {
        at: "endpoint.privateAccess",
        found: `a public endpoint for ${cluster.publicAccessCidrs.join(", ")} only, and no private one`,
        expected: "privateAccess true",
      };
    },
  },
  {
    id: "control-plane-endpoint-new-gateways",
    severity: "error",
    title: "The public endpoint admits the NAT gateways before they exist, or nodes do not need it",
    why: "Without a private endpoint nodes come through NAT gateways. Those are made in the same run, so the list of public CIDRs cannot hold their addresses, and no node ever joins.",
    symptom: "The node group ends with NodeCreationFailure: instances failed to join the kubernetes cluster.",
    source: ENDPOINT,
    fix: "Set privateAccess (endpointPrivateAccess) to true.",
    also: ["network"],
    *check(cluster, model) {
      if (!throughGateways(cluster) || !makesGateways(model)) return;
      yield {
        at: "endpoint.privateAccess",
        found: `no private endpoint, a public one for ${cluster.publicAccessCidrs.join(", ")} only, and NAT gateways of the same program`,
        expected: "privateAccess true",
      };
    },
  },
  {
    id: "control-plane-public-cidrs-given",
    severity: "error",
    title: "A public endpoint says who may use it",
    why: "EKS admits the whole internet where no CIDRs are given.",
    source: `${ENDPOINT}; EKS API reference: VpcConfigRequest`,
    fix: "List them in publicAccessCidrs; write 0.0.0.0/0 there if it really is everybody.",
    *check({ publicAccess, publicAccessCidrs }) {
      if (!publicAccess || publicAccessCidrs.length > 0) return;
      yield {
        at: "endpoint.publicAccessCidrs",
        found: "a public endpoint without CIDRs",
        expected: "the CIDRs that may use it",
      };
    },
  },
  {
    id: "control-plane-public-cidrs-used",
    severity: "error",
    title: "CIDRs for the public endpoint come with a public endpoint",
    why: "eks.Cluster refuses the combination, and only when it is created.",
    symptom: "The update stops with an error of eks.Cluster, after resources were created.",
    source: "pulumi-eks nodejs/eks/cluster/cluster.ts",
    fix: "Remove publicAccessCidrs or set publicAccess to true.",
    *check({ publicAccess, publicAccessCidrs }) {
      if (publicAccess || publicAccessCidrs.length === 0) return;
      yield {
        at: "endpoint.publicAccessCidrs",
        found: `${publicAccessCidrs.join(", ")} while publicAccess is false`,
        expected: "no CIDRs, or publicAccess true",
      };
    },
  },
  {
    id: "control-plane-public-cidrs-count",
    severity: "error",
    title: "The public endpoint has at most 40 CIDRs",
    why: "EKS refuses more, and the limit cannot be raised.",
    source: "EKS user guide: service-quotas",
    fix: "Merge neighbouring CIDRs, or use the private endpoint.",
    *check({ publicAccessCidrs }) {
      if (publicAccessCidrs.length <= MAX_PUBLIC_ACCESS_CIDRS) return;
      yield {
        at: "endpoint.publicAccessCidrs",
        found: `${String(publicAccessCidrs.length)} CIDRs`,
        expected: `${String(MAX_PUBLIC_ACCESS_CIDRS)} or fewer`,
      };
    },
  },
  {
    id: "control-plane-public-cidrs-valid",
    severity: "error",
    title: "CIDRs for the public endpoint are valid public ranges",
    why: "EKS refuses malformed blocks and private ranges: a client with a private address reaches the public endpoint by the address of its gateway.",
    source: ENDPOINT,
    fix: "Write the public addresses from which the clients come as IPv4 blocks.",
    *check({ publicAccessCidrs }) {
      yield* each(publicAccessCidrs.entries(), function* ([at, cidr]) {
        // IPv6 blocks are allowed here; only their form is not checked.
        const fault = cidrFault(cidr);
        if (fault?.code === CidrFaultCode.Ipv6) return;
        const range = fault === undefined ? PRIVATE_RANGES.find((reserved) => within(cidr, reserved)) : undefined;
        if (fault === undefined && range === undefined) return;
        yield {
          at: `endpoint.publicAccessCidrs.${String(at)}`,
          found: range === undefined ? `"${cidr}", which ${fault?.reason ?? ""}` : `${cidr}, which lies in ${range}`,
          expected: "a public IPv4 block",
          fix: `Use ${fault?.suggestion ?? "the public address from which the clients come"}.`,
        };
      });
    },
  },
]);
