import {
  AL2023_SOURCE,
  AMI_TABLE_DATE,
  BOTTLEROCKET_SOURCE,
  amiReleases,
  compareAmiReleases,
  isAmiRelease,
} from "../../facts/amis.ts";
import { architectureOf } from "../../facts/instances.ts";
import { NodeImage } from "../../facts/kernels.ts";
import { DEFAULT_KUBERNETES_VERSION, nodeSkewAllowed } from "../../facts/kubernetes.ts";
import { compareVersions, minorOf } from "../../facts/version.ts";
import type { NodeGroupModel } from "../../model/index.ts";
import { DEFAULT_AMI_FAMILY } from "../../nodes/defaults.ts";
import { rule } from "../rule.ts";
import { eachGroup, hasTemplate, listed, onGroup, typesByGroup } from "./common.ts";

const imageOf = ({ amiFamily }: NodeGroupModel): NodeImage | undefined =>
  amiFamily === "AL2023" ? NodeImage.AL2023 : amiFamily === "BOTTLEROCKET" ? NodeImage.Bottlerocket : undefined;

const REFUSED: Partial<Record<NodeGroupModel["amiFamily"], string>> = {
  AL2: "Amazon Linux 2, whose EKS images ended on 2025-11-26 and exist up to Kubernetes 1.32 only",
  WINDOWS: "Windows, on which Cilium does not run",
};

export const imageFamily = rule({
  id: "nodes-image-family-supported",
  group: "nodes",
  severity: "error",
  title: "Nodes run Amazon Linux 2023 or Bottlerocket",
  why: "Amazon Linux 2 gets no more images and its kernel is too old; Cilium has no Windows agent.",
  source: "EKS user guide: eks-ami-deprecation-faqs; Cilium docs: operations/system_requirements",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* (group) {
      const reason = REFUSED[group.amiFamily];
      if (reason === undefined) return;
      yield {
        at: "ami.family",
        found: reason,
        expected: "AL2023 or Bottlerocket",
        fix: "Set ami.family to AL2023 or Bottlerocket, and replace the nodes.",
      };
    });
  },
});

export const imageKnown = rule({
  id: "nodes-image-kubernetes-known",
  group: "nodes",
  severity: "error",
  title: "An image release is known for the Kubernetes version",
  why: "Without a release there is no image id, so nothing can be planned.",
  source: `${AL2023_SOURCE}; ${BOTTLEROCKET_SOURCE}; read ${AMI_TABLE_DATE}`,
  needs: ["settings"],
  *check({ settings }) {
    for (const [name, { ami }] of Object.entries(settings?.nodeGroups ?? {})) {
      const image = NodeImage[ami?.family ?? DEFAULT_AMI_FAMILY];
      const kubernetes = ami?.kubernetesVersion ?? settings?.cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
      if (ami?.release !== undefined || amiReleases(image, kubernetes) !== undefined) continue;
      yield onGroup(name, {
        at: "ami.release",
        found: `no release, and none is known for ${image} and Kubernetes ${kubernetes}`,
        expected: "a release to pin",
        fix: `Set ami.release to a release that has an image for Kubernetes ${kubernetes}, or ami.kubernetesVersion to a minor such as ${DEFAULT_KUBERNETES_VERSION}.`,
      });
    }
  },
});

export const imageReleaseFormat = rule({
  id: "nodes-image-release-format",
  group: "nodes",
  severity: "error",
  title: "`ami.release` is one release of its image",
  why: "The release is part of the SSM parameter that the image id is read from; a wrong one fails at deployment, and `recommended` or `latest` would roll the nodes by surprise.",
  source: "aws/karpenter-provider-aws pkg/providers/amifamily/al2023.go and bottlerocket.go",
  needs: ["settings"],
  *check({ settings }) {
    for (const [name, { ami }] of Object.entries(settings?.nodeGroups ?? {})) {
      const image = NodeImage[ami?.family ?? DEFAULT_AMI_FAMILY];
      if (ami?.release === undefined || isAmiRelease(image, ami.release)) continue;
      const example = image === "AL2023" ? "v20260714" : "1.64.0";
      yield onGroup(name, {
        at: "ami.release",
        found: `"${ami.release}"`,
        expected: `a release of ${image}, such as ${example}`,
        fix: `Write the release as its notes name it, ${example}, or leave it out.`,
      });
    }
  },
});

export const imageReleaseExists = rule({
  id: "nodes-image-release-exists",
  group: "nodes",
  severity: "error",
  title: "The image release was made for the Kubernetes version",
  why: "Each minor is in the releases from a certain one on; for others AWS has no parameter and the deployment stops.",
  source: `${AL2023_SOURCE}; ${BOTTLEROCKET_SOURCE}; read ${AMI_TABLE_DATE}`,
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* (group) {
      const image = imageOf(group);
      const { amiRelease: release, amiKubernetesVersion: kubernetes } = group;
      if (image === undefined || release === undefined || kubernetes === undefined) return;
      const known = amiReleases(image, kubernetes);
      if (known === undefined || !isAmiRelease(image, release)) return;
      const early = compareAmiReleases(image, release, known.first) < 0;
      const late = known.last !== undefined && compareAmiReleases(image, release, known.last) > 0;
      if (!early && !late) return;
      yield {
        at: "ami.release",
        found: `${image} ${release}, which has no image for Kubernetes ${kubernetes}`,
        expected: early ? `${known.first} or newer` : `${known.last ?? ""} or older`,
        fix: `Set ami.release to ${known.pinned}.`,
      };
    });
  },
});

/** amazon-eks-ami 2419 (v20251002) and 2446 (v20251007). */
const NODEADM_FLOOR = "v20251007";

