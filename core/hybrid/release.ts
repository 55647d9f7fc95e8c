/** AWS's build of Cilium for hybrid nodes (EKS user guide: hybrid-nodes-cilium-cni). */
export const AWS_CHART = "oci://public.ecr.aws/eks/cilium/cilium";
export const NAMESPACE = "kube-system";
