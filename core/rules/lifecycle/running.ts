import { DEFAULT_SERVICE_CIDR } from "../../settings/defaults.ts";
import { rulesOn } from "../rule.ts";
import type { PlacedDraft } from "../subject.ts";
import { wholeModel } from "../subjects.ts";

/*
 * What a run would do to the cluster that runs. `running` is the stack's last state, which only `plan --state` is given.
 */

const SUBJECT = "cluster";
const ELSEWHERE = "Set it back, or make a second stack for a second cluster and move over: docs/operations.md.";

const changed = (path: string, before: string, now: string, expected: string): PlacedDraft => ({
  subject: SUBJECT,
  path,
  found: `${now}, where the running cluster has ${before}`,
  expected,
});

const AS_MADE = "what the cluster was made with: another value replaces it, with all that runs on it";

const kept = rulesOn(wholeModel("running", "settings"), [
  {
    id: "lifecycle-cluster-replaced",
    severity: "error",
    title: "A change does not replace the running cluster",
    why: "EKS takes name, service CIDR, address family and role only when it makes a cluster, so the provider makes another one and deletes the first, with the state of everything on it; a KMS key for secrets cannot be taken off again.",
    symptom: "`pulumi preview` shows `replace` at aws:eks:Cluster; with deletionProtection it fails instead.",
    source:
      "terraform-provider-aws internal/service/eks/cluster.go: ForceNew of name, role_arn, kubernetes_network_config and of encryption_config where it is removed; docs/enhanced-region-support for the Region; EKS API reference: UpdateClusterConfig",
    fix: ELSEWHERE,
    *check({ running, settings: { region, cluster } }) {
      if (cluster.existing !== undefined) {
        yield {
          ...changed("cluster.existing", running.name, `the existing cluster ${cluster.name}`, "no existing cluster"),
          fix: "Leave existing out: with it this stack deletes the cluster that it made.",
        };
        return;
      }
      if (cluster.name !== running.name) yield changed("cluster.name", running.name, cluster.name, AS_MADE);
      if (running.region !== undefined && region !== running.region)
        yield changed("region", running.region, region, AS_MADE);
      const serviceCidr = cluster.serviceCidr ?? DEFAULT_SERVICE_CIDR;
      if (running.serviceCidr !== undefined && serviceCidr !== running.serviceCidr)
        yield changed("cluster.serviceCidr", running.serviceCidr, serviceCidr, AS_MADE);
      if (running.ipFamily !== undefined && running.ipFamily !== "ipv4")
        yield changed("cluster", running.ipFamily, "ipv4", AS_MADE);
      if (running.secretsKey !== undefined && cluster.secretsKeyArn === undefined && cluster.createSecretsKey !== true)
        yield {
          ...changed("cluster.secretsKeyArn", running.secretsKey.arn, "no key for secrets", AS_MADE),
          fix: running.secretsKey.madeHere
            ? "Set createSecretsKey: true again."
            : `Set secretsKeyArn to ${running.secretsKey.arn} again.`,
        };
    },
  },
  {
    id: "lifecycle-cluster-keeps",
    severity: "error",
    title: "The VPC and the secrets' key stay those of the running cluster",
    why: "EKS takes subnets of the cluster's first VPC only, so a run that makes or names another VPC stops halfway. A second key is never sent to EKS: the provider associates one only where there is none, so state and cluster disagree, and a key that the stack made is deleted while the secrets still need it.",
    symptom:
      "The run fails at UpdateClusterConfig with subnets of another VPC; after a change of the key `aws eks describe-cluster` still shows the first one.",
    source:
      "EKS API reference: UpdateClusterConfig (subnets of the same VPC), AssociateEncryptionConfig; terraform-provider-aws internal/service/eks/cluster.go resourceClusterUpdate; internal/service/ec2/vpc_.go: ForceNew of cidr_block",
    fix: ELSEWHERE,
    *check({ running, settings: { cluster, network } }) {
      if (cluster.existing !== undefined) return;
      yield* vpcFaults(running, network.vpc);
      yield* keyFaults(running, cluster);
    },
  },
]);

const removed = rulesOn(wholeModel("removedClusters"), [
  {
    id: "lifecycle-cluster-destroyed",
    severity: "error",
    title: "A change does not destroy a running cluster",
    why: "What a program no longer registers the next run deletes: the cluster with its nodes, and everything in the cluster that only etcd holds.",
    symptom: "`pulumi preview` shows `delete` at aws:eks:Cluster; with deletionProtection the run fails instead.",
    source:
      "Pulumi docs: concepts/how-pulumi-works (resources that are no longer declared are deleted); docs/operations.md",
    fix: "Put it back into the program. To give it to another stack, move it with pulumi state move; to be rid of it, waive this for the one run.",
    *check({ removedClusters }) {
      for (const name of removedClusters)
        yield {
          subject: `cluster "${name}"`,
          path: `removedClusters.${name}`,
          found: "it runs, and the program no longer has it",
          expected: "every cluster of the last state",
        };
    },
  },
]);

type Running = Readonly<{
  vpcId?: string;
  vpcCidr?: string;
  secretsKey?: { readonly arn: string; readonly madeHere: boolean };
}>;

const SAME_VPC = "the VPC that the cluster was made in: EKS takes subnets of no other";

function* vpcFaults(running: Running, vpc: { readonly cidr?: string; readonly id?: unknown }): Generator<PlacedDraft> {
  const { vpcId, vpcCidr } = running;
  if (vpc.cidr !== undefined) {
    if (vpcCidr !== undefined && vpc.cidr !== vpcCidr) yield changed("network.vpc.cidr", vpcCidr, vpc.cidr, SAME_VPC);
    if (vpcCidr === undefined && vpcId !== undefined)
      yield changed("network.vpc.cidr", vpcId, `a new VPC with ${vpc.cidr}`, SAME_VPC);
    return;
  }
  if (vpcCidr !== undefined && vpc.id !== undefined)
    yield {
      ...changed("network.vpc.id", `the VPC that this stack made (${vpcCidr})`, "an existing VPC", SAME_VPC),
      fix: `Set vpc.cidr: ${vpcCidr} again: without it the run deletes the VPC that the cluster is in.`,
    };
  else if (typeof vpc.id === "string" && vpcId !== undefined && vpc.id !== vpcId)
    yield changed("network.vpc.id", vpcId, vpc.id, SAME_VPC);
}

const SAME_KEY = "the key that the cluster has: EKS changes it for no other";

function* keyFaults(
  { secretsKey }: Running,
  { secretsKeyArn, createSecretsKey }: { readonly secretsKeyArn?: unknown; readonly createSecretsKey?: boolean },
): Generator<PlacedDraft> {
  if (secretsKey === undefined) return;
  if (typeof secretsKeyArn === "string" && secretsKeyArn !== secretsKey.arn)
    yield {
      ...changed("cluster.secretsKeyArn", secretsKey.arn, secretsKeyArn, SAME_KEY),
      fix: secretsKey.madeHere
        ? "Set createSecretsKey: true again: without it the run schedules the deletion of the key in use."
        : `Set secretsKeyArn to ${secretsKey.arn} again.`,
    };
  if (secretsKeyArn === undefined && createSecretsKey === true && !secretsKey.madeHere)
    yield {
      ...changed("cluster.createSecretsKey", secretsKey.arn, "a key that this stack makes", SAME_KEY),
      fix: `Set secretsKeyArn to ${secretsKey.arn} again, and leave createSecretsKey out.`,
    };
}

export default [...kept, ...removed];
