import { didYouMean } from "../../facts/suggest.ts";
import { mostNodes } from "../../capacity/fleet.ts";
import { amiReleases, isAmiRelease } from "../../facts/amis.ts";
import { DATED_TABLES } from "../../facts/dated.ts";
import { findInstanceType, lacksLimits, suggestInstanceTypes, typesOfFamily } from "../../facts/instances.ts";
import { NodeImage } from "../../facts/kernels.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../../facts/kubernetes.ts";
import type { ClusterModel } from "../../model/index.ts";
import { DEFAULT_AMI_FAMILY } from "../../settings/defaults.ts";
import type { NodePoolSettings } from "../../settings/index.ts";
import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { wholeModel } from "../subjects.ts";
import { nodePoolSettings } from "./common.ts";

const IMAGES = `${DATED_TABLES.images.source}; read ${DATED_TABLES.images.read}`;
/** Kubernetes objects' names (Kubernetes docs: names, RFC 1123 label); EC2's tag `Name` has it too. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Replicas of the controller keep off each other's nodes. */
const DEFAULT_REPLICAS = 2;

const kubernetesOf = ({ controlPlane }: ClusterModel): string =>
  controlPlane?.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;

/** Names of types that Karpenter could never start for the pool. */
function* wrongTypes({ instanceTypes: named = [] }: NodePoolSettings): Generator<Draft> {
  for (const [at, type] of named.entries()) {
    const limits = findInstanceType(type);
    if (limits !== undefined && limits.hypervisor === "nitro" && !limits.bareMetal) continue;
    const near = limits === undefined ? suggestInstanceTypes(type) : [];
    yield {
      at: `instanceTypes.${String(at)}`,
      found:
        limits === undefined
          ? `${type}, ${lacksLimits(type) ? "whose limits are in no table that was read" : "which nobody knows"}`
          : `${type}, ${limits.bareMetal ? "bare metal" : "on Xen"}, which the pool's requirement on Nitro leaves out`,
      expected: "a type on Nitro that is no bare metal",
      ...(near.length === 0 ? {} : { fix: didYouMean(near) }),
    };
  }
}

function* wrongFamilies({ families = [], sizes }: NodePoolSettings): Generator<Draft> {
  for (const [at, family] of families.entries()) {
    const own = typesOfFamily(family);
    const left = own.filter((type) => sizes === undefined || sizes.includes(type.slice(family.length + 1)));
    const usable = left.filter((type) => {
      const limits = findInstanceType(type);
      return limits?.hypervisor === "nitro" && !limits.bareMetal;
    });
    if (usable.length > 0) continue;
    yield {
      at: `families.${String(at)}`,
      found:
        own.length === 0
          ? `${family}, ${lacksLimits(`${family}.large`) ? "whose limits are in no table that was read" : "which nobody knows"}`
          : left.length === 0
            ? `${family}, which has none of the sizes`
            : `${family}, whose types are not on Nitro, or bare metal`,
      expected: "families with a size on Nitro",
    };
  }
}

