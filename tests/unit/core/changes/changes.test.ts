import { describe, expect, it } from "vitest";
import { type State, changesOf, readState } from "../../../../core/changes/index.ts";
import { renderUserData } from "../../../../core/nodes/render.ts";
import { judge } from "../../../../core/plan/index.ts";
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
  const { plan } = judge(stack);
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
    inputs: { name: controlPlane.name, kubernetesNetworkConfig: { serviceIpv4Cidr: controlPlane.serviceCidr } },
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
      inputs: { instanceTypes: [...group.instanceTypes], capacityType: group.capacityType },
      outputs: { scalingConfig: { desiredSize: 3 } },
    },
    {
      urn: urn("aws:ec2/launchTemplate:LaunchTemplate", `test-nodes-${group.name}`),
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      inputs: {
        description: `${group.image.family} ${group.image.release} for Kubernetes ${group.image.kubernetes}`,
        userData: renderUserData(target, group),
        tagSpecifications: [
          { resourceType: "instance", tags: { ...controlPlane.tags, ...group.templateTags.instance } },
        ],
        blockDeviceMappings: group.volumes.map(({ device, sizeGiB, type }) => ({
          deviceName: device,
          ebs: { volumeSize: sizeGiB, volumeType: type },
        })),
      },
    },
  ]);
  return [cluster, vpc, ...groups];
}

const change = (next: Settings, before = base) => changesOf(stateOf(before), judge(next).plan);
const general = (part: Partial<Settings["nodeGroups"][string]>): Settings => ({
  ...base,
  nodeGroups: { general: { ...base.nodeGroups["general"], ...part } as Settings["nodeGroups"][string] },
});
const cluster = (part: Partial<Settings["cluster"]>): Settings => ({ ...base, cluster: { ...base.cluster, ...part } });

describe("a plan beside the last state", () => {
  it("has nothing to say where nothing changes, and of a first run", () => {
    expect(change(base)).toEqual({ findings: [], sections: [] });
    expect(changesOf([], judge(base).plan)).toEqual({ findings: [], sections: [] });
  });

  it.each([
    ["cluster.name", cluster({ name: "other" })],
    ["cluster.serviceCidr", cluster({ serviceCidr: "10.100.0.0/16" })],
    ["network.vpc.cidr", { ...base, network: { vpc: { cidr: "10.8.0.0/16" } } }],
  ])("refuses another %s, which replaces the cluster", (path, next) => {
    const { findings } = change(next);
    expect(findings.map(({ rule, severity, path: where }) => [rule, severity, where])).toEqual([
      ["lifecycle-cluster-replaced", "error", path],
    ]);
  });

  it.each([
    ["group replaced", "instanceTypes m6i.large -> m6i.xlarge", general({ instanceTypes: ["m6i.xlarge"] })],
    ["group replaced", "capacityType ON_DEMAND -> SPOT", general({ capacityType: "SPOT" })],
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
    const [section] = change(next).sections;
    expect(section?.title).toContain("replaces: 3");
    const [name, nodes, happens, causes] = section?.rows[0] ?? [];
    expect([name, nodes]).toEqual(["general", "3"]);
    expect(happens).toContain(what);
    expect(causes).toContain(cause);
  });

  it("says nothing of a size that changes in place", () => {
    expect(change(general({ scaling: { min: 3, max: 9 } })).sections).toEqual([]);
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
