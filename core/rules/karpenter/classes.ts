import { valueAt } from "../../helm/values.ts";
import type { ClusterModel, Json, JsonObject, KubernetesObject } from "../../model/index.ts";
import { readUserData } from "../../nodes/user-data.ts";
import { Values, shown } from "../common.ts";
import { rulesOn } from "../rule.ts";
import { asList, asObject, controllerRelease, nodeClasses, specOf } from "./common.ts";

const REFERENCE = "Karpenter docs: NodeClasses";

/** Families by the first word of an alias. */
const aliases = (spec: JsonObject): readonly string[] =>
  asList(spec["amiSelectorTerms"]).flatMap((term) => {
    const alias = asObject(term)["alias"];
    return typeof alias === "string" ? [alias] : [];
  });

const familyOf = (spec: JsonObject): string => {
  const given = spec["amiFamily"];
  return (typeof given === "string" ? given : (aliases(spec)[0]?.split("@")[0] ?? "")).toLowerCase();
};

/** ENI mode without the VPC CNI. */
const eniValues = ({ cilium }: ClusterModel): Values | undefined => {
  const values = cilium === undefined ? undefined : new Values(cilium);
  return values?.eni === true ? values : undefined;
};

/** Tags that each term of a selector asks for. */
const termTags = (spec: JsonObject, key: string): readonly JsonObject[] =>
  asList(spec[key]).map((term) => asObject(asObject(term)["tags"]));

/** Whether everything that carries `tags` carries what a term asks for. */
const selects = (term: JsonObject, tags: JsonObject): boolean => {
  const asked = Object.entries(term);
  return asked.length > 0 && asked.every(([key, value]) => key in tags && (value === "*" || tags[key] === value));
};

