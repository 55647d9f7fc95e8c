import { nodeCapacity } from "../../capacity/node.ts";
import { findInstanceType, suggestInstanceTypes } from "../../facts/instances.ts";
import { usesEni } from "../../helm/values.ts";
import type { ClusterModel, NodeGroupModel } from "../../model/index.ts";
import { nodeChoice } from "../../capacity/choice.ts";
import { typesByGroup } from "../nodes/common.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

const LIMITS = "amazon-vpc-cni-k8s pkg/vpc/vpc_ip_resource_limit.go, 2026-08-11; cilium/cilium pkg/aws/ipam/node.go";

export const knownType = rule({
  id: "addresses-instance-type",
  group: "addresses",
  severity: "error",
  title: "Every instance type is known",
  why: "Nothing can be said of a node whose interfaces and addresses are not known; most often the name is misspelled.",
  source: LIMITS,
  // From the settings where there are any, because groups with a wrong type cannot be planned; else from the groups.
  needs: [],
  check: unknownTypes,
});

function* unknownTypes(model: ClusterModel) {
  yield* each(typesByGroup(model), function* ([name, types]) {
    for (const [at, type] of types.entries()) {
      if (findInstanceType(type) !== undefined) continue;
      const near = suggestInstanceTypes(type);
      yield {
        subject: `node group "${name}"`,
        path: `nodeGroups.${name}.instanceTypes.${String(at)}`,
        found: type,
        expected: "an EC2 instance type",
        fix:
          near.length === 0
            ? "Correct the name; types newer than the table of 2026-08-11 are not in it."
            : `Did you mean ${near.join(" or ")}?`,
      };
    }
  });
}

/** Runs a check on every known type of every group that gets its addresses from ENIs. */
function* eachType(
  { cilium, nodeGroups = [] }: ClusterModel,
  check: (
    group: NodeGroupModel,
    capacity: ReturnType<typeof nodeCapacity>,
    type: string,
  ) => Iterable<{ at: string; found: string; expected: string; fix: string }>,
) {
  if (cilium === undefined || !usesEni(cilium)) return;
  const choice = nodeChoice(cilium.values);
  yield* each(nodeGroups, function* (group) {
    for (const type of group.instanceTypes) {
      const limits = findInstanceType(type);
      if (limits === undefined) continue;
      for (const { at, ...draft } of check(group, nodeCapacity(limits, choice), type)) {
        yield { subject: `node group "${group.name}"`, path: `nodeGroups.${group.name}.${at}`, ...draft };
      }
    }
  });
}

export const maxPods = rule({
  id: "addresses-max-pods",
  group: "addresses",
  severity: "error",
  title: "No node promises more pods than it has addresses",
  why: "The scheduler fills the node up to maxPods; pods beyond the addresses stay in ContainerCreating.",
  source: `${LIMITS}; cilium/cilium#22054, #33595`,
  needs: ["nodeGroups", "cilium"],
  *check(model) {
    yield* eachType(
      model,
      function* ({ maxPods: wanted }, { podLimit, podAddresses, interfaces, slotsPerInterface, prefixes }, type) {
        if (wanted === undefined || wanted <= podLimit) return;
        yield {
          at: "maxPods",
          found: `${String(wanted)} on ${type}`,
          expected: `${String(podLimit)} at most: ${String(interfaces)} ENIs × ${String(slotsPerInterface)}${prefixes ? " prefixes of 16" : ""} give ${String(podAddresses)} pod addresses`,
          fix: prefixes
            ? `Set maxPods to ${String(podLimit)}, or leave it out.`
            : `Set maxPods to ${String(podLimit)}, leave it out, or use prefixDelegation.`,
        };
      },
    );
  },
});

