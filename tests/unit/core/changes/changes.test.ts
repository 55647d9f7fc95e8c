import { describe, expect, it } from "vitest";
import { type State, changesOf, readState, runningOf, stateOfCluster } from "../../../../core/changes/index.ts";
import { renderUserData } from "../../../../core/nodes/render.ts";
import { evaluate } from "../../../../core/plan/index.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const base = settings({ cilium: { version: "1.19.6" } });
const CLUSTER = {
  name: "test",
  endpoint: "https://abc.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: { data: "QUJD" },
};
const urn = (type: string, name: string) =>
  `urn:pulumi:dev::cilium-eks::cilium-eks:index:CiliumEniCluster$${type}::${name}`;

/** The state that a run of these settings leaves. */
function stateOf(stack: Settings): State {
  const { plan } = evaluate(stack);
  const { controlPlane } = plan;
  const target = {
    name: "test",
    endpoint: CLUSTER.endpoint,
    certificateAuthority: "QUJD",
    serviceCidr: controlPlane.serviceCidr,
  };
  const cluster = {
    urn: urn("aws:eks/cluster:Cluster", "test-control-plane-eksCluster"),
    type: "aws:eks/cluster:Cluster",
    inputs: {
      name: controlPlane.name,
      kubernetesNetworkConfig: { serviceIpv4Cidr: controlPlane.serviceCidr, ipFamily: "ipv4" },
    },
    outputs: CLUSTER,
  };
  const vpc = {
    urn: "urn:pulumi:dev::cilium-eks::cilium-eks:index:CiliumEniCluster$awsx:ec2:Vpc$aws:ec2/vpc:Vpc::test-vpc",
    type: "aws:ec2/vpc:Vpc",
    inputs: { cidrBlock: stack.network.vpc.cidr },
  };
  const groups = (plan.nodeGroups ?? []).flatMap((group) => [
    {
      urn: urn("aws:eks/nodeGroup:NodeGroup", `test-nodes-${group.name}`),
      type: "aws:eks/nodeGroup:NodeGroup",
      inputs: {
        instanceTypes: [...group.instanceTypes],
        capacityType: group.capacityType,
        subnetIds: plan.network?.subnets
          .filter(({ role, zone }) => role === "node" && (group.zones?.includes(zone) ?? true))
          .map(({ name, id }) => id ?? name),
      },
      outputs: { scalingConfig: { desiredSize: 3 } },
    },
    {
      urn: urn("aws:ec2/launchTemplate:LaunchTemplate", `test-nodes-${group.name}`),
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      inputs: {
        metadataOptions: { httpPutResponseHopLimit: group.metadata.httpPutResponseHopLimit },
        ...(group.access.kind === "ssh"
          ? { vpcSecurityGroupIds: ["sg-1", "sg-2"], keyName: group.access.keyName }
          : {}),
        description: `${group.image.family} ${group.image.release} for Kubernetes ${group.image.kubernetes}`,
        userData: renderUserData(target, group),
        tagSpecifications: Object.entries(group.templateTags).map(([resourceType, tags]) => ({
          resourceType,
          tags: { ...controlPlane.tags, ...tags },
        })),
        blockDeviceMappings: group.volumes.map(({ device, sizeGiB, type, iops, throughput, kmsKeyArn }) => ({
          deviceName: device,
          ebs: { volumeSize: sizeGiB, volumeType: type, iops, throughput, kmsKeyId: kmsKeyArn },
        })),
      },
    },
  ]);
  const subnets = (plan.network?.subnets ?? []).map(({ name, zone }) => ({
    urn: urn("awsx:ec2:Vpc$aws:ec2/subnet:Subnet", `test-vpc-${name}`),
    type: "aws:ec2/subnet:Subnet",
    id: name,
    outputs: { availabilityZone: zone },
  }));
  return [cluster, vpc, ...subnets, ...groups];
}

const change = (next: Settings, before = base) => changesOf(stateOf(before), evaluate(next).plan);
const general = (part: Partial<Settings["nodeGroups"][string]>): Settings => ({
  ...base,
  nodeGroups: { general: { ...base.nodeGroups["general"], ...part } as Settings["nodeGroups"][string] },
});
const cluster = (part: Partial<Settings["cluster"]>): Settings => ({ ...base, cluster: { ...base.cluster, ...part } });

const ZONES = ["eu-central-1a", "eu-central-1b"];
const existingVpc = (zones: readonly string[]): Settings => ({
  ...base,
  network: {
    vpc: {
      id: "vpc-1",
      cidrs: ["10.0.0.0/16"],
      subnets: {
        private: zones.map((zone, at) => ({
          id: `subnet-${String(at)}`,
          zone,
          cidr: `10.0.${String(at * 16)}.0/20`,
          egress: "nat" as const,
        })),
      },
    },
  },
});

