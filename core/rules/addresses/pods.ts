import { didYouMean } from "../../facts/suggest.ts";
import { rulesOn } from "../rule.ts";
import type { Subject } from "../subject.ts";
import { instanceTypes, nodeGroups } from "../subjects.ts";
import { nodeCapacity } from "../../capacity/node.ts";
import {
  INSTANCE_LIMITS_DATE,
  type InstanceLimits,
  findInstanceType,
  lacksLimits,
  suggestInstanceTypes,
} from "../../facts/instances.ts";
import { usesEni } from "../../helm/values.ts";
import type { NodeGroupModel } from "../../model/index.ts";
import { nodeChoice } from "../../capacity/choice.ts";
import { defaultMaxPods, effectiveMaxPods } from "../../capacity/default-pods.ts";

const LIMITS = "amazon-vpc-cni-k8s pkg/vpc/vpc_ip_resource_limit.go, 2026-08-11; cilium/cilium pkg/aws/ipam/node.go";

/** So many are left for the pods that every cluster has. */
const FEWEST_POD_ADDRESSES = 4;

/** A type that a group can have, with the pods that it holds. */
interface NodeType {
  readonly group: NodeGroupModel;
  readonly type: string;
  readonly limits: InstanceLimits;
  readonly choice: ReturnType<typeof nodeChoice>;
  readonly capacity: ReturnType<typeof nodeCapacity>;
}

/** Every known type of every group that gets its addresses from ENIs. */
const nodeTypes: Subject<NodeType, "nodeGroups" | "cilium"> = {
  needs: ["nodeGroups", "cilium"],
  *ask(model, check) {
    if (!usesEni(model.cilium)) return;
    const choice = nodeChoice(model.cilium.values, model);
    yield* nodeGroups.ask(model, function* (group) {
      const all = group.instanceTypes.flatMap((type): NodeType[] => {
        const limits = findInstanceType(type);
        return limits === undefined ? [] : [{ group, type, limits, choice, capacity: nodeCapacity(limits, choice) }];
      });
      if (group.kind !== "karpenter") {
        for (const one of all) yield* check(one);
        return;
      }
      // A pool of Karpenter may have hundreds of types: the smallest of those that are wrong says enough.
      for (const one of all.toSorted((a, b) => a.capacity.podLimit - b.capacity.podLimit)) {
        const drafts = [...check(one)];
        yield* drafts;
        if (drafts.length > 0) return;
      }
    });
  },
};

const mostPods = ({ podLimit, podAddresses, interfaces, slotsPerInterface, prefixes }: NodeType["capacity"]): string =>
  `${String(podLimit)} at most: ${String(interfaces)} ENIs × ${String(slotsPerInterface)}${prefixes ? " prefixes of 16" : ""} give ${String(podAddresses)} pod addresses`;

/** Groups whose limit follows from what is written of them; a stack's always have one. */
const isCounted = ({ kind, amiFamily, userDataKind, customImage }: NodeGroupModel): boolean =>
  kind !== "fargate" &&
  amiFamily !== "WINDOWS" &&
  userDataKind !== "bootstrap-sh" &&
  // Of an image of one's own nobody can tell; without any, EKS takes AL2023.
  (amiFamily !== "CUSTOM" || customImage === false);

