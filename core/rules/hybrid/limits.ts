import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";
import { MOST_BLOCKS, DOCKER_BRIDGE } from "../../hybrid/defaults.ts";
import type { ControlPlaneModel } from "../../model/index.ts";
import { PRIVATE_BLOCKS, cidrFault, contains, overlaps } from "../../net/cidr.ts";
import { CGNAT } from "../../network/defaults.ts";
import { type Subject, subjectOf } from "../subject.ts";

type RemoteNetworks = NonNullable<ControlPlaneModel["remoteNetworks"]>;

const GUIDE = "EKS user guide: hybrid-nodes-cluster-create, hybrid-nodes-networking";
const PRIVATE = [...PRIVATE_BLOCKS, CGNAT];
const ANY = { min: 8, max: 32 } as const;

interface Block {
  readonly cidr: string;
  readonly at: string;
}

const blocksOf = (networks: RemoteNetworks): Block[] =>
  (["nodeCidrs", "podCidrs"] as const).flatMap((list) =>
    networks[list].map((cidr, at) => ({ cidr, at: `remoteNetworks.${list}.${String(at)}` })),
  );
const valid = ({ cidr }: Block): boolean => cidrFault(cidr, ANY) === undefined;

interface Remote extends Omit<ControlPlaneModel, "remoteNetworks"> {
  readonly remoteNetworks: RemoteNetworks;
}

/** Control planes that hybrid nodes join. */
const remoteControlPlane: Subject<Remote, "controlPlane"> = subjectOf({
  needs: ["controlPlane"],
  of: ({ controlPlane }) => [controlPlane],
  read: (one) => (one.remoteNetworks === undefined ? undefined : (one as Remote)),
  place: () => ({ subject: "hybrid nodes", path: "controlPlane" }),
});

