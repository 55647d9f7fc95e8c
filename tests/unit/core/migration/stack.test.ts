import { describe, expect, it } from "vitest";
import { type MigrationSource, planMigrationStack } from "../../../../core/migration/stack.ts";
import { changedVariables } from "../../../../core/facts/vpc-cni.ts";
import { errorsOf, evaluate } from "../../../../core/plan/index.ts";
import { EXISTING, vpcCni } from "../../../support/migration-model.ts";

const GROUP = {
  name: "general",
  instanceTypes: ["m6i.xlarge"],
  scaling: { min: 2, desired: 3, max: 6 },
  spot: false,
  bottlerocket: false,
  labels: {},
  taints: [],
  subnets: ["subnet-0a00000000000000a", "subnet-0a00000000000000b"],
};
const source = (over: Partial<MigrationSource> = {}): MigrationSource => ({
  existing: { ...EXISTING, groups: [GROUP] },
  vpcCni: vpcCni({}),
  eniConfigs: [],
  typesByGroup: {},
  ...over,
});
const withEnv = (env: Readonly<Record<string, string>>) =>
  planMigrationStack(source({ vpcCni: vpcCni({ env }) })).cilium;

describe("the stack of a migration", () => {
  it("plans without an error on every Kubernetes version that a Cilium is tested with", () => {
    for (const kubernetesVersion of ["1.32", "1.33", "1.34", "1.35", "1.36"]) {
      const settings = planMigrationStack(source({ existing: { ...EXISTING, kubernetesVersion, groups: [GROUP] } }));
      expect(errorsOf(evaluate(settings).report)).toEqual([]);
    }
  });

  it("takes the oldest Cilium whose window the cluster is in", () => {
    const of = (kubernetesVersion: string) =>
      planMigrationStack(source({ existing: { ...EXISTING, kubernetesVersion } })).cilium?.version;
    expect([of("1.35"), of("1.36")]).toEqual(["1.19.6", "1.20.2"]);
  });

  it.each([
    [{}, { masquerade: { mode: "bpf" } }],
    [{ AWS_VPC_K8S_CNI_EXTERNALSNAT: "true" }, {}],
    [
      { AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: "10.1.0.0/16,10.2.0.0/16" },
      { masquerade: { mode: "bpf", nonMasqueradeCidrs: ["10.1.0.0/16", "10.2.0.0/16"] } },
    ],
    [
      { ENABLE_PREFIX_DELEGATION: "true", WARM_IP_TARGET: "5" },
      { prefixDelegation: true, allocation: { preAllocate: 5 }, masquerade: { mode: "bpf" } },
    ],
    [
      { ADDITIONAL_ENI_TAGS: '{"team":"shop"}', AWS_VPC_ENI_MTU: "1500" },
      { eni: { tags: { team: "shop" } }, helmValues: { MTU: 1500 }, masquerade: { mode: "bpf" } },
    ],
    [
      { ADDITIONAL_ENI_TAGS: "no JSON", NETWORK_POLICY_ENFORCING_MODE: "strict" },
      { helmValues: { policyEnforcementMode: "always" }, masquerade: { mode: "bpf" } },
    ],
  ])("makes of %j what Cilium calls it", (env, settings) => {
    expect(withEnv(env)).toEqual({ version: "1.19.6", ...settings });
  });

  it("puts pods into the subnets of custom networking, and nodes where they were", () => {
    const pods = {
      id: "subnet-0c00000000000000a",
      zone: "eu-central-1a",
      cidr: "100.64.0.0/18",
      egress: "nat",
    } as const;
    const vpc = { ...EXISTING.vpc, cidrs: ["10.0.0.0/16", "100.64.0.0/16"], private: [...EXISTING.vpc.private, pods] };
    const { network } = planMigrationStack(
      source({
        existing: { ...EXISTING, vpc, groups: [GROUP] },
        eniConfigs: [{ name: "eu-central-1a", subnet: pods.id, groups: [] }],
      }),
    );
    expect(network.podSubnets?.existing).toEqual([pods]);
    expect(network.vpc).toMatchObject({ subnets: { private: EXISTING.vpc.private } });
  });

  it("leaves out labels and taints that others set, and takes the types of the nodes where the group names none", () => {
    const labels = {
      team: "shop",
      "eks.amazonaws.com/nodegroup": "a",
      "node.kubernetes.io/role": "b",
      "karpenter.sh/nodepool": "c",
    };
    const taints = [
      { key: "dedicated", value: "shop", effect: "NoSchedule" },
      { key: "node.cilium.io/agent-not-ready", effect: "NoExecute" },
    ];
    const group = { ...GROUP, instanceTypes: [], spot: true, bottlerocket: true, labels, taints };
    const { nodeGroups } = planMigrationStack(
      source({ existing: { ...EXISTING, groups: [group] }, typesByGroup: { general: ["r6i.large"] } }),
    );
    expect(nodeGroups).toEqual({
      general: {
        instanceTypes: ["r6i.large"],
        scaling: GROUP.scaling,
        capacityType: "SPOT",
        ami: { family: "Bottlerocket" },
        labels: { team: "shop" },
        taints: [taints[0]],
      },
    });
  });
});

it("counts a variable only where it was changed", () => {
  expect(
    changedVariables({ AWS_VPC_ENI_MTU: "9001", WARM_ENI_TARGET: "2", LOGLEVEL: "DEBUG" }).map(({ name }) => name),
  ).toEqual(["WARM_ENI_TARGET"]);
});
