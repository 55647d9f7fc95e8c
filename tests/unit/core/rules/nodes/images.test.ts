import {
  imageArchitecture,
  imageFamily,
  imageKnown,
  imageNodeadm,
  imagePinned,
  imageReleaseExists,
  imageReleaseFormat,
  imageSkew,
  typesArchitecture,
  typesPresent,
} from "../../../../../core/rules/nodes/images.ts";
import type { ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import type { NodeGroupSettings } from "../../../../../core/settings/index.ts";
import { baseline, controlPlane, nodeGroup, settings, unknown } from "../../../../support/model.ts";
import { testRule } from "./cases.ts";

const group = (parts: Partial<NodeGroupModel>): ClusterModel => baseline({ nodeGroups: [nodeGroup(parts)] });
const asked = (parts: Partial<NodeGroupSettings>): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ...parts } },
    }),
  });
const withoutSettings = (parts: Partial<NodeGroupModel>): ClusterModel => {
  const { settings: _, ...rest } = group(parts);
  return rest;
};

testRule(imageFamily, {
  fails: [
    ["Amazon Linux 2", group({ amiFamily: "AL2" }), "Amazon Linux 2"],
    ["Windows", group({ amiFamily: "WINDOWS" }), "Windows"],
  ],
  passes: [
    ["AL2023", group({})],
    ["Bottlerocket", group({ amiFamily: "BOTTLEROCKET" })],
    ["an image of one's own", group({ amiFamily: "CUSTOM" })],
  ],
  undecided: [["an unknown family", group({ amiFamily: unknown })]],
});

testRule(imageKnown, {
  fails: [["a minor that no release is known for", asked({ ami: { kubernetesVersion: "1.20" } }), "1.20"]],
  passes: [
    ["the default", asked({})],
    ["a release that is named", asked({ ami: { kubernetesVersion: "1.99", release: "v20300101" } })],
  ],
  undecided: [["an unknown release", asked({ ami: { release: unknown } })]],
});

testRule(imageReleaseFormat, {
  fails: [
    ["recommended", asked({ ami: { release: "recommended" } }), "recommended"],
    ["a Bottlerocket version for AL2023", asked({ ami: { release: "1.64.0" } }), "1.64.0"],
    ["latest", asked({ ami: { family: "Bottlerocket", release: "latest" } }), "latest"],
  ],
  passes: [
    ["a release of AL2023", asked({ ami: { release: "v20260714" } })],
    ["a release of Bottlerocket", asked({ ami: { family: "Bottlerocket", release: "1.55.0-d93bb1b1" } })],
    ["none", asked({})],
  ],
  undecided: [["an unknown release", asked({ ami: { release: unknown } })]],
});

testRule(imageReleaseExists, {
  fails: [
    ["a release older than the minor", group({ amiRelease: "v20251007" }), "no image for Kubernetes 1.35"],
    [
      "a release that dropped the minor",
      group({ amiFamily: "BOTTLEROCKET", amiRelease: "1.64.0", amiKubernetesVersion: "1.30" }),
      "1.64.0",
    ],
  ],
  passes: [
    ["the pinned release", group({})],
    ["an EKS release version, which is no release of ours", group({ amiRelease: "1.35.6-20260714" })],
    ["a minor that the table lacks", group({ amiKubernetesVersion: "1.99" })],
  ],
  undecided: [["an unknown release", group({ amiRelease: unknown })]],
});

testRule(imageNodeadm, {
  fails: [["an old image", group({ amiRelease: "v20250915", amiKubernetesVersion: "1.34" }), "v20250915"]],
  passes: [
    ["the first image with it", group({ amiRelease: "v20251007", amiKubernetesVersion: "1.34" })],
    ["Bottlerocket", group({ amiFamily: "BOTTLEROCKET", amiRelease: "1.30.0" })],
  ],
  undecided: [["an unknown release", group({ amiRelease: unknown })]],
});

const { amiRelease: _release, ...unpinned } = nodeGroup();
testRule(imagePinned, {
  fails: [
    [
      "the recommended image",
      baseline({ nodeGroups: [{ ...unpinned, imageParameter: "/aws/service/eks/…/recommended/image_id" }] }),
      "recommended",
    ],
  ],
  passes: [
    ["a release's parameter", group({ imageParameter: "/aws/service/…-v20260714/image_id" })],
    ["an image id that is given", baseline({ nodeGroups: [unpinned] })],
  ],
  undecided: [["an unknown parameter", group({ imageParameter: unknown, amiRelease: unknown })]],
});

testRule(imageSkew, {
  fails: [
    ["nodes newer than the control plane", group({ amiKubernetesVersion: "1.36" }), "1.36"],
    ["nodes four minors older", group({ amiKubernetesVersion: "1.31" }), "1.31"],
    ["nodes one minor older, as a warning", group({ amiKubernetesVersion: "1.34" }), "1.34"],
  ],
  passes: [["the same minor", group({})]],
  undecided: [
    ["an unknown version of the nodes", group({ amiKubernetesVersion: unknown })],
    ["an unknown control plane", baseline({ controlPlane: controlPlane({ kubernetesVersion: unknown }) })],
  ],
});

testRule(typesPresent, {
  fails: [
    ["no types", asked({ instanceTypes: [] }), "no instance type"],
    ["no types in another program", withoutSettings({ instanceTypes: [] }), "no instance type"],
  ],
  passes: [["one type", asked({})]],
  undecided: [["unknown types", withoutSettings({ instanceTypes: unknown })]],
});

testRule(typesArchitecture, {
  fails: [
    ["Intel and Graviton together", asked({ instanceTypes: ["m6i.large", "m7g.large"] }), "arm64 (m7g.large)"],
    ["a Mac", withoutSettings({ instanceTypes: ["mac2.metal"] }), "no known architecture"],
  ],
  passes: [["two of one architecture", asked({ instanceTypes: ["m6i.large", "m6a.large"] })]],
  undecided: [["unknown types", withoutSettings({ instanceTypes: unknown })]],
});

testRule(imageArchitecture, {
  fails: [["an Intel image on Graviton", group({ instanceTypes: ["m7g.large"] }), "m7g.large"]],
  passes: [["both Intel", group({})]],
  undecided: [["an unknown architecture", group({ architecture: unknown })]],
});
