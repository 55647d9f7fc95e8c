import { rulesOn } from "../rule.ts";
import { nodeGroupSettings, nodeGroups } from "../subjects.ts";
import { amiReleases, compareAmiReleases, isAmiRelease } from "../../facts/amis.ts";
import { DATED_TABLES } from "../../facts/dated.ts";
import { NodeImage } from "../../facts/kernels.ts";
import { DEFAULT_KUBERNETES_VERSION, isPastOnEks, nodeSkewAllowed } from "../../facts/kubernetes.ts";
import { compareVersions, minorOf } from "../../facts/version.ts";
import type { ClusterModel, NodeGroupModel } from "../../model/index.ts";
import { DEFAULT_AMI_FAMILY } from "../../settings/defaults.ts";

const imageOf = ({ amiFamily }: NodeGroupModel): NodeImage | undefined =>
  amiFamily === "AL2023" ? NodeImage.AL2023 : amiFamily === "BOTTLEROCKET" ? NodeImage.Bottlerocket : undefined;

const REFUSED: Partial<Record<NodeGroupModel["amiFamily"], string>> = {
  AL2: "Amazon Linux 2, whose EKS images ended on 2025-11-26 and exist up to Kubernetes 1.32 only",
  WINDOWS: "Windows, on which Cilium does not run",
};

/** amazon-eks-ami 2419 (v20251002) and 2446 (v20251007). */
const NODEADM_FLOOR = "v20251007";

const IMAGES = `${DATED_TABLES.images.source}; read ${DATED_TABLES.images.read}`;

const SKEW_POLICY = "Kubernetes version skew policy";

interface Skew {
  readonly kubelet: string;
  readonly server: string;
  readonly supported: boolean;
}

/** Where nodes and control plane are of two minors that are both known. */
function skewOf({ amiKubernetesVersion: kubelet }: NodeGroupModel, { controlPlane }: ClusterModel): Skew | undefined {
  const server = controlPlane?.kubernetesVersion;
  if (server === undefined || minorOf(server) === undefined) return undefined;
  if (kubelet === undefined || minorOf(kubelet) === undefined || minorOf(kubelet) === minorOf(server)) return undefined;
  return { kubelet, server, supported: nodeSkewAllowed(server, kubelet) };
}