export const tooSmall = rule({
  id: "addresses-node-too-small",
  group: "addresses",
  severity: "error",
  title: "Every node has addresses for pods",
  why: "With so few ENIs nothing is left once the node and Cilium have theirs.",
  source: LIMITS,
  needs: ["nodeGroups", "cilium"],
  *check(model) {
    yield* eachType(model, function* (_group, { podAddresses, interfaces }, type) {
      if (podAddresses >= 4) return;
      yield {
        at: "instanceTypes",
        found: `${type} with ${String(interfaces)} ENIs for pods and ${String(podAddresses)} pod addresses`,
        expected: "4 pod addresses or more",
        fix: "Use a larger type, prefixDelegation, or firstInterfaceIndex 0.",
      };
    });
  },
});

export const xen = rule({
  id: "addresses-prefixes-hypervisor",
  group: "addresses",
  severity: "error",
  title: "Prefix delegation runs on Nitro or bare metal",
  why: "EC2 gives no prefixes to Xen instances: their nodes fall back to single addresses and hold a sixteenth of the pods.",
  source: "EC2 user guide: ec2-prefix-eni; amazon-vpc-cni-k8s awsutils.go",
  needs: ["nodeGroups", "cilium"],
  *check(model) {
    const wanted = model.cilium !== undefined && nodeChoice(model.cilium.values).prefixDelegation;
    yield* eachType(model, function* (_group, { prefixes }, type) {
      if (!wanted || prefixes) return;
      yield {
        at: "instanceTypes",
        found: `${type}, which is Xen`,
        expected: "a Nitro or bare-metal type",
        fix: "Choose a newer generation, or switch prefixDelegation off.",
      };
    });
  },
});

export const cards = rule({
  id: "addresses-network-cards",
  group: "addresses",
  severity: "warning",
  title: "On types with several network cards Cilium stops at the first",
  why: "Cilium attaches to card 0 only but reads the limit of all cards: without a bound it goes on asking EC2 for interfaces that it never gets.",
  source: "cilium/cilium#42512; UNVERIFIED for 1.20",
  needs: ["nodeGroups", "cilium"],
  *check(model) {
    const bounded = model.cilium !== undefined && nodeChoice(model.cilium.values).maxAllocate !== undefined;
    yield* eachType(model, function* ({ name }, { addresses }, type) {
      if (bounded || model.cilium?.groupMaxAllocate?.[name] !== undefined) return;
      if (findInstanceType(type)?.networkCards === undefined) return;
      yield {
        at: "instanceTypes",
        found: `${type}, which has several network cards`,
        expected: `cilium.allocation.maxAllocate of ${String(addresses)}`,
        fix: `Set cilium.allocation.maxAllocate to ${String(addresses)}; it holds for every group, so keep such types in a cluster of their own.`,
      };
    });
  },
});

export const firstInterface = rule({
  id: "addresses-first-interface",
  group: "addresses",
  severity: "error",
  title: "Pods with subnets or groups of their own leave ENI 0 to the node",
  why: "Cilium fills ENI 0 first, which lies in the node's subnet with the node's groups; tags act only on ENIs that Cilium makes, so the first pods of every node land in the wrong place.",
  source: "cilium/cilium pkg/aws/ipam/node.go; Documentation/network/concepts/ipam/eni.rst",
  needs: ["cilium"],
  *check({ cilium }) {
    if (cilium === undefined || !usesEni(cilium)) return;
    const spec = (cilium.values["eni"] as { nodeSpec?: Record<string, unknown> } | undefined)?.nodeSpec ?? {};
    const wanted = ["subnetTags", "subnetIDs", "securityGroupTags", "securityGroups"].filter(
      (key) => Array.isArray(spec[key]) && spec[key].length > 0,
    );
    const index = nodeChoice(cilium.values).firstInterfaceIndex;
    if (wanted.length === 0 || index >= 1) return;
    yield {
      subject: `Cilium ${cilium.version}`,
      path: "cilium.values.eni.nodeSpec.firstInterfaceIndex",
      found: `0 with ${wanted.join(" and ")}`,
      expected: "1",
      fix: "Set firstInterfaceIndex to 1; it costs one ENI's addresses.",
    };
  },
});

export const podRules: readonly Rule[] = [knownType, maxPods, tooSmall, xen, cards, firstInterface];