export const imageNodeadm = rule({
  id: "nodes-image-nodeadm-floor",
  group: "nodes",
  severity: "error",
  title: `AL2023 images are ${NODEADM_FLOOR} or newer`,
  why: "Older ones do not know nodeadm's maxPodsExpression, and their networkd configures the ENIs that Cilium attaches and removes its routing rules.",
  source: "awslabs/amazon-eks-ami#2446, #2419, #2384; cilium/cilium#24397",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* (group) {
      const { amiRelease: release } = group;
      if (imageOf(group) !== "AL2023" || release === undefined || !isAmiRelease("AL2023", release)) return;
      if (compareAmiReleases("AL2023", release, NODEADM_FLOOR) >= 0) return;
      yield {
        at: "ami.release",
        found: release,
        expected: `${NODEADM_FLOOR} or newer`,
        fix: `Set ami.release to ${amiReleases("AL2023", group.amiKubernetesVersion ?? "")?.pinned ?? NODEADM_FLOOR}.`,
      };
    });
  },
});

export const imagePinned = rule({
  id: "nodes-image-release-pinned",
  group: "nodes",
  severity: "warning",
  title: "The node image is pinned to a release",
  why: "An image id that is read from a `recommended` or `latest` parameter changes with every new release, and any deployment then replaces all nodes. ManagedNodeGroup of @pulumi/eks does this as soon as it makes a template.",
  source: "pulumi/pulumi-eks nodejs/eks nodegroup.ts; EKS user guide: retrieve-ami-id",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups, function* (group) {
      const { imageParameter } = group;
      if (imageParameter === undefined || group.amiRelease !== undefined) return;
      yield {
        at: "ami.release",
        found: `an image id from ${imageParameter}, which moves by itself`,
        expected: "the parameter of one release",
        fix: "Read the image id from the release's own parameter, or ignore changes of the template's imageId.",
      };
    });
  },
});

export const imageSkew = rule({
  id: "nodes-image-kubernetes-skew",
  group: "nodes",
  severity: "error",
  title: "The nodes' Kubernetes is not newer than the control plane's, and at most three minors older",
  why: "A kubelet outside that window is not supported and may not register; older ones inside it are meant for the time of an upgrade.",
  source: "Kubernetes version skew policy",
  needs: ["nodeGroups", "controlPlane"],
  *check({ nodeGroups = [], controlPlane }) {
    const server = controlPlane?.kubernetesVersion;
    if (server === undefined || minorOf(server) === undefined) return;
    yield* eachGroup(nodeGroups, function* ({ amiKubernetesVersion: kubelet }) {
      if (kubelet === undefined || minorOf(kubelet) === undefined || minorOf(kubelet) === minorOf(server)) return;
      const allowed = nodeSkewAllowed(server, kubelet);
      yield {
        ...(allowed ? { severity: "warning" as const } : {}),
        at: "ami.kubernetesVersion",
        found: `nodes of Kubernetes ${kubelet} under a control plane of ${server}`,
        expected: allowed ? `${server} once the upgrade is done` : `${server}, or up to three minors older`,
        fix:
          compareVersions(kubelet, server) > 0
            ? "Upgrade the control plane first."
            : `Set ami.kubernetesVersion to ${server}, or leave it out.`,
      };
    });
  },
});

export const typesPresent = rule({
  id: "nodes-types-present",
  group: "nodes",
  severity: "error",
  title: "A node group names its instance types",
  why: "Addresses, image and pods a node all follow from the type; EKS would take t3.medium.",
  source: "EKS API reference: CreateNodegroup, instanceTypes",
  needs: [],
  *check(model) {
    for (const [name, types] of typesByGroup(model)) {
      if (types.length > 0) continue;
      yield onGroup(name, {
        at: "instanceTypes",
        found: "no instance type",
        expected: "one or more of the same architecture",
        fix: "Name a type, for example m6i.large.",
      });
    }
  },
});

export const typesArchitecture = rule({
  id: "nodes-types-architecture",
  group: "nodes",
  severity: "error",
  title: "All types of a group have one architecture that an image exists for",
  why: "A group has one image, and an image boots on one architecture only.",
  source: "EKS user guide: choosing-instance-type; Kubernetes autoscaler ec2_instance_types.go",
  needs: [],
  *check(model) {
    for (const [name, types] of typesByGroup(model)) {
      const found = new Map<string, string[]>();
      for (const type of types) {
        const architecture = architectureOf(type) ?? "no known architecture";
        found.set(architecture, [...(found.get(architecture) ?? []), type]);
      }
      const known = [...found.keys()].filter((key) => key !== "no known architecture");
      if (types.length === 0 || known.length === 1) continue;
      yield onGroup(name, {
        at: "instanceTypes",
        found: listed([...found].map(([architecture, of]) => `${architecture} (${of.join(", ")})`)),
        expected: "x86_64 or arm64, one of them",
        fix: "Make one node group for each architecture.",
      });
    }
  },
});

export const imageArchitecture = rule({
  id: "nodes-image-architecture",
  group: "nodes",
  severity: "error",
  title: "The image is made for the architecture of the instance types",
  why: "An instance does not start from an image of another architecture.",
  source: "EC2 user guide: AMI compatibility",
  needs: ["nodeGroups"],
  *check({ nodeGroups = [] }) {
    yield* eachGroup(nodeGroups.filter(hasTemplate), function* ({ architecture, instanceTypes }) {
      if (architecture === undefined) return;
      const others = instanceTypes.filter((type) => (architectureOf(type) ?? architecture) !== architecture);
      if (others.length === 0 || others.length < instanceTypes.length) return;
      yield {
        at: "instanceTypes",
        found: `an image for ${architecture} and ${listed(others)}`,
        expected: "types and image of one architecture",
        fix: "Choose the image by the types' architecture.",
      };
    });
  },
});
