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
    const choice = nodeChoice(model.cilium.values);
    yield* nodeGroups.ask(model, function* (group) {
      for (const type of group.instanceTypes) {
        const limits = findInstanceType(type);
        if (limits !== undefined) yield* check({ group, type, limits, choice, capacity: nodeCapacity(limits, choice) });
      }
    });
  },
};

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
            ...(near.length === 0 ? {} : { fix: `Did you mean ${near.join(" or ")}?` }),
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
        const { podLimit, podAddresses, interfaces, slotsPerInterface, prefixes } = capacity;
        // Of a node that holds no pods at all the next rule says what is wrong.
        if (wanted === undefined || wanted <= podLimit || podAddresses < FEWEST_POD_ADDRESSES) return;
        yield {
          at: "maxPods",
          found: `${String(wanted)} on ${type}`,
          expected: `${String(podLimit)} at most: ${String(interfaces)} ENIs × ${String(slotsPerInterface)}${prefixes ? " prefixes of 16" : ""} give ${String(podAddresses)} pod addresses`,
          fix: prefixes
            ? `Set maxPods to ${String(podLimit)}, or leave it out.`
            : `Set maxPods to ${String(podLimit)}, leave it out, or use prefixDelegation.`,
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
