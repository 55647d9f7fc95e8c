import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { subjectOf } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import type { LiveAddon, LiveNodeGroup } from "../../model/index.ts";
import { THRESHOLDS } from "../../observability/alerts/thresholds.ts";
import { loadBalancers, ofAll, subnets } from "./subjects.ts";

/** Free addresses below which a subnet is nearly full, as for the alert CiliumSubnetNearlyFull. */
const FEW_ADDRESSES = THRESHOLDS.subnetFreeAddresses.default;
/** Prefixes that one node with 110 pods takes (core/capacity). */
const FEW_PREFIXES = 8;
/** Share of a quota from which a scale-out may meet it. */
const NEARLY = 0.9;
const SHOWN = 3;

const nodeGroups = subjectOf<LiveNodeGroup, LiveNodeGroup, "live">({
  needs: ["live"],
  of: ({ live }) => live.nodeGroups,
  read: (one) => one,
  place: ({ name }) => ({ subject: `node group "${name}"`, path: `live.nodeGroups.${name}` }),
});

const addons = subjectOf<LiveAddon, LiveAddon, "live">({
  needs: ["live"],
  of: ({ live }) => live.addons,
  read: (one) => one,
  place: ({ name }) => ({ subject: `add-on "${name}"`, path: `live.addons.${name}` }),
});

