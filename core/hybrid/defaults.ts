/** Prefix length of a node's share: 126 pods (EKS user guide: hybrid-nodes-cilium-cni). */
export const DEFAULT_POD_MASK_SIZE = 25;
/** Seconds that credentials of IAM Roles Anywhere last; its own default. */
export const DEFAULT_SESSION_SECONDS = 3600;
/** A role's sessions must last longer than the profile's, or nodes get no credentials (EKS user guide: hybrid-nodes-creds). */
export const SESSION_MARGIN_SECONDS = 3600;
export const GPU_LABEL = { "nvidia.com/gpu.present": "true" } as const;
export const GPU_TAINT = { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" } as const;
/** Most blocks of each kind (EKS user guide: hybrid-nodes-cluster-create). */
export const MOST_BLOCKS = 15;
/** Range that Docker gives its bridge where nobody says otherwise. */
export const DOCKER_BRIDGE = "172.17.0.0/16";