export default [
  ...rulesOn(nodeGroups, [
    {
      id: "nodes-image-family-supported",
      severity: "error",
      title: "Nodes run Amazon Linux 2023 or Bottlerocket",
      why: "Amazon Linux 2 gets no more images and its kernel is too old; Cilium has no Windows agent.",
      source: "EKS user guide: eks-ami-deprecation-faqs; Cilium docs: operations/system_requirements",
      fix: "Use an image of AL2023 or Bottlerocket with user data in its form, and replace the nodes.",
      *check(group) {
        const reason = REFUSED[group.amiFamily];
        if (reason === undefined) return;
        yield {
          at: "ami.family",
          found:
            group.userDataKind === "bootstrap-sh" && group.customImage === true
              ? `user data that calls bootstrap.sh, which images of Amazon Linux 2 have. If it is one: ${reason}`
              : reason,
          expected: "AL2023 or Bottlerocket",
        };
      },
    },
    {
      id: "nodes-image-release-exists",
      severity: "error",
      title: "The image release was made for the Kubernetes version",
      why: "Each minor is in the releases from a certain one on; for others AWS has no parameter and the deployment stops.",
      source: IMAGES,
      fix: "Set ami.release to a release that has an image for the Kubernetes version, or leave it out.",
      *check(group) {
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
      },
    },
    {
      id: "nodes-image-nodeadm-floor",
      severity: "error",
      title: `AL2023 images are ${NODEADM_FLOOR} or newer`,
      why: "Older ones do not know nodeadm's maxPodsExpression, and their networkd configures the ENIs that Cilium attaches and removes its routing rules.",
      symptom: "Pods whose address is on a second ENI of the node reach nothing.",
      source: "awslabs/amazon-eks-ami#2446, #2419, #2384; cilium/cilium#24397",
      fix: "Set ami.release to a newer release of AL2023, or leave it out.",
      *check(group) {
        const { amiRelease: release } = group;
        if (imageOf(group) !== "AL2023" || release === undefined || !isAmiRelease("AL2023", release)) return;
        if (compareAmiReleases("AL2023", release, NODEADM_FLOOR) >= 0) return;
        yield {
          at: "ami.release",
          found: release,
          expected: `${NODEADM_FLOOR} or newer`,
          fix: `Set ami.release to ${amiReleases("AL2023", group.amiKubernetesVersion ?? "")?.pinned ?? NODEADM_FLOOR}.`,
        };
      },
    },
    {
      id: "nodes-image-release-pinned",
      severity: "warning",
      title: "The node image is pinned to a release",
      why: "An image id that is read from a `recommended` or `latest` parameter changes with every new release, and any deployment then replaces all nodes. ManagedNodeGroup of @pulumi/eks does this as soon as it makes a template.",
      symptom:
        "A preview shows the launch template changed, and every node replaced, though nobody changed the program.",
      source: "pulumi/pulumi-eks nodejs/eks nodegroup.ts; EKS user guide: retrieve-ami-id",
      fix: "Read the image id from the release's own parameter, or ignore changes of the template's imageId.",
      *check(group) {
        const { imageParameter } = group;
        if (imageParameter === undefined || group.amiRelease !== undefined) return;
        yield {
          at: "ami.release",
          found: `an image id from ${imageParameter}, which moves by itself`,
          expected: "the parameter of one release",
        };
      },
    },
    {
      id: "nodes-image-kubernetes-skew",
      severity: "error",
      title: "The nodes' Kubernetes is not newer than the control plane's, and at most three minors older",
      why: "A kubelet outside that window is not supported and may not register.",
      source: SKEW_POLICY,
      fix: "Upgrade the control plane before its nodes, by at most three minors.",
      also: ["controlPlane"],
      *check(group, model) {
        const skew = skewOf(group, model);
        if (skew === undefined || skew.supported) return;
        const { kubelet, server } = skew;
        yield {
          at: "ami.kubernetesVersion",
          found: `nodes of Kubernetes ${kubelet} under a control plane of ${server}`,
          expected: `${server}, or up to three minors older`,
          fix:
            compareVersions(kubelet, server) > 0
              ? "Upgrade the control plane first."
              : `Set ami.kubernetesVersion to ${server}, or leave it out.`,
        };
      },
    },
    {
      id: "nodes-image-kubernetes-behind",
      severity: "warning",
      title: "The nodes' Kubernetes is the control plane's",
      why: "Older kubelets are supported for three minors, and meant for the time of an upgrade.",
      source: SKEW_POLICY,
      fix: "Set ami.kubernetesVersion to the control plane's version, or leave it out.",
      also: ["controlPlane"],
      *check(group, model) {
        const skew = skewOf(group, model);
        if (skew?.supported !== true) return;
        const { kubelet, server } = skew;
        yield {
          at: "ami.kubernetesVersion",
          found: `nodes of Kubernetes ${kubelet} under a control plane of ${server}`,
          expected: `${server} once the upgrade is done`,
          fix: `Set ami.kubernetesVersion to ${server}, or leave it out.`,
        };
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "nodes-image-kubernetes-known",
      severity: "error",
      title: "An image release is known for the Kubernetes version",
      why: "Without a release there is no image id, so nothing can be planned.",
      source: IMAGES,
      fix: "Set ami.release to a release that has an image for the Kubernetes version, or ami.kubernetesVersion to a newer minor.",
      also: ["deployment"],
      *check({ settings: { ami } }, { settings, deployment }) {
        const image = NodeImage[ami?.family ?? DEFAULT_AMI_FAMILY];
        const ofCluster = settings.cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
        const kubernetes = ami?.kubernetesVersion ?? ofCluster;
        if (ami?.release !== undefined || amiReleases(image, kubernetes) !== undefined) return;
        // Of a cluster whose version EKS no longer has control-plane-version-supported says enough.
        if (ami?.kubernetesVersion === undefined && isPastOnEks(ofCluster, deployment?.asOf ?? "")) return;
        yield {
          at: "ami.release",
          found: `no release, and none is known for ${image} and Kubernetes ${kubernetes}`,
          expected: "a release to pin",
          fix: `Set ami.release to a release that has an image for Kubernetes ${kubernetes}, or ami.kubernetesVersion to a minor such as ${DEFAULT_KUBERNETES_VERSION}.`,
        };
      },
    },
    {
      id: "nodes-image-release-format",
      severity: "error",
      title: "`ami.release` is one release of its image",
      why: "The release is part of the SSM parameter that the image id is read from; a wrong one fails at deployment, and `recommended` or `latest` would roll the nodes by surprise.",
      source: "aws/karpenter-provider-aws pkg/providers/amifamily/al2023.go and bottlerocket.go",
      fix: "Write the release as its notes name it, v20260714 for AL2023 or 1.64.0 for Bottlerocket, or leave it out.",
      *check({ settings: { ami } }) {
        const image = NodeImage[ami?.family ?? DEFAULT_AMI_FAMILY];
        if (ami?.release === undefined || isAmiRelease(image, ami.release)) return;
        const example = image === "AL2023" ? "v20260714" : "1.64.0";
        yield {
          at: "ami.release",
          found: `"${ami.release}"`,
          expected: `a release of ${image}, such as ${example}`,
          fix: `Write the release as its notes name it, ${example}, or leave it out.`,
        };
      },
    },
  ]),
];