export default [
  ...rulesOn(subnets, [
    {
      id: "live-subnets-full",
      severity: Severity.Error,
      title: "Subnets of the nodes and pods have free addresses",
      why: "EC2 refuses an ENI or an address in a full subnet: nodes there get none, and new nodes do not join.",
      symptom: "The operator's log says InsufficientFreeAddressesInSubnet or `No matching subnet available`.",
      source: "EC2 API reference: errors-overview; VPC user guide: subnet-sizing",
      fix: "Add pod subnets (network.podSubnets), or take leaked interfaces away: cilium-eks enis. cilium-eks capacity --live shows which subnet is next.",
      *check({ free, name, zone }) {
        if (free > 0) return;
        yield { found: `${name} in ${zone} has no free address`, expected: "free addresses" };
      },
    },
    {
      id: "live-subnets-nearly-full",
      severity: Severity.Warning,
      title: `Subnets of the pods have ${String(FEW_ADDRESSES)} free addresses`,
      why: "One more node, or an upgrade that adds nodes for a while, takes what is left.",
      source: "VPC user guide: subnet-sizing; Cilium docs: network/concepts/ipam/eni",
      fix: "Plan more subnets before it is full: a new CIDR of the VPC can take hours to be known to EKS.",
      *check({ free, forPods, name, zone }) {
        if (!forPods || free === 0 || free >= FEW_ADDRESSES) return;
        yield { found: `${String(free)} free in ${name}, ${zone}`, expected: `at least ${String(FEW_ADDRESSES)}` };
      },
    },
    {
      id: "live-subnets-fragmented",
      severity: Severity.Warning,
      title: "Pod subnets have free blocks of 16 where prefix delegation is on",
      why: "A prefix needs 16 aligned addresses of which none is taken. A subnet with thousands of free addresses may have no such block; Cilium then takes single addresses and the node stays with them.",
      symptom: "The operator's log says InsufficientCidrBlocks while the subnet has free addresses.",
      source: "cilium/cilium#31016, #38499, #46644; EC2 API reference: CreateSubnetCidrReservation",
      fix: "Reserve blocks for prefixes (network.podSubnets makes such reservations), replace the nodes that hold single addresses, or use subnets that nothing else uses: cilium-eks enis shows what a reservation would win.",
      *check({ freePrefixes, forPods, free, name }, { live }) {
        if (!forPods || live.config.data["aws-enable-prefix-delegation"] !== "true") return;
        if (freePrefixes >= FEW_PREFIXES) return;
        yield {
          found: `${String(freePrefixes)} free blocks of 16 in ${name}, of ${String(free)} free addresses`,
          expected: `at least ${String(FEW_PREFIXES)}, one more node's`,
        };
      },
    },
  ]),
  ...rulesOn(loadBalancers, [
    {
      id: "live-load-balancers-active",
      severity: Severity.Error,
      title: "Load balancers of Gateways are active",
      why: "One that is being made answers nobody, one that failed never will.",
      source: "Elastic Load Balancing API reference: LoadBalancerState",
      fix: "Look at the events of the Service and at the subnets: a subnet needs 8 free addresses for a load balancer.",
      *check({ state }) {
        if (state === "active") return;
        yield { found: state, expected: "active" };
      },
    },
    {
      id: "live-load-balancers-targets",
      severity: Severity.Error,
      title: "Every load balancer has healthy targets",
      why: "With no healthy target a load balancer sends to all of them or refuses: clients time out.",
      symptom: "Connections to the load balancer's name time out or are reset.",
      source:
        "Elastic Load Balancing docs: target-group-health-checks; cilium/cilium#33038; kubernetes-sigs/aws-load-balancer-controller#3754",
      fix: "Target.FailedHealthChecks: security groups of the nodes for the NodePort and health check port. Target.NotInUse: the zone is not enabled. No target: externalTrafficPolicy Local without a local pod, or a node label that excludes nodes.",
      *check({ targets }) {
        for (const { port, healthy, unhealthy, reasons } of targets) {
          if (healthy > 0) continue;
          yield {
            at: `targets.${String(port)}`,
            found:
              unhealthy === 0
                ? `port ${String(port)} has no target`
                : `port ${String(port)}: ${ofAll(unhealthy, unhealthy)} unhealthy, ${reasons.join(", ")}`,
            expected: "healthy targets",
          };
        }
      },
    },
  ]),
  ...rulesOn(nodeGroups, [
    {
      id: "live-groups-healthy",
      severity: Severity.Error,
      title: "Managed node groups are active and without issues",
      why: "EKS stops updates and scaling of a group that is degraded.",
      symptom: "aws eks describe-nodegroup shows CREATE_FAILED, DEGRADED or health.issues.",
      source: "EKS user guide: troubleshooting; EKS API reference: Nodegroup",
      fix: "Do what the issue says: AccessDenied and Ec2SubnetInvalidConfiguration name the role or subnet, NodeCreationFailure means nodes that did not become Ready.",
      *check({ status, issues }) {
        if (status !== "ACTIVE" && status !== "UPDATING" && status !== "CREATING")
          yield { found: status, expected: "ACTIVE" };
        for (const issue of issues) yield { found: issue, expected: "no issue" };
      },
    },
  ]),
  ...rulesOn(addons, [
    {
      id: "live-addons-healthy",
      severity: Severity.Error,
      title: "EKS add-ons are active and without issues",
      why: "CoreDNS, the Pod Identity agent and the CSI drivers come as add-ons; a degraded one does not run everywhere.",
      symptom: "aws eks describe-addon shows DEGRADED.",
      source: "EKS API reference: Addon",
      fix: "aws eks describe-addon names the issue: mostly nodes that are missing or tainted, or a configuration that was refused.",
      *check({ status, issues }) {
        if (status !== "ACTIVE" && status !== "UPDATING" && status !== "CREATING")
          yield { found: status, expected: "ACTIVE" };
        for (const issue of issues) yield { found: issue, expected: "no issue" };
      },
    },
    {
      id: "live-addons-foreign",
      severity: Severity.Warning,
      title: "The VPC CNI and kube-proxy are no add-ons of the cluster",
      why: "EKS puts a managed add-on back as it was: node selectors that keep its pods away are reverted.",
      source: "EKS user guide: eks-add-ons; facts of pulumi-eks 4.3.0",
      fix: "aws eks delete-addon --preserve --addon-name NAME keeps its objects, which can then be disabled.",
      *check({ name }, { live }) {
        const chained = live.config.data["cni-chaining-mode"] === "aws-cni";
        const replaced = live.config.data["kube-proxy-replacement"] === "true";
        if (!((name === "vpc-cni" && !chained) || (name === "kube-proxy" && replaced))) return;
        yield { found: "a managed add-on", expected: "none beside Cilium" };
      },
    },
  ]),
  ...rulesOn(wholeModel("live"), [
    {
      id: "live-cluster-active",
      severity: Severity.Error,
      title: "The control plane is active",
      why: "EKS takes no other change while it updates, and a failed one needs attention.",
      source: "EKS API reference: Cluster",
      fix: "aws eks describe-cluster shows its health; wait where it updates.",
      *check({ live }) {
        const { status, name } = live.cluster;
        if (status === "ACTIVE") return;
        yield { subject: `cluster "${name}"`, path: "live.cluster.status", found: status, expected: "ACTIVE" };
      },
    },
    {
      id: "live-interfaces-quota",
      severity: Severity.Warning,
      title: "The Region's quota of network interfaces has room",
      why: "At the quota EC2 refuses every further ENI of the account in the Region: nodes join without addresses, load balancers and endpoints cannot be made.",
      symptom: "The operator's log says NetworkInterfaceLimitExceeded.",
      source: "VPC user guide: amazon-vpc-limits (L-DF5E4CA3); EC2 API reference: errors-overview",
      fix: "aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-DF5E4CA3; cilium-eks enis finds leaked ones.",
      *check({ live }) {
        const { inRegion, quota } = live.interfaces;
        if (inRegion < quota * NEARLY) return;
        yield {
          subject: "network interfaces",
          path: "live.interfaces.quota",
          found: `${String(inRegion)} of ${String(quota)} in the Region`,
          expected: "less than 90 %",
        };
      },
    },
    {
      id: "live-interfaces-leaked",
      severity: Severity.Warning,
      title: "No interface of Cilium is left of machines that are gone",
      why: "It holds addresses and counts against the quota; after a destroy it keeps subnets and security groups from being deleted. The operator takes such interfaces away as long as it runs.",
      symptom: "Free interfaces with the description `Cilium-CNI (i-…)`; DependencyViolation when a subnet is deleted.",
      source: "cilium pkg/aws/eni/eni_gc.go (1.19), pkg/aws/ipam/eni_gc.go (1.20); cilium/cilium#21409",
      fix: "cilium-eks enis shows them, cilium-eks enis --delete takes them away.",
      *check({ live }) {
        const { leaked } = live.interfaces;
        if (leaked.length === 0) return;
        const held = leaked.reduce((sum, { addresses }) => sum + addresses, 0);
        yield {
          subject: "network interfaces",
          path: "live.interfaces.leaked",
          found: `${String(leaked.length)} free ones with ${String(held)} addresses: ${leaked
            .slice(0, SHOWN)
            .map(({ id }) => id)
            .join(", ")}`,
          expected: "none",
        };
      },
    },
  ]),
];
