import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { securityGroups, wholeModel } from "../subjects.ts";
import type { ClusterModel, SecurityGroupModel } from "../../model/index.ts";
import { Undecided, some } from "../../model/unknown.ts";
import {
  DNS_PORTS,
  KUBELET_PORT,
  PROBE_PORTS,
  type PortNeed,
  type PortUser,
  ciliumPorts,
} from "../../helm/cilium-ports.ts";
import { hasTags, tagsIn, usesEni, valueAt, writtenTags } from "../../helm/values.ts";
import { admits, partiesOf, podGroups, setOf } from "./reach.ts";

const written = ({ protocol, from }: PortNeed): string =>
  protocol === "icmp" ? "ICMP echo" : `${protocol.toUpperCase()} ${String(from)}`;

const USERS: Readonly<Record<PortUser, string>> = {
  nodes: "nodes",
  pods: "pods",
  "control-plane": "the control plane",
};

/** What a set of groups does not let in, with who is kept out. */
function closed(group: SecurityGroupModel, needs: readonly PortNeed[], model: ClusterModel) {
  const names = setOf(group);
  const set = (model.securityGroups ?? []).filter(({ name }) => names.includes(name));
  const parties = partiesOf(model);
  return needs.flatMap((need) => {
    const out = (need.by ?? ["nodes"]).filter((user) => !admits(set, need, parties[user]));
    return out.length === 0 ? [] : [{ need, out }];
  });
}

/** One finding of all ports: they are opened in one place. */
function* closedPorts(
  group: SecurityGroupModel,
  needs: readonly PortNeed[],
  model: ClusterModel,
): Generator<Draft | Undecided> {
  // What is said of the first of a set is said of all.
  if (group.beside?.some((name) => name < group.name) === true) return;
  const found = closed(group, needs, model);
  if (found.length === 0) return;
  const set = (model.securityGroups ?? []).filter(({ name }) => setOf(group).includes(name));
  if (set.some(({ partial }) => partial === true)) {
    // Rules made elsewhere may admit it.
    yield new Undecided(`securityGroups.${group.name}.ingress`);
    return;
  }
  const who = [...new Set(found.flatMap(({ out }) => out))].map((user) => USERS[user]).join(", ");
  const ports = found.map(({ need }) => written(need)).join(", ");
  yield {
    found: `${ports} closed to ${who}`,
    expected: found
      .map(
        ({ need, out }) => `${written(need)} from ${out.map((user) => USERS[user]).join(" and ")}: ${need.description}`,
      )
      .join("; "),
    fix: `Admit ${ports} from the groups or the subnets of ${who}.`,
  };
}

const ownedBy = ({ tags }: SecurityGroupModel, { controlPlane }: ClusterModel): string | undefined =>
  Object.keys(tags).find((tag) => tag === `kubernetes.io/cluster/${controlPlane?.name ?? ""}` && tags[tag] === "owned");

export default [
  ...rulesOn(securityGroups, [
    {
      id: "control-plane-ports-open",
      severity: "error",
      title: "Nodes reach each other on the ports that Cilium and the kubelet use",
      why: "A closed port cuts what goes through it: WireGuard and tunnels lose all traffic between nodes, health checks call nodes unreachable, the relay sees no flows.",
      source: "Cilium docs: operations/system_requirements, firewall rules; EKS user guide: sec-group-reqs",
      fix: "Admit the ports from the group itself.",
      also: ["cilium"],
      *check(group, model) {
        if (!group.attachedTo.includes("node")) return;
        const values = model.cilium?.values ?? {};
        // Pods have the groups of the node where they have none of their own.
        const ofPods = usesEni({ values }) && podGroups(model).length === 0 ? DNS_PORTS : [];
        yield* closedPorts(group, [...ciliumPorts(values), KUBELET_PORT, ...ofPods], model);
      },
    },
    {
      id: "control-plane-pod-groups-admit",
      severity: "error",
      title: "Security groups of pods admit nodes and pods",
      why: "Interfaces with groups chosen by tags or ids have those groups and no other: they are no members of the node's. A group that admits itself alone keeps out the kubelet, whose probes come from the node; one that admits a few ports keeps out DNS.",
      symptom: "CoreDNS is restarted by its probes, or names do not resolve.",
      source: "cilium/cilium pkg/aws/ipam/node.go: getSecurityGroupIDs; pkg/aws/eni/node.go in 1.19",
      fix: "Admit all traffic from the group itself and from the groups of the nodes and of the cluster.",
      also: ["cilium"],
      *check(group, model) {
        if (!podGroups(model).includes(group)) return;
        yield* closedPorts(group, [...DNS_PORTS, ...PROBE_PORTS], model);
      },
    },
    {
      id: "control-plane-security-group-owned",
      severity: "error",
      title: "Only EKS's own group carries the cluster's owned tag",
      why: "The cloud controller stops at nodes with two of them. eks.Cluster makes a second one unless skipDefaultSecurityGroups is set.",
      symptom:
        'The cloud controller logs "Multiple tagged security groups found for instance", and load balancers get no targets.',
      source: "kubernetes/cloud-provider-aws pkg/providers/v1/aws.go; terraform-aws-eks docs/faq.md",
      fix: "Remove the tag; with eks.Cluster set skipDefaultSecurityGroups to true.",
      also: ["controlPlane"],
      *check(group, model) {
        const tag = ownedBy(group, model);
        if (tag === undefined) return;
        yield {
          at: "tags",
          found: `the tag ${tag}: owned on a group of the program`,
          expected: "the tag on the group that EKS makes, and on no other",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("cilium"), [
    {
      id: "control-plane-pod-security-groups",
      severity: "warning",
      title: "Security groups of pods admit what the cluster sends to pods",
      why: "Pods whose ENIs carry groups chosen by tag are no members of the cluster's group: probes of the kubelet, DNS, webhooks and the traffic between pods stop at groups that do not admit them. Where no group has the tags, new ENIs get the node's. Groups act on new ENIs only.",
      source: "cilium/cilium pkg/aws/ipam/node.go (security groups of new ENIs)",
      fix: "Check their rules, and waive this with the date.",
      *check({ cilium: { values }, nodeGroups = [], securityGroups = [] }) {
        const places = [
          [
            "cilium.values.eni.nodeSpec.securityGroupTags",
            tagsIn(valueAt(values, "eni.nodeSpec.securityGroupTags")),
          ] as const,
          ...nodeGroups.map(
            ({ name, podSecurityGroupTags = {} }) =>
              [`nodeGroups.${name}.pods.securityGroupTags`, podSecurityGroupTags] as const,
          ),
        ];
        for (const [path, tags] of places) {
          if (Object.keys(tags).length === 0 || some(securityGroups, (group) => hasTags(group.tags, tags))) continue;
          yield {
            subject: "security groups of pods",
            path,
            found: `groups tagged ${writtenTags(tags)}, whose rules this program does not see`,
            expected:
              "groups that admit all traffic among themselves, and from the cluster's group: every port that is probed, TCP and UDP 53, the ports of webhooks",
          };
        }
      },
    },
  ]),
];
