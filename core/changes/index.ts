import type { PlanSection } from "../contracts/area-part.ts";
import { type Finding, Severity } from "../findings/finding.ts";
import type { PartialClusterPlan } from "../plan/cluster.ts";
import { type GroupChange, groupChanges } from "./groups.ts";
import { type State, at, inState } from "./state.ts";

export { type State, type StateResource, readState } from "./state.ts";

/** What a run would do to what is running, as far as a plan without an account can tell. */
export interface Changes {
  readonly findings: readonly Finding[];
  readonly sections: readonly PlanSection[];
}

/** What AWS takes only when a cluster is made (Terraform provider of AWS: aws_eks_cluster; EKS API: UpdateClusterConfig). */
export const REPLACES_CLUSTER = "lifecycle-cluster-replaced";

/** Compares a plan with the last state of its stack: what replaces the cluster is an error, what rolls nodes is announced. */
export function changesOf(state: State, plan: PartialClusterPlan): Changes {
  const groups = groupChanges(state, plan);
  return {
    findings: replacements(state, plan),
    sections: groups.length === 0 ? [] : [nodesSection(groups)],
  };
}

function nodesSection(groups: readonly GroupChange[]): PlanSection {
  const nodes = groups.reduce((sum, { nodes: count }) => sum + count, 0);
  return {
    title: `Running nodes that this change replaces: ${String(nodes)}`,
    columns: ["node group", "nodes", "what happens", "because"],
    rows: groups.map(({ name, nodes: count, what, causes }) => [name, String(count), what, causes.join("; ")]),
  };
}

function replacements(state: State, { controlPlane, network }: PartialClusterPlan): Finding[] {
  const cluster = inState(state, "aws:eks/cluster:Cluster")[0];
  if (cluster === undefined || controlPlane.existing !== undefined) return [];
  const vpc = inState(state, "aws:ec2/vpc:Vpc").find(({ urn }) => urn.includes("awsx:ec2:Vpc$"));
  const block = network?.vpc.kind === "new" ? network.vpc.cidr : undefined;
  const key = at(cluster.inputs, "encryptionConfig", "provider", "keyArn");
  const compared: readonly (readonly [string, unknown, unknown])[] = [
    ["cluster.name", at(cluster.inputs, "name"), controlPlane.name],
    ["cluster.serviceCidr", at(cluster.inputs, "kubernetesNetworkConfig", "serviceIpv4Cidr"), controlPlane.serviceCidr],
    ["network.vpc.cidr", block === undefined ? undefined : at(vpc?.inputs, "cidrBlock"), block],
    [
      "network.vpc.id",
      vpc !== undefined && network?.vpc.kind === "existing" ? "a VPC of this stack" : undefined,
      "another",
    ],
    ["cluster.secretsKeyArn", controlPlane.secretsKey.kind === "aws-owned" ? key : undefined, "no key"],
  ];
  return compared.flatMap(([path, found, wanted]) =>
    typeof found !== "string" || found === wanted ? [] : [replaced(path, found, String(wanted))],
  );
}

const replaced = (path: string, before: string, now: string): Finding => ({
  rule: REPLACES_CLUSTER,
  severity: Severity.Error,
  subject: "cluster",
  path,
  found: `${now}, where the running stack has ${before}`,
  expected: "what the cluster was made with: another value replaces it, with all that runs on it",
  fix: "Set it back, or make a second stack for a second cluster and move over: docs/day2.md.",
});
