import { afterAll, beforeAll, describe, expect, it } from "vitest";
import path from "node:path";
import { type PolicyHost, type PolicyReport, type ProgramResult, startPolicyHost } from "../../cli/engine/index.ts";
import { readMessage } from "../../core/rules/message.ts";
import { runFixture } from "./engine-fixtures.ts";

const PACK = path.resolve(import.meta.dirname, "../../policies");
const stack = { projectName: "house", stackName: "dev" };

let host: PolicyHost;
beforeAll(async () => {
  host = await startPolicyHost(PACK);
});
afterAll(() => host.close());

interface Judged {
  readonly program: ProgramResult;
  readonly report: PolicyReport;
}

async function judge(name: string): Promise<Judged> {
  const program = await runFixture(name);
  expect(program.errors).toEqual([]);
  return { program, report: await host.analyze(program.resources, stack) };
}

/** Rule, path and resource of every violation. */
const told = ({ program, report }: Judged): string[] =>
  report.violations.map(({ policy, urn, message }) => {
    const { type = "", name = "" } = program.resources.find((resource) => resource.urn === urn) ?? {};
    return `${policy} ${readMessage(message)?.path ?? "?"} <- ${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
  });

/** By the numbers of tests/fixtures/programs/article-wrong. */
const MISTAKES: Readonly<Record<number, string>> = {
  1: "nodes-subnets-private nodeGroups.workers.subnets <- NodeGroup workers",
  2: "network-subnet-inside network.subnets.private-b <- Subnet private-b",
  3: "network-reservation-form network.subnets.private-b.reservations <- SubnetCidrReservation prefixes",
  4: "identity-node-cni-policy identity.node.managedPolicies <- Role node",
  5: "control-plane-bootstrap-addons controlPlane.bootstrapSelfManagedAddons <- Cluster shop",
  6: "control-plane-vpc-cni controlPlane.useDefaultVpcCni <- Cluster shop",
  7: "control-plane-kube-proxy controlPlane.kubeProxyAddonOptions <- Cluster shop",
  8: "control-plane-authentication-mode controlPlane.authenticationMode <- Cluster shop",
  9: "security-endpoint-open controlPlane.endpoint.publicAccessCidrs.0 <- Cluster shop",
  10: "security-logs-complete controlPlane.logs.types <- Cluster shop",
  11: "nodes-metadata-tokens nodeGroups.workers.metadata <- NodeGroup workers",
  12: "nodes-disk-encrypted nodeGroups.workers.disk <- NodeGroup workers",
  13: "nodes-disk-type nodeGroups.workers.disk <- NodeGroup workers",
  14: "addresses-max-pods nodeGroups.workers.maxPods <- NodeGroup workers",
  15: "nodes-template-interfaces nodeGroups.workers <- NodeGroup workers",
  16: "nodes-image-family-supported nodeGroups.workers.ami.family <- NodeGroup workers",
  17: "nodes-taint-present nodeGroups.workers.taints <- NodeGroup workers",
  18: "nodes-ssh-open nodeGroups.bastions.access.sourceCidrs <- NodeGroup bastions",
  19: "lifecycle-release-name cilium.releaseName <- Release cni",
  20: "lifecycle-release-await cilium.skipAwait <- Release cni",
  21: "helm-values-key-fails cilium.values.tunnel <- Release cni",
  22: "helm-values-key-moved cilium.values.awsEnablePrefixDelegation <- Release cni",
  23: "datapath-masquerade-interfaces cilium.values.egressMasqueradeInterfaces <- Release cni",
  24: "helm-values-api-server cilium.values.k8sServiceHost <- Release cni",
  25: "gateway-annotation-place objects.Gateway.edge.metadata.annotations.service.beta.kubernetes.io/aws-load-balancer-scheme <- Gateway edge",
};

describe("the pack over a program that never heard of it", () => {
  it("finds each of its 25 mistakes, in its place", async () => {
    const judged = await judge("article-wrong");
    expect(told(judged)).toEqual(expect.arrayContaining(Object.values(MISTAKES)));
  });

  it("has nothing to say of the same cluster as it should be", async () => {
    const { report } = await judge("article-right");
    expect(report.violations).toEqual([]);
  });

  it("says what it cannot decide there before the cluster's address and issuer are known", async () => {
    const { report } = await judge("article-right");
    const paths = report.undecided.map(({ reason }) => /\.(\S+) can't be known/.exec(reason)?.[1]);
    expect(new Set(paths)).toEqual(
      new Set(["cilium.values.eni.iamRole", "cilium.values.k8sServiceHost", "identity.2.trust.0"]),
    );
  });
});
