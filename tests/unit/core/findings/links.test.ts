import { describe, expect, it } from "vitest";
import { linksOf } from "../../../../core/findings/links.ts";

describe("addresses of a source", () => {
  it.each<[string, string[]]>([
    [
      "cilium/cilium#38663, #39156; VPC user guide: vpc-igw",
      [
        "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-igw.html",
        "https://github.com/cilium/cilium/issues/38663",
        "https://github.com/cilium/cilium/issues/39156",
      ],
    ],
    [
      "EKS user guide: managed-node-groups, Capacity types",
      ["https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html"],
    ],
    [
      "EKS API reference: CreateCluster",
      ["https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"],
    ],
    [
      "Cilium docs: network/concepts/ipam/eni; cilium/cilium pkg/aws/ipam/node.go",
      [
        "https://docs.cilium.io/en/stable/network/concepts/ipam/eni/",
        "https://github.com/cilium/cilium/blob/HEAD/pkg/aws/ipam/node.go",
      ],
    ],
    [
      "VPC user guide: amazon-vpc-limits (L-83CA0A9D)",
      ["https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"],
    ],
    ["values.yaml of the Cilium charts 1.19.6 and 1.20.0", []],
    ["Cilium docs: labels and selectors, syntax", []],
  ])("%s", (source, links) => {
    expect(linksOf(source)).toEqual(links);
  });
});
