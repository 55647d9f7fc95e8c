import { rulesOn } from "../rule.ts";
import { type Draft, type Target, type ModelWith, type Subject, subjectOf } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { type Tags, hasTags, tagsIn, usesEni, valueAt, writtenTags } from "../../helm/values.ts";
import type { ClusterModel, NetworkModel, NodeGroupModel, SubnetModel } from "../../model/index.ts";
import { Undecided } from "../../model/unknown.ts";
import { nodeChoice } from "../../capacity/choice.ts";

const SOURCE =
  "cilium/cilium pkg/aws/ipam/node.go (1.20), pkg/aws/eni/node.go (1.19): findSuitableSubnet; cilium/cilium#18239";

/** Pods' subnets as tags choose them: for the nodes of the release, or for those of one group. */
interface Choice {
  readonly place: Target;
  readonly tags: Tags;
  readonly groups: readonly NodeGroupModel[] | undefined;
}

const own = ({ podSubnetTags = {} }: NodeGroupModel): Tags => podSubnetTags;

function* choicesOf({ cilium, nodeGroups }: ModelWith<"cilium">): Generator<Choice> {
  if (!usesEni(cilium)) return;
  yield {
    place: { subject: "subnets of pods", path: "cilium.values.eni.nodeSpec.subnetTags" },
    tags: tagsIn(valueAt(cilium.values, "eni.nodeSpec.subnetTags")),
    groups: nodeGroups?.filter((group) => Object.keys(own(group)).length === 0),
  };
  for (const group of nodeGroups ?? []) {
    yield {
      place: { subject: `node group "${group.name}"`, path: `nodeGroups.${group.name}.pods.subnetTags` },
      tags: own(group),
      groups: [group],
    };
  }
}

const choices: Subject<Choice, "cilium" | "network"> = subjectOf({
  needs: ["cilium", "network"],
  of: (model) => choicesOf(model),
  // Of a network of which no subnet is known nobody can tell what tags choose.
  read: (choice, { network }) =>
    Object.keys(choice.tags).length === 0 || network.subnets.length === 0 ? undefined : choice,
  place: ({ place }) => place,
});

/** Subnets that have the tags; undecided where one might have them and nobody can tell. */
function chosen(
  { tags }: Choice,
  { subnets }: NetworkModel,
): { readonly found: SubnetModel[]; readonly doubt?: Undecided } {
  const found: SubnetModel[] = [];
  let doubt: Undecided | undefined;
  for (const subnet of subnets) {
    try {
      if (hasTags(subnet.tags, tags)) found.push(subnet);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      doubt = error;
    }
  }
  return { found, ...(doubt === undefined ? {} : { doubt }) };
}