export default [
  ...rulesOn(instanceTypes, [
    {
      id: "addresses-instance-type",
      severity: "error",
      title: "Every instance type is known",
      why: "Nothing can be said of a node whose interfaces and addresses are not known; most often the name is misspelled.",
      source: LIMITS,
      fix: `Correct the name; types newer than the table of ${INSTANCE_LIMITS_DATE} are not in it.`,
      *check({ types }) {
        for (const [at, type] of types.entries()) {
          if (findInstanceType(type) !== undefined) continue;
          if (lacksLimits(type)) {
            yield {
              at: `instanceTypes.${String(at)}`,
              found: `${type}, which exists, and whose limits are in no table that was read (${INSTANCE_LIMITS_DATE})`,
              expected: "a type whose interfaces and addresses are known",
              fix: "Take a family of the table, or refresh the table: npm run facts:refresh -- instances FILE.",
            };
            continue;
          }
          const near = suggestInstanceTypes(type);
          yield {
            at: `instanceTypes.${String(at)}`,
            found: type,
            expected: "an EC2 instance type",
            ...(near.length === 0 ? {} : { fix: didYouMean(near) }),
          };
        }
      },
    },
  ]),
  ...rulesOn(nodeTypes, [
    {
      id: "addresses-max-pods",
      severity: "error",
      title: "No node promises more pods than it has addresses",
      why: "The scheduler fills the node up to maxPods; pods beyond the addresses stay in ContainerCreating.",
      symptom: "Pods on full nodes stay in ContainerCreating.",
      source: `${LIMITS}; cilium/cilium#22054, #33595`,
      fix: "Lower maxPods to what the type holds, leave it out, or use prefixDelegation.",
      *check({ group: { maxPods: wanted }, type, capacity }) {
        const { podLimit, podAddresses } = capacity;
        // Of a node that holds no pods at all the next rule says what is wrong.
        if (wanted === undefined || wanted <= podLimit || podAddresses < FEWEST_POD_ADDRESSES) return;
        yield {
          at: "maxPods",
          found: `${String(wanted)} on ${type}`,
          expected: mostPods(capacity),
          fix: capacity.prefixes
            ? `Set maxPods to ${String(podLimit)}, or leave it out.`
            : `Set maxPods to ${String(podLimit)}, leave it out, or use prefixDelegation.`,
        };
      },
    },
    {
      id: "addresses-default-max-pods",
      severity: "error",
      title: "The limit that EKS sets is not above what Cilium has addresses for",
      why: "Where nobody sets a limit, and in managed groups without an image of their own whatever the user data says, nodes take the VPC CNI's number of pods. It knows neither ENIs that are left to the node nor the addresses that Cilium takes itself.",
      symptom: "Pods on full nodes stay in ContainerCreating.",
      source: `EKS user guide: choosing-instance-type, How maxPods is determined; ${LIMITS}`,
      fix: "Set maxPods by NodeConfig with an image of your own, set firstInterfaceIndex to 0, or use prefixDelegation.",
      *check({ group, type, choice, capacity }) {
        // With every ENI for pods the two numbers differ by one or two.
        if (choice.firstInterfaceIndex === 0 || !isCounted(group)) return;
        const limit = effectiveMaxPods(group, type);
        if (
          limit?.isDefault !== true ||
          limit.pods <= capacity.podLimit ||
          capacity.podAddresses < FEWEST_POD_ADDRESSES
        )
          return;
        yield {
          at: "maxPods",
          found: `${String(limit.pods)} by default on ${type}`,
          expected: mostPods(capacity),
          fix: `Set maxPods to ${String(capacity.podLimit)} by NodeConfig, with an image of your own in the launch template${capacity.prefixes ? "." : ", or use prefixDelegation."}`,
        };
      },
    },
    {
      id: "addresses-prefixes-unused",
      severity: "warning",
      title: "With prefix delegation nodes take more pods than the VPC CNI's table says",
      why: "Prefixes give sixteen times the addresses, but the kubelet's limit stays what EKS sets by default, or what was copied from its table: the node is full long before its addresses are.",
      symptom: "Pods stay Pending: Too many pods.",
      source: "EKS user guide: choosing-instance-type, How maxPods is determined; EKS best practices: prefix mode",
      fix: "Set maxPods to what AWS advises: 110 below 30 vCPUs, 250 above.",
      *check({ group, type, capacity: { prefixes, recommendedMaxPods: advised } }) {
        const table = defaultMaxPods(type);
        if (!prefixes || table === undefined || table >= advised || !isCounted(group)) return;
        const limit = effectiveMaxPods(group, type);
        if (limit?.pods !== table) return;
        yield {
          at: "maxPods",
          found: `${String(table)} on ${type}, ${limit.isDefault ? "which is the default" : "the VPC CNI's number"}`,
          expected: `${String(advised)} with prefixes`,
        };
      },
    },
    {
      id: "addresses-allocation-unreached",
      severity: "warning",
      title: "A node can hold as many addresses as it is to keep ready",
      why: "The operator goes on asking for addresses until the node has them: of a type that cannot hold them the goal is never reached.",
      symptom:
        "The operator logs again and again that the node has no more capacity; cilium_operator_ipam_nodes of the category in-deficit stays above 0.",
      source: `cilium/cilium pkg/ipam/node.go: recalculate, allocationNeeded; ${LIMITS}`,
      fix: "Lower cilium.allocation, or choose a larger type.",
      *check({ type, choice, capacity: { addresses } }) {
        const wanted = Math.max(choice.preAllocate ?? 0, choice.minAllocate ?? 0);
        if (addresses < 1 || wanted <= addresses) return;
        yield {
          at: "instanceTypes",
          found: `${type}, which holds ${String(addresses)} addresses, with ${String(wanted)} to be ready`,
          expected: `${String(addresses)} at most, or a larger type`,
        };
      },
    },
    {
      id: "addresses-node-too-small",
      severity: "error",
      title: "Every node has addresses for pods",
      why: "With so few ENIs nothing is left once the node and Cilium have theirs.",
      symptom: "Pods stay in ContainerCreating from the first day on.",
      source: LIMITS,
      fix: "Use a larger type, prefixDelegation, or firstInterfaceIndex 0.",
      *check({ type, choice, capacity: { podAddresses, interfaces, prefixes } }) {
        if (podAddresses >= FEWEST_POD_ADDRESSES) return;
        const ways = [
          "Use a larger type",
          ...(prefixes ? [] : ["prefixDelegation"]),
          ...(choice.firstInterfaceIndex === 0 ? [] : ["firstInterfaceIndex 0"]),
        ];
        yield {
          fix: `${ways.join(", or ")}.`,
          at: "instanceTypes",
          found: `${type} with ${String(interfaces)} ENIs for pods and ${String(podAddresses)} pod addresses`,
          expected: `${String(FEWEST_POD_ADDRESSES)} pod addresses or more`,
        };
      },
    },
    {
      id: "addresses-prefixes-hypervisor",
      severity: "error",
      title: "Prefix delegation runs on Nitro or bare metal",
      why: "EC2 gives no prefixes to Xen instances: their nodes fall back to single addresses and hold a sixteenth of the pods.",
      symptom: "Pods stay in ContainerCreating on nodes of that type, far below maxPods.",
      source: "EC2 user guide: ec2-prefix-eni; amazon-vpc-cni-k8s awsutils.go",
      fix: "Choose a newer generation, or switch prefixDelegation off.",
      *check({ type, choice, capacity: { prefixes } }) {
        if (!choice.prefixDelegation || prefixes) return;
        yield { at: "instanceTypes", found: `${type}, which is Xen`, expected: "a Nitro or bare-metal type" };
      },
    },
    {
      id: "addresses-network-cards",
      severity: "warning",
      title: "On types with several network cards Cilium stops at the first",
      why: "Cilium attaches to card 0 only but reads the limit of all cards: without a bound it goes on asking EC2 for interfaces that it never gets.",
      symptom: "The operator asks EC2 for an interface again and again, and is refused.",
      source: "cilium/cilium#42512; UNVERIFIED for 1.20",
      fix: "Set cilium.allocation.maxAllocate to what the first network card holds.",
      *check({ group, type, limits, choice, capacity: { addresses } }, { cilium }) {
        if (choice.maxAllocate !== undefined || cilium.groupMaxAllocate?.[group.name] !== undefined) return;
        // Without a pod address nothing is to be bounded, and 0 is no bound.
        if (limits.networkCards === undefined || addresses < 1) return;
        yield {
          at: "instanceTypes",
          found: `${type}, which has several network cards`,
          expected: `cilium.allocation.maxAllocate of ${String(addresses)}`,
          fix: `Set cilium.allocation.maxAllocate to ${String(addresses)}; it holds for every group, so keep such types in a cluster of their own.`,
        };
      },
    },
  ]),
];
