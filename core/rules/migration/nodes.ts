import { SPLIT_NODE_LABEL } from "../../facts/node-labels.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";

const LABEL = `${SPLIT_NODE_LABEL.key}=${SPLIT_NODE_LABEL.value}`;
const ADDONS: ReadonlySet<string> = new Set(["vpc-cni", "kube-proxy"]);

/** What of each kind of node does not come along. */
const STAYS: Readonly<Record<string, string>> = {
  windows: "Cilium runs on Linux only: keep the VPC CNI for these nodes, in a cluster of their own",
  auto: "EKS Auto Mode brings its own network: no other one can be installed there",
};

export default [
  ...rulesOn(wholeModel("live", "migration"), [
    {
      id: "migration-managed-addon",
      severity: "error",
      title: "aws-node and kube-proxy are no managed add-ons",
      why: "EKS puts the DaemonSet of an add-on back as it was whenever the add-on changes: both datapaths then run on the same nodes.",
      source: "EKS user guide: eks-add-ons, field management; cilium/cilium#31041",
      fix: "Take the add-on away and keep what it installed: aws eks delete-addon --cluster-name NAME --addon-name ADDON --preserve. Take it out of the program that made it first.",
      *check({ live }) {
        for (const { name, version } of live.addons) {
          if (!ADDONS.has(name)) continue;
          yield {
            subject: `add-on ${name}`,
            path: `live.addons.${name}`,
            found: `${name} ${version}, managed by EKS`,
            expected: "a DaemonSet that nobody manages",
          };
        }
      },
    },
    {
      id: "migration-both-datapaths",
      severity: "error",
      title: "No node runs both datapaths",
      why: "Two CNIs write the same configuration, iptables chains and ENIs, and kube-proxy answers for Services that Cilium serves.",
      symptom: "Pods of one node have addresses of two networks, and some reach nothing.",
      source: "Cilium docs: installation/k8s-install-helm (EKS); cilium/cilium#25804",
      fix: "Run pulumi up with existing.strategy split: it keeps both DaemonSets off the nodes that carry the label. Replace the nodes that ran both.",
      *check({ live, migration }) {
        const fresh = live.nodes.filter(({ labels }) => labels[SPLIT_NODE_LABEL.key] === SPLIT_NODE_LABEL.value);
        if (fresh.length === 0) return;
        for (const [name, daemonSet] of [
          ["aws-node", migration.vpcCni],
          ["kube-proxy", migration.kubeProxy],
        ] as const) {
          if (daemonSet?.runs !== "everywhere") continue;
          yield {
            subject: `DaemonSet ${name}`,
            path: `migration.${name}`,
            found: `runs also on nodes with ${LABEL} (${String(fresh.length)})`,
            expected: "only on the others",
          };
        }
      },
    },
    {
      id: "migration-node-kind",
      severity: "error",
      title: "Every node can be replaced by one of Cilium's",
      why: "The last step switches the VPC CNI and kube-proxy off everywhere: nodes that cannot run Cilium lose network and Services.",
      source: "Cilium docs: operations/system_requirements; EKS user guide: automode, windows-support",
      fix: "Move what runs there to Linux nodes of a managed group, or leave these nodes in a cluster of their own.",
      *check({ live }) {
        for (const { name, kind, labels } of live.nodes) {
          const of = labels["eks.amazonaws.com/compute-type"] === "auto" ? "auto" : kind;
          const expected = STAYS[of];
          if (expected === undefined) continue;
          yield { subject: `node "${name}"`, path: `live.nodes.${name}`, found: of, expected };
        }
      },
    },
    {
      id: "migration-fargate",
      severity: "warning",
      title: "Policies that matter do not depend on pods on Fargate",
      why: "Pods on Fargate keep the network that EKS gives them. No policy of Cilium's holds for them, and to other pods they are addresses of the world.",
      source: "EKS user guide: fargate; Cilium docs: network/kubernetes/policy",
      fix: "Move them to nodes, or allow them by their subnets' blocks.",
      *check({ live }) {
        const fargate = live.nodes.filter(({ kind }) => kind === "fargate");
        if (fargate.length === 0) return;
        yield {
          subject: "Fargate",
          path: "live.nodes",
          found: `${String(fargate.length)} node${fargate.length === 1 ? "" : "s"} on Fargate`,
          expected: "nodes of EC2",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("live", "migration", "capacity"), [
    {
      id: "migration-room",
      severity: "warning",
      title: "Subnets have room for old and new nodes at once",
      why: "The new nodes come up while the old ones still hold their addresses.",
      symptom:
        "New nodes have too few addresses: pods stay in ContainerCreating, and EC2 says InsufficientFreeAddressesInSubnet.",
      source: "EC2 API: DescribeSubnets, AvailableIpAddressCount; core/capacity",
      fix: "Begin with smaller groups (nodeGroups.NAME.scaling), drain old ones in between, or give pods subnets of their own (network.podSubnets).",
      *check({ live, capacity }) {
        for (const { subnet, scenario, unit, needed } of capacity.subnets) {
          const row = live.subnets.find(({ id, name }) => id === subnet || name === subnet);
          if (scenario !== "desired" || row === undefined) continue;
          const free = unit === "prefixes" ? row.freePrefixes : row.free;
          if (needed <= free) continue;
          yield {
            subject: `subnet ${subnet}`,
            path: `live.subnets.${row.id}`,
            found: `${String(free)} ${unit} free`,
            expected: `${String(needed)} for the new nodes`,
          };
        }
      },
    },
  ]),
  ...rulesOn(wholeModel("migration"), [
    {
      id: "migration-node-pool",
      severity: "error",
      title: "Karpenter brings nodes for one datapath or the other",
      why: "A pool without the label brings nodes with aws-node, in the place of those that are drained; the migration never ends. One with the label and without Cilium's startup taint gives pods no network at first.",
      source: "docs/karpenter.md; Karpenter docs: concepts/nodepools, startupTaints",
      fix: `Make a second NodePool with the label ${LABEL} and the startup taint node.cilium.io/agent-not-ready, then limit the old one to 0 CPUs before you drain.`,
      *check({ migration }) {
        if (migration.nodePools.some(({ labels }) => labels[SPLIT_NODE_LABEL.key] === SPLIT_NODE_LABEL.value)) return;
        for (const { name } of migration.nodePools) {
          yield {
            subject: `NodePool "${name}"`,
            path: `migration.nodePools.${name}`,
            found: `nodes without ${LABEL}`,
            expected: "a pool for Cilium beside it",
          };
        }
      },
    },
    {
      id: "migration-ipv6",
      severity: "error",
      title: "Pods have IPv4 addresses",
      why: "ENI mode gives pods IPv4 addresses, in 1.20 IPv6 beside them as a beta feature; a cluster whose pods have IPv6 alone has Services of that family for its life.",
      source: "Cilium docs: network/concepts/ipam/eni; EKS user guide: cni-ipv6",
      fix: "Move to a new cluster.",
      *check({ migration: { vpcCni } }) {
        if (vpcCni?.env["ENABLE_IPv6"] !== "true") return;
        yield {
          subject: "DaemonSet aws-node",
          path: "migration.vpcCni.env.ENABLE_IPv6",
          found: "ENABLE_IPv6 true",
          expected: "IPv4",
        };
      },
    },
    {
      id: "migration-eni-config",
      severity: "warning",
      title: "Security groups of custom networking come along",
      why: "The subnets of ENIConfigs become the stack's pod subnets. Their security groups do not: pod interfaces get the groups of their node, unless tags choose others.",
      source: "EKS user guide: cni-custom-network; Cilium docs: network/concepts/ipam/eni, securityGroupTags",
      fix: "Tag the groups, and name the tags in cilium.eni.securityGroupTags; or let the node's groups allow what those allowed.",
      *check({ migration }) {
        for (const { name, groups } of migration.eniConfigs) {
          if (groups.length === 0) continue;
          yield {
            subject: `ENIConfig "${name}"`,
            path: `migration.eniConfigs.${name}`,
            found: groups.join(", "),
            expected: "tags on these groups",
          };
        }
      },
    },
  ]),
];
