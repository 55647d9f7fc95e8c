import { describe, expect, test } from "vitest";
import { operatorPolicy } from "../../../../../core/identity/operator-policy.ts";
import { planAutoscaler } from "../../../../../core/nodes/autoscaler.ts";
import { nodesModel } from "../../../../../core/nodes/model.ts";
import { renderUserData } from "../../../../../core/nodes/render.ts";
import { readUserData } from "../../../../../core/nodes/user-data.ts";
import nodesRules from "../../../../../core/rules/nodes/index.ts";
import { runRules } from "../../../../../core/rules/run.ts";
import type { NodeGroupSettings, Settings } from "../../../../../core/settings/index.ts";
import { baseline, cilium, eniValues } from "../../../../support/model.ts";
import { JOIN_TARGET, nodePlan, nodeSettings } from "../../../../support/nodes.ts";

const subnets = ["a", "b"].map((zone) => ({ name: `private-${zone}`, zone: `eu-central-1${zone}`, public: false }));

interface Choice {
  readonly group?: Partial<NodeGroupSettings>;
  readonly loadBalancer?: NonNullable<Settings["cilium"]>["loadBalancer"];
}

const findingsOf = ({ group = {}, loadBalancer = {} }: Choice) => {
  const parts = { group, cilium: { loadBalancer }, cluster: { autoscaler: "cluster-autoscaler" } } as const;
  const plan = nodePlan(parts);
  const autoscaler = planAutoscaler(nodeSettings(parts), [plan]);
  const model = baseline({
    settings: nodeSettings(parts),
    nodeGroups: nodesModel([plan], subnets),
    cilium: cilium({ values: eniValues({ loadBalancer: { ...loadBalancer } }) }),
    releases: [{ name: "cluster-autoscaler", chart: "cluster-autoscaler", values: autoscaler?.release.values ?? {} }],
    deployment: { waitsForRollout: true, autoscaler: "cluster-autoscaler" },
  });
  return runRules(nodesRules, model).findings;
};

describe("what the planner makes", () => {
  test.each<[string, Choice]>([
    ["the smallest group", {}],
    ["Bottlerocket on Graviton", { group: { instanceTypes: ["m7g.large"], ami: { family: "Bottlerocket" } } }],
    ["native XDP", { loadBalancer: { acceleration: "native" } }],
    ["DSR with its watcher", { loadBalancer: { mode: "dsr", sourceDestCheckWatcher: true } }],
    ["SSH from an office", { group: { access: { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.0/24"] } } }],
    ["one zone", { group: { zones: ["eu-central-1a"] } }],
  ])("%s breaks no rule of its own", (_, choice) => {
    expect(findingsOf(choice)).toEqual([]);
  });

  test("is what a reader of its user data sees", () => {
    const plan = nodePlan();
    const [model] = nodesModel([plan], subnets);
    const data = readUserData(renderUserData(JOIN_TARGET, plan));
    expect(data?.taints.map((taint) => ({ ...taint, place: "kubelet" }))).toEqual(model?.taints);
    expect(data?.labels).toEqual(model?.labels);
    expect(data?.kind).toBe(model?.userDataKind);
    expect({ kubelet: data?.maxPods, expression: data?.maxPodsExpression }).toEqual(model?.maxPodsPlaces);
  });

  test("tags the node's own ENI as the operator's rights ask", () => {
    const policy = operatorPolicy(
      {
        partition: "aws",
        region: "eu-central-1",
        clusterName: "test",
        options: { assignsIpv6: false, releaseExcessIps: false, instanceTagsFilter: false, detectsGcTags: false },
        usesNodeInterface: true,
      },
      "vpc-1",
    );
    const condition = policy.Statement.find(({ Sid }) => Sid === "UseTheNodesOwnInterfaces")?.Condition?.[
      "StringEquals"
    ];
    const tags = nodePlan().templateTags["network-interface"];
    for (const [key, value] of Object.entries(condition ?? { missing: "" })) {
      expect(tags[key.replace("aws:ResourceTag/", "")]).toBe(value);
    }
  });
});

test("every id names its area and is there once", () => {
  const ids = nodesRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^nodes(-[a-z0-9]+){2,}$/.test(id))).toEqual([]);
});
