import { rulesOn } from "../rule.ts";
import { hasTemplate, nodeGroupSettings, nodeGroups, templateGroups, wholeModel } from "../subjects.ts";
import { MAX_UNAVAILABLE_LIMIT } from "../../nodes/defaults.ts";
import { subnetsOfGroup } from "../../nodes/model.ts";
import { listed } from "./common.ts";

export default [
  ...rulesOn(templateGroups, [
    {
      id: "nodes-scaling-order",
      severity: "error",
      title: "min ≤ desired ≤ max, and max is at least 1",
      why: "EKS refuses the group.",
      source: "EKS API reference: NodegroupScalingConfig",
      fix: "Correct the three numbers; desired is min where left out.",
      *check({ scaling: { min, desired, max } }) {
        if (min <= desired && desired <= max && max >= 1) return;
        yield {
          at: "scaling",
          found: `min ${min}, desired ${desired}, max ${max}`,
          expected: "min ≤ desired ≤ max, max at least 1",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("settings"), [
    {
      id: "nodes-groups-present",
      severity: "error",
      title: "The stack has a node group",
      why: "Without a node neither the operator nor CoreDNS ever runs, and the deployment waits for both.",
      symptom: "CoreDNS and the operator stay Pending, and the deployment waits for them until its time-out.",
      source: "EKS user guide: managing-coredns",
      fix: "Add a group with instanceTypes and scaling.",
      *check({ settings }) {
        if (Object.keys(settings.nodeGroups).length > 0 || settings.hybrid !== undefined) return;
        yield {
          subject: "node groups",
          path: "nodeGroups",
          found: "no node group",
          expected: "one at least",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("nodeGroups"), [
    {
      id: "nodes-scaling-starts",
      severity: "error",
      title: "Some group starts with a node",
      why: "All groups at 0 leave the operator and CoreDNS pending; nothing would add a node, because the autoscaler is pending too.",
      symptom: "CoreDNS and the operator stay Pending, and the deployment waits for them until its time-out.",
      source: "EKS user guide: managing-coredns; kubernetes/autoscaler cluster-autoscaler/FAQ.md",
      fix: "Raise min or desired of one group.",
      *check({ nodeGroups }) {
        const groups = nodeGroups.filter(hasTemplate);
        if (groups.length === 0 || groups.some(({ scaling }) => scaling.desired > 0)) return;
        yield {
          subject: "node groups",
          path: `nodeGroups.${groups[0]?.name ?? ""}.scaling`,
          found: `desired 0 in ${listed(groups.map(({ name }) => name))}`,
          expected: "two nodes or more in one of them",
        };
      },
    },
    {
      id: "nodes-spot-singletons",
      severity: "warning",
      title: "Not every group is spot",
      why: "AWS takes spot instances back with two minutes' notice, and several at once: CoreDNS, the operator and Hubble Relay can all be gone for a while.",
      symptom: "Names do not resolve for a while after several spot instances were taken back.",
      source: "EKS user guide: managed-node-groups, Capacity types",
      fix: "Add a small group with capacityType ON_DEMAND.",
      *check({ nodeGroups }) {
        const groups = nodeGroups.filter(hasTemplate);
        if (groups.length === 0 || groups.some(({ capacityType }) => capacityType !== "SPOT")) return;
        yield {
          subject: "node groups",
          path: `nodeGroups.${groups[0]?.name ?? ""}.capacityType`,
          found: `only spot: ${listed(groups.map(({ name }) => name))}`,
          expected: "one group of ON_DEMAND for what must stay",
        };
      },
    },
  ]),
  ...rulesOn(nodeGroups, [
    {
      id: "nodes-scaling-autoscaler",
      severity: "warning",
      title: "Something moves a group between its min and max",
      why: "EKS itself never does: without an autoscaler the size stays at desired, whatever is pending, and max is only room for updates by hand.",
      symptom: "Pods stay Pending though the group is below its max.",
      source: "EKS user guide: autoscaling",
      fix: "Set cluster.autoscaler to cluster-autoscaler, or min and max to the size wanted.",
      also: ["deployment"],
      *check({ kind, scaling: { min, desired, max } }, { deployment }) {
        // Karpenter starts nodes of its own and never touches a group.
        if (deployment?.autoscaler !== "none" && deployment?.autoscaler !== "karpenter") return;
        if (kind !== "managed" || min === max) return;
        yield {
          at: "scaling",
          found: `min ${min}, max ${max}, and no autoscaler: the size is fixed at ${desired}`,
          expected: "an autoscaler, or min and max the same",
        };
      },
    },
    {
      id: "nodes-update-budget",
      severity: "error",
      title: "An update takes either a number of nodes, 1 to 100, or a percentage",
      why: "EKS refuses both at once, and anything outside the range.",
      source: "EKS API reference: NodegroupUpdateConfig; EKS user guide: managed-node-update-behavior",
      fix: "Give maxUnavailable or maxUnavailablePercentage, from 1 to 100, and not both.",
      *check({ update }) {
        const { maxUnavailable: nodes, maxUnavailablePercentage: percentage } = update ?? {};
        if (nodes !== undefined && percentage !== undefined) {
          yield {
            at: "update",
            found: `maxUnavailable ${nodes} and maxUnavailablePercentage ${percentage}`,
            expected: "one of them",
            fix: "Remove one of them.",
          };
        }
        for (const [key, value] of Object.entries({ maxUnavailable: nodes, maxUnavailablePercentage: percentage })) {
          if (value === undefined || (value >= 1 && value <= MAX_UNAVAILABLE_LIMIT)) continue;
          yield {
            at: `update.${key}`,
            found: String(value),
            expected: `1 to ${MAX_UNAVAILABLE_LIMIT}`,
            fix: "Choose a number in that range.",
          };
        }
      },
    },
    {
      id: "nodes-update-leaves-a-node",
      severity: "warning",
      title: "An update with the strategy MINIMAL leaves a node of the group",
      why: "MINIMAL takes the old nodes away before it starts new ones, so the pods of the group have nowhere to go meanwhile.",
      symptom: "The group's pods are Pending while it is updated.",
      source: "EKS API reference: NodegroupUpdateConfig, updateStrategy",
      fix: "Use the strategy DEFAULT, or lower maxUnavailable.",
      *check({ update, scaling: { desired } }) {
        if (update?.strategy !== "MINIMAL" || desired === 0) return;
        const unavailable =
          update.maxUnavailable ?? Math.ceil((desired * (update.maxUnavailablePercentage ?? 0)) / 100);
        if (unavailable < desired) return;
        yield {
          at: "update",
          found: `MINIMAL with ${unavailable} of ${desired} nodes unavailable`,
          expected: "fewer unavailable nodes than there are",
        };
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "nodes-zones-known",
      severity: "error",
      title: "A group's zones are zones of the network",
      why: "A group has a subnet in each of its zones; without one it cannot be made.",
      source: "EKS API reference: CreateNodegroup, subnets",
      fix: "Correct the zones, or leave them out for all of them.",
      also: ["network"],
      *check({ settings: { zones } }, { network }) {
        const subnets = (network?.subnets ?? []).filter(({ role }) => role === "node");
        if (subnets.length === 0 || zones === undefined) return;
        const known = [...new Set(subnets.map(({ zone }) => zone))];
        const missing = zones.filter((zone) => !known.includes(zone));
        if (missing.length === 0 && subnetsOfGroup({ zones }, subnets).length > 0) return;
        yield {
          at: "zones",
          found: missing.length === 0 ? "an empty list" : listed(missing),
          expected: `zones out of ${listed(known)}`,
        };
      },
    },
  ]),
];
