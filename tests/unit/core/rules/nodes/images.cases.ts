import { cases } from "../../../../support/rule-cases.ts";
import { amiReleases } from "../../../../../core/facts/amis.ts";
import type { ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import type { NodeGroupSettings } from "../../../../../core/settings/index.ts";
import { baseline, controlPlane, nodeGroup, settings, unknown } from "../../../../support/model.ts";

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

const { amiRelease: _release, ...unpinned } = nodeGroup();

export default cases({
  "nodes-image-family-supported": {
    fails: [
      ["Amazon Linux 2", group({ amiFamily: "AL2" }), { found: "Amazon Linux 2" }],
      ["Windows", group({ amiFamily: "WINDOWS" }), { found: "Windows" }],
    ],
    passes: [
      ["AL2023", group({})],
      ["Bottlerocket", group({ amiFamily: "BOTTLEROCKET" })],
      ["an image of one's own", group({ amiFamily: "CUSTOM" })],
    ],
    unknown: [["an unknown family", group({ amiFamily: unknown })]],
  },
  "nodes-image-kubernetes-known": {
    fails: [["a minor that no release is known for", asked({ ami: { kubernetesVersion: "1.20" } }), { found: "1.20" }]],
    passes: [
      ["the default", asked({})],
      [
        "a cluster of a version that EKS no longer has, which another rule reports",
        { ...asked({}), settings: settings({ cluster: { name: "blue", kubernetesVersion: "1.28" } }) },
      ],
      ["a release that is named", asked({ ami: { kubernetesVersion: "1.99", release: "v20300101" } })],
    ],
    unknown: [["an unknown release", asked({ ami: { release: unknown } })]],
  },
  "nodes-image-release-format": {
    fails: [
      ["recommended", asked({ ami: { release: "recommended" } }), { found: "recommended" }],
      ["a Bottlerocket version for AL2023", asked({ ami: { release: "1.64.0" } }), { found: "1.64.0" }],
      ["latest", asked({ ami: { family: "Bottlerocket", release: "latest" } }), { found: "latest" }],
    ],
    passes: [
      ["a release of AL2023", asked({ ami: { release: "v20260714" } })],
      ["a release of Bottlerocket", asked({ ami: { family: "Bottlerocket", release: "1.55.0-d93bb1b1" } })],
      ["none", asked({})],
    ],
    unknown: [["an unknown release", asked({ ami: { release: unknown } })]],
  },
  "nodes-image-release-exists": {
    fails: [
      ["a release older than the minor", group({ amiRelease: "v20251007" }), { found: "no image for Kubernetes 1.35" }],
      [
        "a release that dropped the minor",
        group({ amiFamily: "BOTTLEROCKET", amiRelease: "1.64.0", amiKubernetesVersion: "1.30" }),
        { found: "1.64.0" },
      ],
    ],
    passes: [
      ["the first release of the minor", group({ amiRelease: amiReleases("AL2023", "1.35")?.first ?? "" })],
      [
        "the last release of the minor",
        group({
          amiFamily: "BOTTLEROCKET",
          amiRelease: amiReleases("Bottlerocket", "1.30")?.last ?? "",
          amiKubernetesVersion: "1.30",
        }),
      ],

      ["the pinned release", group({})],
      ["an EKS release version, which is no release of ours", group({ amiRelease: "1.35.6-20260714" })],
      ["a minor that the table lacks", group({ amiKubernetesVersion: "1.99" })],
    ],
    unknown: [["an unknown release", group({ amiRelease: unknown })]],
  },
  "nodes-image-nodeadm-floor": {
    fails: [["an old image", group({ amiRelease: "v20250915", amiKubernetesVersion: "1.34" }), { found: "v20250915" }]],
    passes: [
      ["the first image with it", group({ amiRelease: "v20251007", amiKubernetesVersion: "1.34" })],
      ["Bottlerocket", group({ amiFamily: "BOTTLEROCKET", amiRelease: "1.30.0" })],
    ],
    unknown: [["an unknown release", group({ amiRelease: unknown })]],
  },
  "nodes-image-release-pinned": {
    fails: [
      [
        "the recommended image",
        baseline({ nodeGroups: [{ ...unpinned, imageParameter: "/aws/service/eks/…/recommended/image_id" }] }),
        { found: "recommended" },
      ],
    ],
    passes: [
      ["a release's parameter", group({ imageParameter: "/aws/service/…-v20260714/image_id" })],
      ["an image id that is given", baseline({ nodeGroups: [unpinned] })],
    ],
    unknown: [["an unknown parameter", group({ imageParameter: unknown, amiRelease: unknown })]],
  },
  "nodes-image-kubernetes-skew": {
    fails: [
      [
        "nodes newer than the control plane",
        group({ amiKubernetesVersion: "1.36" }),
        { path: "nodeGroups.general.ami.kubernetesVersion", found: "1.36" },
      ],
      ["nodes four minors older", group({ amiKubernetesVersion: "1.31" }), { found: "1.31" }],
    ],
    passes: [
      ["the same minor", group({})],
      ["nodes one minor older", group({ amiKubernetesVersion: "1.34" })],
    ],
    unknown: [
      ["an unknown version of the nodes", group({ amiKubernetesVersion: unknown })],
      ["an unknown control plane", baseline({ controlPlane: controlPlane({ kubernetesVersion: unknown }) })],
    ],
  },
  "nodes-image-kubernetes-behind": {
    fails: [
      [
        "nodes one minor older",
        group({ amiKubernetesVersion: "1.34" }),
        { path: "nodeGroups.general.ami.kubernetesVersion", found: "1.34" },
      ],
      ["nodes three minors older", group({ amiKubernetesVersion: "1.32" }), { found: "1.32" }],
    ],
    passes: [
      ["the same minor", group({})],
      ["nodes newer than the control plane", group({ amiKubernetesVersion: "1.36" })],
      ["nodes four minors older", group({ amiKubernetesVersion: "1.31" })],
    ],
    unknown: [
      ["an unknown version of the nodes", group({ amiKubernetesVersion: unknown })],
      ["an unknown control plane", baseline({ controlPlane: controlPlane({ kubernetesVersion: unknown }) })],
    ],
  },
  "nodes-types-present": {
    fails: [
      ["no types", asked({ instanceTypes: [] }), { found: "no instance type" }],
      ["no types in another program", withoutSettings({ instanceTypes: [] }), { found: "no instance type" }],
    ],
    passes: [["one type", asked({})]],
    unknown: [["unknown types", withoutSettings({ instanceTypes: unknown })]],
  },
  "nodes-types-architecture": {
    fails: [
      [
        "Intel and Graviton together",
        asked({ instanceTypes: ["m6i.large", "m7g.large"] }),
        { found: "arm64 (m7g.large)" },
      ],
      ["a Mac", withoutSettings({ instanceTypes: ["mac2.metal"] }), { found: "no known architecture" }],
    ],
    passes: [["two of one architecture", asked({ instanceTypes: ["m6i.large", "m6a.large"] })]],
    unknown: [["unknown types", withoutSettings({ instanceTypes: unknown })]],
  },
  "nodes-image-architecture": {
    fails: [["an Intel image on Graviton", group({ instanceTypes: ["m7g.large"] }), { found: "m7g.large" }]],
    passes: [
      ["two architectures, which another rule reports", group({ instanceTypes: ["m6i.large", "m7g.large"] })],
      ["both Intel", group({})],
    ],
    unknown: [["an unknown architecture", group({ architecture: unknown })]],
  },
});