export default [
  ...rulesOn(remoteControlPlane, [
    {
      id: "hybrid-remote-blocks",
      severity: "error",
      title: "Remote networks are private blocks, at most 15 of each kind",
      why: "EKS refuses the cluster, or the update of it.",
      source: GUIDE,
      fix: "Write valid private blocks, and join neighbouring ones where there are too many.",
      *check({ remoteNetworks }) {
        for (const list of ["nodeCidrs", "podCidrs"] as const) {
          const count = remoteNetworks[list].length;
          if (count > MOST_BLOCKS)
            yield {
              at: `remoteNetworks.${list}`,
              found: `${String(count)} blocks`,
              expected: `at most ${String(MOST_BLOCKS)}`,
              fix: "Join neighbouring blocks.",
            };
        }
        for (const { at, cidr } of blocksOf(remoteNetworks)) {
          const fault = cidrFault(cidr, ANY);
          if (fault !== undefined)
            yield {
              at,
              found: `"${cidr}", which ${fault.reason}`,
              expected: "an IPv4 block of /8 to /32",
              fix: fault.suggestion === undefined ? "Correct it." : `Use ${fault.suggestion}.`,
            };
          else if (!PRIVATE.some((range) => contains(range, cidr)))
            yield {
              at,
              found: cidr,
              expected: `a block of ${PRIVATE.join(", ")}`,
              fix: "Renumber, or translate addresses before they reach the VPC.",
            };
        }
      },
    },
    {
      id: "hybrid-remote-overlap",
      severity: "error",
      title: "Remote networks overlap nothing",
      why: "EKS refuses blocks of the VPC and of Services; what overlaps a peer or Docker's bridge is never reached.",
      source: GUIDE,
      fix: "Choose blocks that nothing else has.",
      *check({ remoteNetworks, serviceCidr }, { network }) {
        const remote = blocksOf(remoteNetworks).filter(valid);
        const taken: [string, string][] = [
          ...(network?.vpcCidrs ?? []).map((cidr): [string, string] => ["the VPC", cidr]),
          // The route to the premises is what hybrid nodes need; only networks that are known take addresses away.
          ...(network?.neighbours ?? [])
            .filter(({ routed = false }) => !routed)
            .flatMap(({ name, cidrs }) => cidrs.map((cidr): [string, string] => [name, cidr])),
          ...(serviceCidr === undefined ? [] : [["Services", serviceCidr] as [string, string]]),
          ["Docker's default bridge", DOCKER_BRIDGE],
        ];
        for (const [index, { at, cidr }] of remote.entries()) {
          const clash = taken.find(
            ([, other]) => cidrFault(other, { min: 0, max: 32 }) === undefined && overlaps(other, cidr),
          );
          const twice = remote.slice(index + 1).find((other) => overlaps(other.cidr, cidr));
          if (clash !== undefined)
            yield {
              at,
              found: `${cidr}, which overlaps ${clash[0]} (${clash[1]})`,
              expected: "a block of its own",
              fix: "Choose another block.",
            };
          if (twice !== undefined)
            yield {
              at,
              found: `${cidr} and ${twice.cidr}`,
              expected: "blocks that share no address",
              fix: "Give nodes and pods separate blocks.",
            };
        }
      },
    },
    {
      id: "hybrid-endpoint",
      severity: "error",
      title: "With hybrid nodes the API endpoint is public or private, not both",
      why: "With both its name resolves to public addresses on premises.",
      symptom: "Nodes whose way is the private link never join.",
      source: GUIDE,
      fix: "Set endpoint.publicAccess to false, with DNS that resolves the private name on premises, or privateAccess to false.",
      *check({ publicAccess, privateAccess }) {
        if (!publicAccess || !privateAccess) return;
        yield { at: "endpoint", found: "public and private", expected: "one of them" };
      },
    },
    {
      id: "hybrid-authentication",
      severity: "error",
      title: "Hybrid nodes need access entries and IPv4",
      why: "Their identity is an access entry of type HYBRID_LINUX, which authentication by ConfigMap alone does not know; clusters with IPv6 take no hybrid nodes.",
      source: `${GUIDE}, hybrid-nodes-prereqs`,
      fix: "Set authenticationMode to API or API_AND_CONFIG_MAP, and make an IPv4 cluster.",
      *check({ authenticationMode, ipFamily }) {
        if (authenticationMode === "CONFIG_MAP")
          yield {
            at: "authenticationMode",
            found: "CONFIG_MAP",
            expected: "API or API_AND_CONFIG_MAP",
            fix: "Set the mode to API, or to API_AND_CONFIG_MAP where aws-auth is still needed.",
          };
        if (ipFamily === "ipv6")
          yield { at: "ipFamily", found: "ipv6", expected: "ipv4", fix: "Make an IPv4 cluster." };
      },
    },
    {
      id: "hybrid-service-block",
      severity: "error",
      title: "With hybrid nodes the Services' block is written down",
      why: "EKS chooses one otherwise, and may choose what is in use on premises.",
      source: GUIDE,
      fix: "Set cluster.serviceCidr.",
      *check({ serviceCidr }) {
        if (serviceCidr === undefined)
          yield { at: "serviceCidr", found: "nothing", expected: "a block that nobody uses" };
      },
    },
  ]),
  ...rulesOn(wholeModel("controlPlane", "account"), [
    {
      id: "hybrid-partition",
      severity: "warning",
      title: "Hybrid nodes are offered in the Region",
      why: "They were not in AWS GovCloud (US) and China when the guide was read.",
      source: "EKS user guide: hybrid-nodes-overview, text of 2024: UNVERIFIED since",
      fix: "Look whether the Region has hybrid nodes by now.",
      *check({ controlPlane, account }) {
        if (controlPlane.remoteNetworks === undefined || account.partition === "aws") return;
        yield {
          subject: "hybrid nodes",
          path: "account.region",
          found: account.region,
          expected: "a Region of the partition aws",
        };
      },
    },
  ]),
];
