import { rulesOn } from "../rule.ts";
import { securityGroups, wholeModel } from "../subjects.ts";
import type { ClusterModel, PortRuleModel, SecurityGroupModel } from "../../model/index.ts";
import { KUBELET_PORT, type PortNeed, ciliumPorts } from "../../helm/cilium-ports.ts";

const admits = ({ protocol, from, to, sources }: PortRuleModel, need: PortNeed): boolean =>
  sources.length > 0 &&
  (protocol === "all" || (protocol === need.protocol && (protocol === "icmp" || (from <= need.from && to >= need.to))));

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
      *check(group, { cilium }) {
        if (!group.attachedTo.includes("node")) return;
        for (const need of [...ciliumPorts(cilium?.values ?? {}), KUBELET_PORT]) {
          if (group.ingress.some((ingress) => admits(ingress, need))) continue;
          const port = need.protocol === "icmp" ? "ICMP echo" : `${need.protocol.toUpperCase()} ${String(need.from)}`;
          yield {
            found: `${port} closed`,
            expected: `${port} open between nodes: ${need.description}`,
            fix: `Admit ${port} from the group itself.`,
          };
        }
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
  ...rulesOn(wholeModel("settings"), [
    {
      id: "control-plane-pod-security-groups",
      severity: "warning",
      title: "Security groups of pods admit what the cluster sends to pods",
      why: "Pods whose ENIs carry groups chosen by tag are no members of the cluster's group: probes of the kubelet, DNS, webhooks and the traffic between pods stop at groups that do not admit them. Groups act on new ENIs only.",
      source: "cilium/cilium pkg/aws/ipam/node.go (security groups of new ENIs)",
      fix: "Check their rules, and waive this with the date.",
      *check({ settings }) {
        const places = [
          ["cilium.eni.securityGroupTags", settings.cilium?.eni?.securityGroupTags] as const,
          ...Object.entries(settings.nodeGroups).map(
            ([name, { pods }]) => [`nodeGroups.${name}.pods.securityGroupTags`, pods?.securityGroupTags] as const,
          ),
        ];
        for (const [path, tags] of places) {
          if (tags === undefined || Object.keys(tags).length === 0) continue;
          yield {
            subject: "security groups of pods",
            path,
            found: `groups tagged ${Object.entries(tags)
              .map(([key, value]) => `${key}=${value}`)
              .join(", ")}, whose rules this program does not see`,
            expected:
              "groups that admit all traffic among themselves, and from the cluster's group: every port that is probed, TCP and UDP 53, the ports of webhooks",
          };
        }
      },
    },
  ]),
];
