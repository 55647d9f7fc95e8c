/**
 * The security baseline for EKS: what AWS's best-practice guide, Security Hub, AWS Config and the common scanners ask of a
 * cluster, by rule. A framework of its own, so that a team can make it stricter or laxer than the rest
 * (sources stand at each rule; the scanners' own ids are among a policy's tags).
 */
export const SECURITY_BASELINE: Readonly<Record<string, string>> = {
  "security-endpoint-open": "API server open to known clients only",
  "control-plane-authentication-mode": "access by access entries, not by a ConfigMap",
  "control-plane-authentication-mode-both": "access by access entries alone",
  "security-access-admin-principal": "administrators are roles, by name",
  "security-access-admin-user": "administrators are roles, no IAM users",
  "security-access-masters-group": "no access by system:masters",
  "security-logs-complete": "all control-plane logs",
  "security-logs-retention": "logs kept for a year",
  "security-secrets-key": "Kubernetes secrets under a customer's key",
  "security-deletion-protection": "the cluster is protected from deletion",
  "security-group-open": "SSH, remote desktop and the kubelet not open to the internet",
  "security-group-ports-open": "no group of nodes, pods or control plane open to the internet",
  "network-flow-logs": "VPC flow logs",
  "nodes-subnets-private": "nodes in private subnets",
  "nodes-metadata-tokens": "IMDSv2 only",
  "nodes-metadata-hops": "one hop to the instance metadata",
  "nodes-disk-encrypted": "encrypted volumes",
  "nodes-ssh-open": "no SSH from anywhere",
  "identity-node-cni-policy": "no AmazonEKS_CNI_Policy on node roles",
  "identity-operator-wildcard-resource": "the operator changes the cluster's own resources only",
  "identity-operator-wildcard-action": "the operator's rights by name",
  "identity-trust-subject": "roles for one service account",
  "identity-trust-audience": "roles that accept EKS's tokens only",
  "identity-trust-audience-checked": "roles that check the token's audience",
  "identity-static-keys": "no static AWS keys",
  "security-activation-expiry": "activations of hybrid nodes with an end",
  "gateway-load-balancer-scheme": "load balancers say whether the internet reaches them",
};

/** Name of the group that these rules form beside their own. */
export const BASELINE_GROUP = "security-baseline";
