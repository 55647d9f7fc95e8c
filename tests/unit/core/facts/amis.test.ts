import { describe, expect, test } from "vitest";
import {
  amiParameter,
  amiReleases,
  compareAmiReleases,
  isAmiRelease,
  readAmiParameter,
} from "../../../../core/facts/amis.ts";
import { NodeImage } from "../../../../core/facts/kernels.ts";
import { EKS_VERSIONS } from "../../../../core/facts/kubernetes.ts";

describe("image releases", () => {
  test("every pinned release is one, is not older than the minor's first and not newer than its last", () => {
    for (const image of Object.values(NodeImage)) {
      for (const { version } of EKS_VERSIONS) {
        const releases = amiReleases(image, version);
        if (releases === undefined) continue;
        expect(isAmiRelease(image, releases.pinned)).toBe(true);
        expect(compareAmiReleases(image, releases.pinned, releases.first)).toBeGreaterThanOrEqual(0);
        expect(compareAmiReleases(image, releases.pinned, releases.last ?? releases.pinned)).toBeLessThanOrEqual(0);
      }
    }
  });

  test.each([
    ["AL2023", "v20260714", true],
    ["AL2023", "recommended", false],
    ["AL2023", "20260714", false],
    ["AL2023", "v20261340", false],
    ["Bottlerocket", "1.64.0", true],
    ["Bottlerocket", "1.55.0-d93bb1b1", true],
    ["Bottlerocket", "latest", false],
    ["Bottlerocket", "v1.64.0", false],
  ] as const)("%s %s: %s", (image, release, valid) => {
    expect(isAmiRelease(image, release)).toBe(valid);
  });

  test("parameters are read back", () => {
    for (const image of Object.values(NodeImage)) {
      for (const architecture of ["x86_64", "arm64"] as const) {
        const release = image === "AL2023" ? "v20260714" : "1.64.0";
        expect(readAmiParameter(amiParameter({ image, architecture, kubernetes: "1.35", release }))).toEqual({
          family: image === "AL2023" ? "AL2023" : "BOTTLEROCKET",
          architecture,
          kubernetes: "1.35",
          release,
        });
      }
    }
  });

  test.each([
    [
      "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended/image_id",
      { family: "AL2023", kubernetes: "1.33", architecture: "arm64" },
    ],
    ["/aws/service/eks/optimized-ami/1.32/amazon-linux-2/recommended/image_id", { family: "AL2", kubernetes: "1.32" }],
    [
      "/aws/service/eks/optimized-ami/1.29/amazon-linux-2/amazon-eks-node-1.29-v20240117/image_id",
      { family: "AL2", kubernetes: "1.29", release: "v20240117" },
    ],
    [
      "/aws/service/bottlerocket/aws-k8s-1.35-nvidia/x86_64/latest/image_id",
      { family: "BOTTLEROCKET", kubernetes: "1.35", architecture: "x86_64" },
    ],
    [
      "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.35/image_id",
      { family: "WINDOWS" },
    ],
    ["/my/own/image", { family: "CUSTOM" }],
  ])("%s", (name, parameter) => {
    expect(readAmiParameter(name)).toEqual(parameter);
  });
});
