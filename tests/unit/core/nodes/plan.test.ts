import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodesModel } from "../../../../core/nodes/model.ts";
import { isPlanned, planNodes, surgeOf } from "../../../../core/nodes/plan.ts";
import type { ClusterSettings, NodeGroupSettings } from "../../../../core/settings/index.ts";
import { NODE_CONTEXT, nodePlan, nodeSettings } from "../../../support/nodes.ts";

const plansOf = (group: Partial<NodeGroupSettings>, cluster: Partial<ClusterSettings> = {}) =>
  planNodes(nodeSettings({ group, cluster }), NODE_CONTEXT);

describe("a node group's plan", () => {
  test("pins the image by release, never by `recommended`", () => {
    expect(nodePlan().image).toEqual({
      family: "AL2023",
      kubernetes: "1.35",
      release: "v20260923",
      parameter:
        "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.35-v20260923/image_id",
    });
    const arm = nodePlan({
      group: {
        instanceTypes: ["m7g.large"],
        ami: { family: "Bottlerocket", release: "1.63.0", kubernetesVersion: "1.34" },
      },
    });
    expect(arm.image.parameter).toBe("/aws/service/bottlerocket/aws-k8s-1.34/arm64/1.63.0/image_id");
  });

  test("cannot be made where no image can be named, and can be judged", () => {
    expect(plansOf({ instanceTypes: ["m6i.large", "m7g.large"] }).every(isPlanned)).toBe(false);
    expect(plansOf({ instanceTypes: ["mac2.metal"] }).every(isPlanned)).toBe(false);
    expect(plansOf({}, { kubernetesVersion: "1.20" }).every(isPlanned)).toBe(false);
    expect(plansOf({ ami: { release: "v20300101" } }, { kubernetesVersion: "1.40" }).every(isPlanned)).toBe(true);
  });

  test("puts Cilium's taint first and leaves the user's behind it", () => {
    const taint = { key: "dedicated", value: "gpu", effect: "NoSchedule" } as const;
    expect(nodePlan({ group: { taints: [taint] } }).taints).toEqual([
      { key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" },
      taint,
    ]);
  });

  test("writes the pod limit to kubelet and expression, so that kubeReserved follows it", () => {
    expect(nodePlan().pods).toEqual({ max: 110, expression: "110", reservedMemoryMiB: 1465 });
    expect(nodePlan({ group: { maxPods: 58 } }).pods).toMatchObject({ max: 58, expression: "58" });
  });

  test("lets the node work the limit out where the type's addresses are not known", () => {
    const { pods } = nodePlan({}, { maxPods: {}, firstInterfaceIndex: 1, prefixDelegation: true });
    expect(pods).toEqual({
      expression:
        "(default_enis - 1) * (ips_per_eni - 1) * 16 - 3 < 110 ? (default_enis - 1) * (ips_per_eni - 1) * 16 - 3 : 110",
    });
  });

  test("labels the group, and the nodes of a split cluster, for what selects them", () => {
    expect(nodePlan({ group: { labels: { workload: "web" } } }).labels).toEqual({
      workload: "web",
      "cilium-eks/node-group": "general",
    });
    const existing = {
      strategy: "split",
      endpoint: "e",
      certificateAuthority: "c",
      clusterSecurityGroupId: "s",
    } as const;
    expect(nodePlan({ cluster: { existing } }).labels).toHaveProperty("cilium-eks/datapath", "cilium");
  });

  test("encrypts every volume; on Bottlerocket the size is the data volume's", () => {
    expect(nodePlan().volumes).toEqual([{ device: "/dev/xvda", sizeGiB: 50, type: "gp3", encrypted: true }]);
    expect(
      nodePlan({ group: { ami: { family: "Bottlerocket" }, disk: { sizeGiB: 80, kmsKeyArn: "key" } } }).volumes,
    ).toEqual([
      { device: "/dev/xvda", type: "gp3", encrypted: true, kmsKeyArn: "key" },
      { device: "/dev/xvdb", sizeGiB: 80, type: "gp3", encrypted: true, kmsKeyArn: "key" },
    ]);
  });

  test("tags instances, volumes and the node's own ENI", () => {
    const tags = { team: "net", Name: "test-general", "kubernetes.io/cluster/test": "owned" };
    expect(nodePlan({ cluster: { extraTags: { team: "net" } } }).templateTags).toEqual({
      instance: tags,
      volume: tags,
      "network-interface": tags,
    });
  });

  test("keeps what must not pass a proxy off it", () => {
    const proxy = { httpProxy: "http://proxy:3128", noProxy: [".example.com"] };
    const { host } = nodePlan({ cluster: { proxy } });
    expect(host.proxy).toMatchObject({ httpsProxy: "http://proxy:3128" });
    expect(host.proxy?.noProxy).toEqual(
      expect.arrayContaining(["169.254.170.23", "10.0.0.0/16", "172.20.0.0/16", ".eks.amazonaws.com", ".example.com"]),
    );
    const publicOnly = nodePlan({ cluster: { proxy, endpoint: { privateAccess: false, publicAccess: true } } });
    expect(publicOnly.host.proxy?.noProxy).not.toContain(".eks.amazonaws.com");
  });

  test("does not depend on the order of the groups", () => {
    const settings = nodeSettings();
    const [group] = Object.values(settings.nodeGroups) as [NodeGroupSettings];
    const forwards = planNodes({ ...settings, nodeGroups: { a: group, b: group } }, NODE_CONTEXT);
    expect(forwards).toEqual(planNodes({ ...settings, nodeGroups: { b: group, a: group } }, NODE_CONTEXT));
  });

  test("is total", () => {
    const text = fc.string();
    fc.assert(
      fc.property(
        fc.record({
          instanceTypes: fc.array(fc.oneof(text, fc.constantFrom("m6i.large", "c7g.xlarge", "p5.48xlarge"))),
          scaling: fc.record({ min: fc.nat(), max: fc.nat() }),
          labels: fc.dictionary(text, text),
          taints: fc.array(fc.record({ key: text, effect: fc.constantFrom("NoSchedule", "NoExecute") })),
          ami: fc.record({ family: fc.constantFrom("AL2023", "Bottlerocket"), release: text, kubernetesVersion: text }),
          zones: fc.array(text),
        }),
        (group) => {
          const plan = planNodes(nodeSettings({ group }), NODE_CONTEXT);
          expect(plan === undefined || plan.length === 1).toBe(true);
        },
      ),
    );
  });
});

describe("an update's surge", () => {
  const scaling = { min: 1, desired: 1, max: 50 };
  test.each([
    [{ maxUnavailable: 1, strategy: "DEFAULT" }, 3, 6],
    [{ maxUnavailable: 20, strategy: "DEFAULT" }, 3, 20],
    [{ maxUnavailablePercentage: 50, strategy: "DEFAULT" }, 3, 25],
    [{ maxUnavailable: 20, strategy: "MINIMAL" }, 3, 0],
  ] as const)("%o over %i zones is %i nodes", (update, zones, nodes) => {
    expect(surgeOf({ scaling, update }, zones)).toBe(nodes);
  });
});

describe("the model of planned groups", () => {
  const subnets = ["a", "b", "c"].map((zone) => ({ name: `node-${zone}`, zone: `eu-central-1${zone}`, public: false }));
  test("carries what rules judge", () => {
    const [group] = nodesModel([nodePlan({ group: { zones: ["eu-central-1b"] } })], subnets);
    expect(group).toMatchObject({
      subnets: ["node-b"],
      publicSubnets: false,
      surge: 2,
      maxPods: 110,
      maxPodsPlaces: { kubelet: 110, expression: "110" },
      customImage: true,
      userDataKind: "nodeadm",
      disk: { encrypted: true, type: "gp3", sizeGiB: 50 },
      metadata: { httpTokens: "required", hopLimit: 1 },
    });
    expect(group?.taints[0]).toMatchObject({ place: "kubelet", effect: "NoExecute" });
  });
  test("says that only AL2023 prepares devices for XDP", () => {
    const cilium = { loadBalancer: { acceleration: "native" } } as const;
    const model = (group = {}) => nodesModel([nodePlan({ group, cilium })], subnets)[0]?.networkSetup;
    expect(model()).toEqual({ xdpUdevRule: true, mtu: 3498 });
    expect(model({ ami: { family: "Bottlerocket" } })).toEqual({ xdpUdevRule: false });
  });
});