describe("a plan beside the last state", () => {
  it("has nothing to say where nothing changes, and of a first run", () => {
    for (const stack of [base, existingVpc(ZONES), general({ access: { kind: "ssh", keyName: "ops" } })])
      expect(change(stack, stack)).toEqual([]);
    expect(changesOf([], evaluate(base).plan)).toEqual([]);
  });

  it("knows what the running cluster was made with", () => {
    expect(runningOf(stateOf(base))).toEqual({
      name: "test",
      serviceCidr: "172.20.0.0/16",
      ipFamily: "ipv4",
      vpcCidr: "10.0.0.0/16",
    });
    expect(runningOf([])).toBeUndefined();
    const [first, ...rest] = stateOf(base);
    const arn = "arn:aws:kms:eu-central-1:123456789012:key/1";
    const keyed = {
      ...first,
      inputs: { ...first?.inputs, encryptionConfig: { provider: { keyArn: arn } } },
    } as State[0];
    const key = { urn: urn("aws:kms/key:Key", "test-secrets"), type: "aws:kms/key:Key", outputs: { arn } };
    expect(runningOf([keyed, ...rest])?.secretsKey).toEqual({ arn, madeHere: false });
    expect(runningOf([keyed, key, ...rest])?.secretsKey).toEqual({ arn, madeHere: true });
    const answered = {
      ...first,
      outputs: { arn: "arn:aws:eks:eu-west-1:1:cluster/test", vpcConfig: { vpcId: "vpc-1" } },
    };
    expect(runningOf([answered as State[0]])).toMatchObject({ region: "eu-west-1", vpcId: "vpc-1" });
  });

  it("tells the clusters of a program apart by their names", () => {
    const [one, other] = [stateOf(base), stateOf(cluster({ name: "other" }))].map((state, at) =>
      state.map((resource) => ({ ...resource, urn: resource.urn.replace("::test-", at === 0 ? "::one-" : "::two-") })),
    );
    const both: State = [...(one ?? []), ...(other ?? [])];
    expect(stateOfCluster(both, "other")).toEqual(other);
    expect(stateOfCluster(both, "third")).toEqual([]);
    expect(stateOfCluster(one ?? [], "renamed")).toEqual(one);
  });

  it.each([
    ["group replaced", "instanceTypes m6i.large -> m6i.xlarge", general({ instanceTypes: ["m6i.xlarge"] })],
    ["group replaced", "capacityType ON_DEMAND -> SPOT", general({ capacityType: "SPOT" })],
    [
      "group replaced",
      "instanceTypes m6i.large -> m6i.large, m6a.large",
      general({ instanceTypes: ["m6i.large", "m6a.large"] }),
    ],
    [
      "group replaced",
      "zones eu-central-1a, eu-central-1b, eu-central-1c -> eu-central-1a",
      general({ zones: ["eu-central-1a"] }),
    ],
    [
      "group replaced",
      "zones eu-central-1a, eu-central-1b, eu-central-1c -> eu-central-1a, eu-central-1b",
      { ...base, network: { vpc: { cidr: "10.0.0.0/16", availabilityZones: 2 } } },
    ],
    ["nodes rolled", "metadataHopLimit 1 -> 2", general({ metadataHopLimit: 2 })],
    [
      "nodes rolled",
      "access now by SSH; access.keyName none -> ops",
      general({ access: { kind: "ssh", keyName: "ops" } }),
    ],
    ["nodes rolled", "throughput none -> 250", general({ disk: { throughput: 250 } })],
    ["nodes rolled", "label tier added", general({ labels: { tier: "a" } })],
    ["nodes rolled", "maxPods 28 -> 20", general({ maxPods: 20 })],
    [
      "nodes rolled",
      "maxPods 28 -> 27",
      { ...base, gateway: { enabled: true, listeners: { http: { protocol: "HTTP" as const } } } },
    ],
    ["nodes rolled", "GiB -> 90 GiB", general({ disk: { sizeGiB: 90 } })],
    ["nodes rolled", "tag team added", cluster({ extraTags: { team: "a" } })],
    [
      "group removed",
      "no longer name it",
      { ...base, nodeGroups: { other: base.nodeGroups["general"] as Settings["nodeGroups"][string] } },
    ],
  ])("announces: %s, because %s, with the number of nodes", (what, cause, next) => {
    const [section] = change(next);
    expect(section?.title).toContain("replaces: 3");
    const [name, nodes, happens, causes] = section?.rows[0] ?? [];
    expect([name, nodes]).toEqual(["general", "3"]);
    expect(happens).toContain(what);
    expect(causes).toContain(cause);
  });

  it("announces other subnets of a VPC that exists", () => {
    const [section] = change(existingVpc([...ZONES, "eu-central-1c"]), existingVpc(ZONES));
    expect(section?.rows).toEqual([
      [
        "general",
        "3",
        expect.stringContaining("group replaced"),
        "subnets subnet-0, subnet-1 -> subnet-0, subnet-1, subnet-2",
      ],
    ]);
  });

  it("says nothing of a size that changes in place", () => {
    expect(change(general({ scaling: { min: 3, max: 9 } }))).toEqual([]);
  });

  it("reads an exported state and nothing else", () => {
    const [resource] = stateOf(base);
    expect(
      readState({ version: 3, deployment: { resources: [resource, { urn: "u", type: "t", delete: true }] } }),
    ).toEqual([resource]);
    expect(readState({ version: 3, deployment: {} })).toEqual([]);
    expect(readState({ resources: [] })).toBeUndefined();
    expect(readState("text")).toBeUndefined();
  });
});