export default [
  ...rulesOn(nodePoolSettings, [
    {
      id: "karpenter-pool-types",
      severity: "error",
      title: "A pool names types that Karpenter can start for it",
      why: "Pods and addresses of a node follow from its type, and one NodeClass has one pod limit: it can only be right where the types are known. Xen types hold no prefixes.",
      source: "core/facts/generated/instances.ts; Karpenter docs: NodePools, spec.template.spec.requirements",
      fix: "Name instanceTypes, or families and sizes, on Nitro.",
      *check({ settings }) {
        const { instanceTypes: named = [], families = [] } = settings;
        if (named.length === 0 && families.length === 0) {
          yield { at: "instanceTypes", found: "neither types nor families", expected: "one or more of either" };
        }
        if (named.length > 0 && families.length > 0) {
          yield {
            at: "families",
            found: "families beside instanceTypes, which alone would count",
            expected: "either instanceTypes or families",
            fix: "Leave one of them out.",
          };
          return;
        }
        yield* wrongTypes(settings);
        yield* wrongFamilies(settings);
      },
    },
    {
      id: "karpenter-pool-limits",
      severity: "error",
      title: "A pool has a limit on vCPUs or nodes",
      why: "Without one pending pods buy as many nodes as the account's quotas allow, and nothing says how many addresses they need.",
      source: "Karpenter docs: NodePools, spec.limits",
      fix: "Set limits.cpu or limits.nodes.",
      *check({ settings: { limits } }) {
        if (mostNodes("m6i.large", limits) !== undefined) return;
        yield { at: "limits", found: "no limit that counts nodes", expected: "limits.cpu or limits.nodes" };
      },
    },
    {
      id: "karpenter-pool-name",
      severity: "error",
      title: "A pool's name is a Kubernetes name, and no node group's",
      why: "NodePool and EC2NodeClass have the name, and findings, tags and budgets tell nodes apart by it.",
      source: "Kubernetes docs: names; core/karpenter/objects.ts",
      fix: "Rename the pool.",
      also: ["nodeGroups"],
      *check({ name }, { nodeGroups = [] }) {
        const taken = nodeGroups.some((group) => group.name === name && group.kind !== "karpenter");
        if (NAME.test(name) && !taken) return;
        yield {
          found: taken ? `"${name}", which a node group has` : `"${name}"`,
          expected: "lower-case letters, digits and dashes, at most 63, that no node group has",
        };
      },
    },
    {
      id: "karpenter-pool-image",
      severity: "error",
      title: "A pool's image is one release, or an SSM parameter",
      why: "The alias of the NodeClass names the release; without one Karpenter finds no image, and nothing starts.",
      symptom: "The EC2NodeClass is not ready: AMINotFound.",
      source: `${IMAGES}; Karpenter docs: NodeClasses, alias`,
      fix: "Set ami.release to a release that has an image for the Kubernetes version.",
      *check({ settings: { ami = {} } }, model) {
        const image = NodeImage[ami.family ?? DEFAULT_AMI_FAMILY];
        const kubernetes = kubernetesOf(model);
        if (ami.ssmParameter !== undefined && ami.release !== undefined) {
          yield { at: "ami", found: "a release and an SSM parameter", expected: "one of them" };
          return;
        }
        if (ami.ssmParameter !== undefined) return;
        if (ami.release === undefined && amiReleases(image, kubernetes) === undefined) {
          yield {
            at: "ami.release",
            found: `no release, and none is known for ${image} and Kubernetes ${kubernetes}`,
            expected: "a release to pin",
          };
        }
        if (ami.release !== undefined && !isAmiRelease(image, ami.release)) {
          yield {
            at: "ami.release",
            found: `"${ami.release}"`,
            expected: `a release of ${image}, such as ${image === "AL2023" ? "v20260923" : "1.66.0"}`,
          };
        }
      },
    },
    {
      id: "karpenter-pool-zones",
      severity: "error",
      title: "A pool's zones have subnets for its nodes and their pods",
      why: "In a zone without a node subnet no node starts; in one without a pod subnet Cilium has nowhere to put the pods' ENIs.",
      symptom: "NodeClaims fail for want of a subnet, or nodes keep the taint agent-not-ready.",
      source: "Karpenter docs: NodeClasses, spec.subnetSelectorTerms; cilium/cilium pkg/aws/ipam/node.go",
      fix: "Take zones of the network, or give the zone subnets.",
      also: ["network"],
      *check({ settings: { zones = [] } }, { network }) {
        const subnets = network?.subnets;
        if (subnets === undefined) return;
        const inZone = (zone: string, role: string) => subnets.some((one) => one.zone === zone && one.role === role);
        const hasPods = subnets.some(({ role }) => role === "pod");
        for (const [at, zone] of zones.entries()) {
          const missing = !inZone(zone, "node") ? "node" : hasPods && !inZone(zone, "pod") ? "pod" : undefined;
          if (missing === undefined) continue;
          yield {
            at: `zones.${String(at)}`,
            found: `${zone}, without a ${missing} subnet`,
            expected: "a zone with both",
          };
        }
      },
    },
  ]),
  ...rulesOn(wholeModel("karpenter", "settings"), [
    {
      id: "karpenter-controller-placed",
      severity: "error",
      title: "Karpenter's controller has a managed node group to run on",
      why: "On nodes of its own it would drain itself, and nobody starts the first one; its replicas keep off each other's nodes.",
      symptom: "The controller's pods are Pending, and no node is ever started.",
      source: "Karpenter docs: getting started; charts/karpenter/values.yaml, affinity",
      fix: "Set karpenter.nodeGroup to a group with as many nodes as the controller has replicas.",
      *check({ karpenter, settings }) {
        const groups = Object.keys(settings.nodeGroups);
        const { nodeGroup, replicas = DEFAULT_REPLICAS } = karpenter.settings;
        const name = nodeGroup ?? (groups.length === 1 ? groups[0] : undefined);
        const place = { subject: "Karpenter", path: "karpenter.nodeGroup" };
        if (name === undefined) {
          yield {
            ...place,
            found: groups.length === 0 ? "no managed node group" : `no choice among ${groups.join(", ")}`,
            expected: "the name of a managed node group",
          };
          return;
        }
        const group = settings.nodeGroups[name];
        if (group === undefined) {
          yield { ...place, found: `"${name}", which is no node group`, expected: `one of ${groups.join(", ")}` };
          return;
        }
        if (group.scaling.min >= replicas) return;
        yield {
          ...place,
          found: `group "${name}" with ${String(group.scaling.min)} nodes at least, for ${String(replicas)} replicas`,
          expected: `${String(replicas)} nodes or more`,
          fix: `Raise nodeGroups.${name}.scaling.min to ${String(replicas)}, or lower karpenter.replicas.`,
        };
      },
    },
    {
      id: "karpenter-beside-autoscaler",
      severity: "warning",
      title: "Karpenter and the cluster-autoscaler are together only while one takes over from the other",
      why: "Both see the same pending pods and both start nodes for them; each then takes back what the other started.",
      symptom: "Twice as many nodes come as pods need, and half of them go again.",
      source: "Karpenter docs: getting started, migrating from cluster-autoscaler; docs/karpenter.md",
      fix: "Once Karpenter's nodes carry the pods, remove cluster.autoscaler and lower the groups to what must stay (docs/karpenter.md).",
      *check({ settings }) {
        if (settings.cluster.autoscaler !== "cluster-autoscaler") return;
        yield {
          subject: "Karpenter",
          path: "cluster.autoscaler",
          found: "cluster-autoscaler beside Karpenter",
          expected: "one of them, but for the time of a move",
        };
      },
    },
  ]),
];