/** The tags that subnets have, as the chart would have them. */
const tagsThatAre = ({ subnets }: NetworkModel): string[] => [
  ...new Set(subnets.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}=${value}`))),
];

function* chooseNothing(choice: Choice, network: NetworkModel): Generator<Draft | Undecided> {
  const { found, doubt } = chosen(choice, network);
  if (found.length > 0) return;
  if (doubt !== undefined) {
    yield doubt;
    return;
  }
  const near = Object.entries(choice.tags).flatMap(([key, value]) => suggest(`${key}=${value}`, tagsThatAre(network)));
  yield {
    found: `${writtenTags(choice.tags)}, which no known subnet has`,
    expected: "tags of a subnet in each zone with nodes",
    ...(near.length === 0 ? {} : { fix: didYouMean(near) }),
  };
}

/** Zones that nodes are in, by the subnets of their groups; by all subnets of nodes where those are not known. */
function zonesOf(groups: readonly NodeGroupModel[] | undefined, { subnets }: NetworkModel): Set<string> {
  const named = new Set(groups?.flatMap((group) => group.subnets));
  const own = subnets.filter(({ name }) => named.has(name));
  const nodes = own.length > 0 ? own : groups?.length === 0 ? [] : subnets.filter(({ role }) => role === "node");
  return new Set(nodes.map(({ zone }) => zone).filter((zone) => zone !== ""));
}

/** Tags of a filter that hide subnets of nodes from the operator, and nothing else tells it of their instances. */
export function hiddenNodeSubnets({ cilium, network }: ClusterModel): SubnetModel[] {
  const filter = tagsIn(valueAt(cilium?.values, "eni.subnetTagsFilter"));
  const byInstance = Object.keys(tagsIn(valueAt(cilium?.values, "eni.instanceTagsFilter"))).length > 0;
  if (network?.created !== true || byInstance || Object.keys(filter).length === 0) return [];
  return network.subnets.filter(({ role, tags }) => role === "node" && !hasTags(tags, filter));
}

export default [
  ...rulesOn(choices, [
    {
      id: "addresses-pod-subnet-tags",
      severity: "error",
      title: "Tags that choose pods' subnets are on subnets",
      why: "Where no subnet has all of the tags, the operator takes the node's subnet, or the one with the most addresses in its zone: pods get addresses that nobody meant for them, and nothing says so.",
      symptom: "Pods have addresses of the nodes' subnets; those of pods stay empty.",
      source: SOURCE,
      fix: "Write the tags as the subnets have them.",
      *check(choice, { network }) {
        if (network.created) yield* chooseNothing(choice, network);
      },
    },
    {
      id: "addresses-pod-subnet-tags-elsewhere",
      severity: "warning",
      title: "Tags that choose pods' subnets are on subnets of the VPC that exists",
      why: "No subnet that is known here has them. Where no subnet of the VPC has them either, the operator takes the node's subnet or any other of the zone, and nothing says so.",
      symptom: "Pods have addresses of the nodes' subnets.",
      source: SOURCE,
      fix: "Look the tags up (aws ec2 describe-subnets --filters), or let network.podSubnets name the subnets.",
      *check(choice, { network }) {
        if (!network.created) yield* chooseNothing(choice, network);
      },
    },
    {
      id: "addresses-pod-subnet-zones",
      severity: "error",
      title: "Every zone with nodes has a subnet for pods",
      why: "An interface lies in the zone of its instance: where no subnet of that zone has the tags, the operator takes the node's subnet, and pods of that zone get addresses and groups that were not meant for them.",
      symptom: "Pods in one zone have addresses of the nodes' subnets, or none once those are full.",
      source: SOURCE,
      fix: "Give each zone with nodes a subnet with the tags, or keep the nodes out of the zones without one.",
      *check(choice, { network }) {
        const { found, doubt } = chosen(choice, network);
        if (found.length === 0) return;
        const there = new Set(found.map(({ zone }) => zone));
        const without = there.has("") ? [] : [...zonesOf(choice.groups, network)].filter((zone) => !there.has(zone));
        if (without.length === 0) return;
        if (doubt !== undefined) {
          yield doubt;
          return;
        }
        yield {
          found: `${writtenTags(choice.tags)} in ${[...there].join(", ")}, and nodes in ${without.join(", ")} too`,
          expected: `a subnet with the tags in ${without.join(" and in ")}`,
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("cilium", "network"), [
    {
      id: "addresses-node-subnets-hidden",
      severity: "error",
      title: "The operator's filter leaves it the subnets of the nodes",
      why: "With a filter on subnets the operator knows the interfaces in those subnets only. A node whose own interface lies elsewhere has no interface 0 for it, so it learns neither the node's groups nor its limits, and gives it no addresses.",
      symptom: "Agents wait for addresses and stay not ready.",
      source: "values.yaml of the Cilium charts: eni.subnetTagsFilter, instanceTagsFilter; cilium/cilium#18239, #19181",
      fix: "Remove eni.subnetTagsFilter and choose pods' subnets by eni.nodeSpec.subnetTags, or let eni.instanceTagsFilter find the nodes.",
      *check(model) {
        const hidden = hiddenNodeSubnets(model);
        if (hidden.length === 0) return;
        const filter = tagsIn(valueAt(model.cilium.values, "eni.subnetTagsFilter"));
        yield {
          subject: "operator",
          path: "cilium.values.eni.subnetTagsFilter",
          found: `${writtenTags(filter)}, which ${hidden.map(({ name }) => name).join(", ")} lack`,
          expected: "a filter that the subnets of nodes pass too, or none",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("cilium"), [
    {
      id: "addresses-first-interface",
      severity: "error",
      title: "Pods with subnets or groups of their own leave ENI 0 to the node",
      why: "Cilium fills ENI 0 first, which lies in the node's subnet with the node's groups; tags act only on ENIs that Cilium makes, so the first pods of every node land in the wrong place.",
      symptom: "The first pods of every node have addresses of the node's subnet and its security groups.",
      source: "cilium/cilium pkg/aws/ipam/node.go; Documentation/network/concepts/ipam/eni.rst",
      fix: "Set firstInterfaceIndex to 1; it costs one ENI's addresses.",
      *check({ cilium, nodeGroups = [] }) {
        if (!usesEni(cilium) || nodeChoice(cilium.values).firstInterfaceIndex >= 1) return;
        const spec = (valueAt(cilium.values, "eni.nodeSpec") ?? {}) as Readonly<Record<string, unknown>>;
        const wanted = ["subnetTags", "subnetIDs", "securityGroupTags", "securityGroups"].filter((key) => {
          const value = spec[key];
          return Array.isArray(value) && value.length > 0;
        });
        if (wanted.length > 0) {
          yield {
            subject: `Cilium ${cilium.version}`,
            path: "cilium.values.eni.nodeSpec.firstInterfaceIndex",
            found: `0 with ${wanted.join(" and ")}`,
            expected: "1",
          };
          return;
        }
        for (const { name, podSubnetTags, podSecurityGroupTags } of nodeGroups) {
          const own = [
            ...(podSubnetTags === undefined ? [] : ["subnetTags"]),
            ...(podSecurityGroupTags === undefined ? [] : ["securityGroupTags"]),
          ];
          if (own.length === 0) continue;
          yield {
            subject: `node group "${name}"`,
            path: `nodeGroups.${name}.pods`,
            found: `${own.join(" and ")} of its own, with firstInterfaceIndex 0`,
            expected: "firstInterfaceIndex 1",
          };
        }
      },
    },
  ]),
];
