import { rulesOn } from "../rule.ts";
import { addons } from "../subjects.ts";

/**
 * Add-ons with a Deployment, which EKS calls active only once its pods run; those of a DaemonSet alone are active without a node.
 * CoreDNS has a rule of its own.
 */
const NEED_NODES: ReadonlySet<string> = new Set([
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "aws-fsx-csi-driver",
  "aws-mountpoint-s3-csi-driver",
  "aws-privateca-connector-for-kubernetes",
  "adot",
  "amazon-cloudwatch-observability",
  "cert-manager",
  "external-dns",
  "kube-state-metrics",
  "metrics-server",
  "snapshot-controller",
]);

export default rulesOn(addons, [
  {
    id: "control-plane-addon-order",
    severity: "error",
    title: "Add-ons with a Deployment wait for the nodes",
    why: "Without a node their pods have nowhere to run, and EKS waits 20 minutes for them.",
    symptom: "The add-on is CREATING, then Degraded: InsufficientNumberOfReplicas; the update fails after 20 minutes.",
    source: "terraform-aws-eks#3497; pulumi/pulumi-eks#1819; EKS user guide: troubleshooting add-ons",
    fix: "Add the node groups to its dependsOn.",
    *check({ name, afterNodes }) {
      if (!NEED_NODES.has(name) || afterNodes !== false) return;
      yield { found: "the add-on depends on no node group", expected: "dependsOn with the node groups" };
    },
  },
]);
