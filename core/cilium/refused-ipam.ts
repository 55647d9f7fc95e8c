/** IPAM modes of Cilium that do not work alone on EKS, with the reason people are given. */
export const REFUSED_IPAM_MODES: Readonly<Record<string, string>> = {
  kubernetes: "kubernetes host scope needs a podCIDR on every Node, and EKS writes none [UNVERIFIED]",
  crd: "crd leaves the addresses of every node to a controller of your own; this project has none",
  azure: "azure is for Azure",
  alibabacloud: "alibabacloud is for Alibaba Cloud",
  "delegated-plugin": "delegated-plugin hands addresses to another CNI plugin; use aws-cni for the VPC CNI",
};
