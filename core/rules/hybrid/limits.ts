import { MOST_BLOCKS, DOCKER_BRIDGE } from "../../hybrid/defaults.ts";
import type { ControlPlaneModel } from "../../model/index.ts";
import { cidrFault, contains, overlaps } from "../../net/cidr.ts";
import { CGNAT } from "../../network/defaults.ts";
import type { FindingDraft } from "../../findings/finding.ts";
import { type Rule, rule } from "../rule.ts";

const GUIDE = "EKS user guide: hybrid-nodes-cluster-create, hybrid-nodes-networking";
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", CGNAT] as const;
const ANY = { min: 8, max: 32 } as const;

interface Block {
  readonly cidr: string;
  readonly path: string;
}

const blocksOf = ({ remoteNetworks }: ControlPlaneModel): Block[] =>
  (["nodeCidrs", "podCidrs"] as const).flatMap((list) =>
    (remoteNetworks?.[list] ?? []).map((cidr, at) => ({
      cidr,
      path: `controlPlane.remoteNetworks.${list}.${String(at)}`,
    })),
  );
const valid = ({ cidr }: Block): boolean => cidrFault(cidr, ANY) === undefined;
const draft = (path: string, found: string, expected: string, fix: string): FindingDraft => ({
  subject: "hybrid nodes",
  path,
  found,
  expected,
  fix,
});

export const remoteBlocks = rule({
  id: "hybrid-remote-blocks",
  group: "hybrid",
  severity: "error",
  title: "Remote networks are private blocks, at most 15 of each kind",
  why: "EKS refuses the cluster, or the update of it.",
  source: GUIDE,
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    if (controlPlane?.remoteNetworks === undefined) return;
    for (const list of ["nodeCidrs", "podCidrs"] as const) {
      const count = controlPlane.remoteNetworks[list].length;
      if (count > MOST_BLOCKS)
        yield draft(
          `controlPlane.remoteNetworks.${list}`,
          `${String(count)} blocks`,
          `at most ${String(MOST_BLOCKS)}`,
          "Join neighbouring blocks.",
        );
    }
    for (const block of blocksOf(controlPlane)) {
      const fault = cidrFault(block.cidr, ANY);
      if (fault !== undefined)
        yield draft(
          block.path,
          `"${block.cidr}", which ${fault.reason}`,
          "an IPv4 block of /8 to /32",
          fault.suggestion === undefined ? "Correct it." : `Use ${fault.suggestion}.`,
        );
      else if (!PRIVATE.some((range) => contains(range, block.cidr)))
        yield draft(
          block.path,
          block.cidr,
          `a block of ${PRIVATE.join(", ")}`,
          "Renumber, or translate addresses before they reach the VPC.",
        );
    }
  },
});

export const remoteOverlap = rule({
  id: "hybrid-remote-overlap",
  group: "hybrid",
  severity: "error",
  title: "Remote networks overlap nothing",
  why: "EKS refuses blocks of the VPC and of Services; what overlaps a peer or Docker's bridge is never reached.",
  source: GUIDE,
  needs: ["controlPlane", "network"],
  *check({ controlPlane, network }) {
    if (controlPlane?.remoteNetworks === undefined || network === undefined) return;
    const remote = blocksOf(controlPlane).filter(valid);
    const taken: [string, string][] = [
      ...network.vpcCidrs.map((cidr): [string, string] => ["the VPC", cidr]),
      ...network.neighbours.flatMap(({ name, cidrs }) => cidrs.map((cidr): [string, string] => [name, cidr])),
      ...(controlPlane.serviceCidr === undefined ? [] : [["Services", controlPlane.serviceCidr] as [string, string]]),
      ["Docker's default bridge", DOCKER_BRIDGE],
    ];
    for (const [at, block] of remote.entries()) {
      const clash = taken.find(
        ([, cidr]) => cidrFault(cidr, { min: 0, max: 32 }) === undefined && overlaps(cidr, block.cidr),
      );
      const twice = remote.slice(at + 1).find((other) => overlaps(other.cidr, block.cidr));
      if (clash !== undefined)
        yield draft(
          block.path,
          `${block.cidr}, which overlaps ${clash[0]} (${clash[1]})`,
          "a block of its own",
          "Choose another block.",
        );
      if (twice !== undefined)
        yield draft(
          block.path,
          `${block.cidr} and ${twice.cidr}`,
          "blocks that share no address",
          "Give nodes and pods separate blocks.",
        );
    }
  },
});

export const remoteEndpoint = rule({
  id: "hybrid-endpoint",
  group: "hybrid",
  severity: "error",
  title: "With hybrid nodes the API endpoint is public or private, not both",
  why: "With both its name resolves to public addresses on premises, and nodes whose way is the private link never join.",
  source: GUIDE,
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    if (controlPlane?.remoteNetworks === undefined || !controlPlane.publicAccess || !controlPlane.privateAccess) return;
    yield draft(
      "controlPlane.endpoint",
      "public and private",
      "one of them",
      "Set endpoint.publicAccess to false, with DNS that resolves the private name on premises, or privateAccess to false.",
    );
  },
});

export const remoteAuthentication = rule({
  id: "hybrid-authentication",
  group: "hybrid",
  severity: "error",
  title: "Hybrid nodes need access entries and IPv4",
  why: "Their identity is an access entry of type HYBRID_LINUX, which authentication by ConfigMap alone does not know; clusters with IPv6 take no hybrid nodes.",
  source: GUIDE,
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    if (controlPlane?.remoteNetworks === undefined) return;
    if (controlPlane.authenticationMode === "CONFIG_MAP")
      yield draft("controlPlane.authenticationMode", "CONFIG_MAP", "API or API_AND_CONFIG_MAP", "Set the mode to API.");
    if (controlPlane.ipFamily === "ipv6") yield draft("controlPlane.ipFamily", "ipv6", "ipv4", "Make an IPv4 cluster.");
  },
});

export const remoteServices = rule({
  id: "hybrid-service-block",
  group: "hybrid",
  severity: "error",
  title: "With hybrid nodes the Services' block is written down",
  why: "EKS chooses one otherwise, and may choose what is in use on premises.",
  source: GUIDE,
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    if (controlPlane?.remoteNetworks === undefined || controlPlane.serviceCidr !== undefined) return;
    yield draft("controlPlane.serviceCidr", "nothing", "a block that nobody uses", "Set cluster.serviceCidr.");
  },
});

export const remoteRegions = rule({
  id: "hybrid-partition",
  group: "hybrid",
  severity: "warning",
  title: "Hybrid nodes are offered in the Region",
  why: "They were not in AWS GovCloud (US) and China when the guide was read.",
  source: "EKS user guide: hybrid-nodes-overview, text of 2024: UNVERIFIED since",
  needs: ["controlPlane", "account"],
  *check({ controlPlane, account }) {
    if (controlPlane?.remoteNetworks === undefined || account === undefined || account.partition === "aws") return;
    yield draft(
      "account.region",
      account.region,
      "a Region of the partition aws",
      "Look whether the Region has hybrid nodes by now.",
    );
  },
});

export const limitRules: readonly Rule[] = [
  remoteBlocks,
  remoteOverlap,
  remoteEndpoint,
  remoteAuthentication,
  remoteServices,
  remoteRegions,
];