const tagText = (tags: JsonObject): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${shown(value)}`)
    .join(", ");

const nativeXdp = ({ cilium }: ClusterModel): boolean =>
  cilium !== undefined && new Values(cilium).text("loadBalancer.acceleration") === "native";

const userDataOf = (object: KubernetesObject) => {
  const text = specOf(object)["userData"];
  return typeof text === "string" && text.trim() !== "" ? readUserData(text) : undefined;
};

/** What Karpenter gives to user data of another form: the node does not join, or joins without it. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  al2023: ["nodeadm", "none"],
  bottlerocket: ["bottlerocket"],
};

export default rulesOn(nodeClasses, [
  {
    id: "karpenter-max-pods",
    severity: "warning",
    title: "A NodeClass says how many pods its nodes take",
    why: "Karpenter and the image otherwise reckon with the VPC CNI: ENIs × (addresses − 1) + 2. With ENI 0 left out that promises pods without addresses, and of prefixes it knows nothing.",
    symptom: "Pods on full nodes stay in ContainerCreating, or nodes stay far from full.",
    source:
      "aws/karpenter-provider-aws pkg/providers/instancetype/types.go, pods and ENILimitedPods; cilium/cilium#33595",
    fix: "Set spec.kubelet.maxPods to what the smallest type of the pools has addresses for (`cilium-eks capacity`).",
    also: ["cilium", "releases"],
    *check(object, model) {
      const values = eniValues(model);
      const spec = specOf(object);
      if (values === undefined || valueAt(spec, "kubelet.maxPods") !== undefined) return;
      const first = Number(values.get("eni.nodeSpec.firstInterfaceIndex") ?? 0);
      const prefixes = values.on("eni.awsEnablePrefixDelegation");
      const reserved = Number(valueAt(controllerRelease(model)?.values, "settings.reservedENIs") ?? 0);
      // Its own formula is right for single addresses, where it leaves out as many ENIs as Cilium does.
      if (!prefixes && reserved === first) return;
      yield {
        at: "spec.kubelet.maxPods",
        found: prefixes
          ? "no maxPods, with prefix delegation"
          : `no maxPods, with firstInterfaceIndex ${String(first)} and reservedENIs ${String(reserved)}`,
        expected: prefixes ? "kubelet.maxPods" : "kubelet.maxPods, or reservedENIs of the same number",
      };
    },
  },
  {
    id: "karpenter-image-pinned",
    severity: "warning",
    title: "A NodeClass names one image release",
    why: "With @latest, or a selector by name or tag, every image that AWS publishes makes all nodes drift: they are replaced when nobody asked for it, with a kernel that nobody tried.",
    symptom: "Nodes are replaced one after the other on the day of an AMI release.",
    source: `${REFERENCE}, spec.amiSelectorTerms; Karpenter docs: managing-amis`,
    fix: "Write the release into the alias, al2023@v20260923, or waive this with the reason.",
    *check(object) {
      const spec = specOf(object);
      const [moving] = aliases(spec).filter((alias) => alias.endsWith("@latest"));
      if (moving !== undefined) {
        yield { at: "spec.amiSelectorTerms", found: moving, expected: "an alias with a release, al2023@v20260923" };
      }
      const loose = asList(spec["amiSelectorTerms"])
        .map(asObject)
        .filter((term) => "tags" in term || "name" in term);
      if (loose.length === 0) return;
      yield {
        at: "spec.amiSelectorTerms",
        found: "images by name or tag: the newest that matches",
        expected: "an id, an alias with a release, or an SSM parameter",
      };
    },
  },
  {
    id: "karpenter-image-family",
    severity: "error",
    title: "A NodeClass starts AL2023 or Bottlerocket",
    why: "EKS's images of Amazon Linux 2 ended on 2025-11-26 and exist up to Kubernetes 1.32 only; on Windows Cilium does not run.",
    source: `EKS user guide: eks-optimized-ami; Cilium docs: operations/system_requirements; ${REFERENCE}, spec.amiFamily`,
    fix: "Use the alias of AL2023 or Bottlerocket.",
    *check(object) {
      const family = familyOf(specOf(object));
      if (family !== "al2" && !family.startsWith("windows")) return;
      yield { at: "spec.amiFamily", found: family, expected: "al2023 or bottlerocket" };
    },
  },
  {
    id: "karpenter-disk-encrypted",
    severity: "error",
    title: "Volumes of Karpenter's nodes are encrypted",
    why: "Container images, logs, emptyDir volumes and Secrets mounted by pods lie on them. A mapping replaces Karpenter's own, which is encrypted.",
    source: `${REFERENCE}, spec.blockDeviceMappings; aws/karpenter-provider-aws pkg/providers/amifamily/al2023.go`,
    fix: "Set ebs.encrypted on every block device mapping.",
    *check(object) {
      for (const [at, mapping] of asList(specOf(object)["blockDeviceMappings"]).entries()) {
        if (valueAt(mapping, "ebs") === undefined || valueAt(mapping, "ebs.encrypted") === true) continue;
        yield {
          at: `spec.blockDeviceMappings.${String(at)}.ebs.encrypted`,
          found: "a volume without encryption",
          expected: "encrypted: true",
        };
      }
    },
  },
  {
    id: "karpenter-selects-pods",
    severity: "error",
    title: "Nodes start in subnets and groups of nodes, not in those of the pods",
    why: "Cilium finds the subnets and security groups of pods' ENIs by tags. A NodeClass that asks for the same tags starts nodes there: they take the pods' addresses, and one group lets in what is meant for the other.",
    symptom: "Nodes have addresses of the pod subnets.",
    source: `${REFERENCE}, spec.subnetSelectorTerms; chart values eni.nodeSpec.subnetTags, eni.nodeSpec.securityGroupTags`,
    fix: "Select the node subnets and the cluster's security group by id, or by a tag that the pods' have not.",
    also: ["cilium", "network"],
    *check(object, model) {
      const values = eniValues(model);
      if (values === undefined) return;
      const spec = specOf(object);
      const podSubnets = (model.network?.subnets ?? []).filter(({ role }) => role === "pod").map(({ tags }) => tags);
      const asked: readonly [string, string, readonly JsonObject[]][] = [
        ["subnetSelectorTerms", "pod subnets", [asObject(values.get("eni.nodeSpec.subnetTags")), ...podSubnets]],
        ["securityGroupSelectorTerms", "pods' groups", [asObject(values.get("eni.nodeSpec.securityGroupTags"))]],
      ];
      for (const [key, what, tagged] of asked) {
        for (const [at, term] of termTags(spec, key).entries()) {
          if (!tagged.some((tags) => selects(term, tags))) continue;
          yield {
            at: `spec.${key}.${String(at)}`,
            found: `${tagText(term)}, which the ${what} carry`,
            expected: `a term that leaves the ${what} out`,
          };
        }
      }
    },
  },
  {
    id: "karpenter-eni-tags",
    severity: "error",
    title: "A NodeClass leaves Cilium's own tags to Cilium",
    why: "Its tags go on the nodes' first ENIs too. With those of Cilium's garbage collection the collector of whatever cluster they name takes an ENI for one of its own.",
    source:
      "cilium/cilium pkg/aws/eni/eni_gc.go (1.19), pkg/aws/ipam/eni_gc.go (1.20); aws/karpenter-provider-aws pkg/providers/launchtemplate/types.go",
    fix: "Remove the io.cilium tags from spec.tags.",
    *check(object) {
      for (const key of Object.keys(asObject(specOf(object)["tags"]))) {
        if (!key.startsWith("io.cilium/")) continue;
        yield { at: `spec.tags.${key}`, found: key, expected: "tags of your own" };
      }
    },
  },
  {
    id: "karpenter-user-data",
    severity: "error",
    title: "A NodeClass's user data is of its image's form",
    why: "Karpenter merges NodeConfig and scripts on AL2023 and TOML on Bottlerocket; bootstrap.sh is gone, and of another form the node does not start its kubelet.",
    symptom: "Instances run and no node appears; the NodeClaim stays unregistered and is ended after 15 minutes.",
    source: `${REFERENCE}, spec.userData; aws/karpenter-provider-aws pkg/providers/amifamily/bootstrap`,
    fix: "Write NodeConfig or a shell script for AL2023, TOML for Bottlerocket.",
    *check(object) {
      const family = familyOf(specOf(object));
      const data = userDataOf(object);
      const allowed = FORMS[family];
      if (data === undefined || allowed === undefined) return;
      if (!allowed.includes(data.kind)) {
        yield { at: "spec.userData", found: `${data.kind} on ${family}`, expected: allowed.join(" or ") };
      }
    },
  },
  {
    id: "karpenter-user-data-kubelet",
    severity: "warning",
    title: "Pod limit and taints stand in the objects, not in the user data",
    why: "Karpenter's own NodeConfig comes after yours and wins, and it packs pods by spec.kubelet: what the user data says otherwise counts for nothing, or for the kubelet alone.",
    source: `${REFERENCE}, spec.userData, AL2023 merge semantics`,
    fix: "Set spec.kubelet.maxPods of the NodeClass, and startupTaints of the NodePool.",
    *check(object) {
      const data = userDataOf(object);
      if (data === undefined) return;
      if (data.maxPods !== undefined) {
        yield { at: "spec.userData", found: `maxPods ${String(data.maxPods)}`, expected: "spec.kubelet.maxPods" };
      }
      if (data.taints.length > 0) {
        yield {
          at: "spec.userData",
          found: `taints ${data.taints.map(({ key }) => key).join(", ")}`,
          expected: "taints and startupTaints of the NodePool",
        };
      }
    },
  },
  {
    id: "karpenter-xdp-prepared",
    severity: "error",
    title: "With native XDP Karpenter's nodes prepare every ENA device",
    why: "The ena driver takes native XDP only at a lower MTU and with half of its channels. Cilium attaches ENIs while the node runs, so only a udev rule reaches them all; Bottlerocket takes no scripts.",
    symptom: "The agent restarts again and again; its log says that an XDP program could not be attached.",
    source: "Cilium docs: network/kubernetes/kubeproxy-free, NodePort XDP on AWS; cilium/cilium#25453",
    fix: "Put the udev rule into the NodeClass's user data on AL2023, or set loadBalancer.acceleration to best-effort or disabled.",
    also: ["cilium"],
    *check(object, model) {
      if (!nativeXdp(model) || userDataOf(object)?.xdpUdevRule === true) return;
      yield {
        at: "spec.userData",
        found: `no udev rule that prepares ENA devices (${familyOf(specOf(object))})`,
        expected: "AL2023 with a udev rule for every ena device",
      };
    },
  },
  {
    id: "karpenter-metadata",
    severity: "error",
    title: "A NodeClass asks for session tokens of the metadata service",
    why: "Without them a request that a pod can be made to send reads the node's credentials. Karpenter's default asks for them.",
    source: `${REFERENCE}, spec.metadataOptions; EC2 user guide: configuring-instance-metadata-service`,
    fix: "Set metadataOptions.httpTokens to required.",
    *check(object) {
      const tokens: Json | undefined = valueAt(specOf(object), "metadataOptions.httpTokens");
      if (tokens === undefined || tokens === "required") return;
      yield { at: "spec.metadataOptions.httpTokens", found: shown(tokens), expected: "required" };
    },
  },
]);
