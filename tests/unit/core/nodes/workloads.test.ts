import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { planAutoscaler } from "../../../../core/nodes/autoscaler.ts";
import { planSourceDestCheck } from "../../../../core/nodes/source-dest-check.ts";
import { watcherScript } from "../../../../core/controllers/source-dest-check.ts";
import { nodePlan, nodeSettings } from "../../../support/nodes.ts";

describe("the source/destination check's watcher", () => {
  const dsr = { loadBalancer: { mode: "dsr", sourceDestCheckWatcher: true } } as const;

  test("is planned only for DSR, and only where it is asked for", () => {
    expect(planSourceDestCheck(nodeSettings({ cilium: dsr }))).toBeDefined();
    expect(planSourceDestCheck(nodeSettings({ cilium: { loadBalancer: { mode: "dsr" } } }))).toBeUndefined();
    expect(
      planSourceDestCheck(nodeSettings({ cilium: { loadBalancer: { sourceDestCheckWatcher: true } } })),
    ).toBeUndefined();
  });

  test("may change only ENIs of its own cluster", () => {
    const statements = planSourceDestCheck(nodeSettings({ cilium: dsr }))?.policy.Statement ?? [];
    const changing = statements.filter(({ Action }) => Action.some((action) => !action.startsWith("ec2:Describe")));
    expect(changing.map(({ Action }) => Action)).toEqual([
      ["ec2:ModifyNetworkInterfaceAttribute"],
      ["ec2:ModifyNetworkInterfaceAttribute"],
    ]);
    expect(changing.map(({ Condition }) => Object.keys(Condition?.["StringEquals"] ?? {}))).toEqual([
      ["aws:ResourceTag/io.cilium/cilium-managed", "aws:ResourceTag/io.cilium/cluster-name"],
      ["aws:ResourceTag/kubernetes.io/cluster/test"],
    ]);
  });

  test("switches off what it finds, and goes on", () => {
    const script = watcherScript({ Own: { "io.cilium/cluster-name": "test" } });
    expect(spawnSync("sh", ["-n"], { input: script }).status).toBe(0);
    // A stand-in for the AWS CLI writes down the calls; the first round is enough.
    const calls = spawnSync(
      "sh",
      [
        "-c",
        `aws() { if [ "$2" = describe-network-interfaces ]; then echo eni-1; else echo "$*" >&2; fi; }\nsleep() { exit 0; }\n${script.replace("&\n  wait $!", "; exit 0")}`,
      ],
      { encoding: "utf8" },
    );
    expect(calls.stderr).toContain(
      "modify-network-interface-attribute --network-interface-id eni-1 --no-source-dest-check",
    );
  });

  test("runs without Cilium: host network, the node's DNS, any node", () => {
    const { deployment } = planSourceDestCheck(nodeSettings({ cilium: dsr })) ?? {};
    expect(deployment).toMatchObject({
      template: { spec: { hostNetwork: true, dnsPolicy: "Default", tolerations: [{ operator: "Exists" }] } },
    });
  });

  test("takes another image", () => {
    const cilium = { loadBalancer: { ...dsr.loadBalancer, sourceDestCheckImage: "registry.example.com/aws:1" } };
    expect(JSON.stringify(planSourceDestCheck(nodeSettings({ cilium })))).toContain("registry.example.com/aws:1");
  });
});

describe("the cluster-autoscaler", () => {
  const cluster = { autoscaler: "cluster-autoscaler" } as const;
  const group = {
    labels: { workload: "web" },
    taints: [{ key: "dedicated", value: "web", effect: "NoSchedule" }],
  } as const;

  test("is planned only where it is asked for", () => {
    expect(planAutoscaler(nodeSettings(), [])).toBeUndefined();
    expect(planAutoscaler(nodeSettings({ cluster: { autoscaler: "none" } }), [])).toBeUndefined();
  });

  test("ignores Cilium's taint while a node starts, and has the cluster's minor", () => {
    const plan = planAutoscaler(nodeSettings({ cluster: { ...cluster, kubernetesVersion: "1.34" } }), []);
    expect(plan?.release.values).toMatchObject({
      autoDiscovery: { clusterName: "test" },
      extraArgs: { "startup-taint": "node.cilium.io/agent-not-ready" },
      image: { tag: "v1.34.5" },
    });
  });

  test("may resize only groups of its own cluster", () => {
    const resize = planAutoscaler(nodeSettings({ cluster }), [])?.policy.Statement.find(({ Sid }) => Sid === "Resize");
    expect(resize?.Condition).toEqual({
      StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/test": "owned" },
    });
  });

  test("learns labels and taints of a group without nodes from tags, but not Cilium's taint", () => {
    expect(planAutoscaler(nodeSettings({ cluster, group }), [nodePlan({ group })])?.groupTags).toEqual({
      general: {
        "k8s.io/cluster-autoscaler/node-template/label/workload": "web",
        "k8s.io/cluster-autoscaler/node-template/label/cilium-eks/node-group": "general",
        "k8s.io/cluster-autoscaler/node-template/taint/dedicated": "web:NoSchedule",
      },
    });
  });
});
