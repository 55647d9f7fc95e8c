import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { CiliumEniCluster, ClusterMesh, type MeshMembers } from "../../components/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { only, order, record } from "../support/recorder.ts";

const MEMBERS: MeshMembers = {
  blue: { id: 1, addresses: ["10.0.2.20", "10.0.66.20"], nodeCidrs: ["10.0.0.0/16"], podCidrs: ["10.0.0.0/16"] },
  green: { id: 2, addresses: ["10.1.2.20", "10.1.66.20"], nodeCidrs: ["10.1.0.0/16"], podCidrs: ["10.1.0.0/16"] },
};
const stack = (name: string, block: string, other: string): Settings =>
  settings({
    cluster: { name, endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } },
    network: {
      vpc: { cidr: block, availabilityZones: 2 },
      neighbours: [{ name: "other", cidrs: [other] }],
    },
  });
const RELEASE = "kubernetes:helm.sh/v3:Release";
const both = () =>
  record(() => {
    const mesh = new ClusterMesh("mesh", { members: MEMBERS });
    const blue = { ...stack("blue", "10.0.0.0/16", "10.1.0.0/16"), mesh: mesh.member("blue") };
    const green = { ...stack("green", "10.1.0.0/16", "10.0.0.0/16"), mesh: mesh.member("green") };
    for (const [name, args] of Object.entries({ blue, green })) void new CiliumEniCluster(name, args);
  });

describe("two clusters in a mesh", () => {
  it("know each other by fixed addresses, with ids of their own, from the first render", async () => {
    const recorded = await both();
    expect(only(recorded, RELEASE, "blue-cilium").inputs).toMatchObject({
      values: {
        cluster: { name: "blue", id: 1 },
        clustermesh: {
          useAPIServer: true,
          config: { enabled: true, clusters: { green: { ips: ["10.1.2.20", "10.1.66.20"], port: 2379 } } },
          apiserver: {
            tls: { auto: { method: "cronJob", schedule: "0 3 1 */3 *" } },
            service: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" },
          },
        },
      },
    });
    expect(only(recorded, RELEASE, "green-cilium").inputs).toMatchObject({
      values: { cluster: { id: 2 }, clustermesh: { config: { clusters: { blue: { port: 2379 } } } } },
    });
  });

  it("share one CA, which each has before Cilium and as a secret", async () => {
    const recorded = await both();
    const { precedes, outlives } = order(recorded);
    const release = only(recorded, RELEASE, "blue-cilium");
    const secret = only(recorded, "kubernetes:core/v1:Secret", "blue-mesh-ca");
    expect(secret.inputs).toMatchObject({ metadata: { name: "cilium-ca", namespace: "kube-system" } });
    expect(precedes(secret, release)).toBe(true);
    expect(outlives(secret, release)).toBe(true);
    expect(precedes(only(recorded, "tls:index/selfSignedCert:SelfSignedCert"), secret)).toBe(true);
  });

  it("keep the addresses from pods before the first node", async () => {
    const recorded = await both();
    const kept = recorded.filter(({ type }) => type === "aws:ec2/subnetCidrReservation:SubnetCidrReservation");
    expect(kept.map(({ inputs }) => inputs["reservationType"])).toEqual([
      "explicit",
      "explicit",
      "explicit",
      "explicit",
    ]);
    const { precedes } = order(recorded);
    const group = only(recorded, "aws:eks/nodeGroup:NodeGroup", "blue-nodes-general");
    for (const reservation of kept.filter(({ name }) => name.startsWith("blue-")))
      expect(precedes(reservation, group)).toBe(true);
  });

  it("admit the other's pods and agents", async () => {
    const rules = (await both()).filter(
      ({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    );
    const fromGreen = rules
      .filter(({ inputs }) => inputs["cidrIpv4"] === "10.1.0.0/16")
      .map(({ inputs }) => inputs["fromPort"]);
    expect(fromGreen).toEqual(expect.arrayContaining([1, 4240]));
  });
});

describe("a mesh that cannot work", () => {
  const build = (members: MeshMembers) => record(() => void new ClusterMesh("mesh", { members }));

  it("is refused with every fault before anything is made", async () => {
    const { blue, green } = MEMBERS;
    if (blue === undefined || green === undefined) throw new Error("no members");
    const bad = build({ blue, green: { ...green, id: 1, datapath: "vxlan", podCidrs: ["10.0.128.0/17"] } });
    await expect(bad).rejects.toThrow(pulumi.RunError);
    await expect(bad).rejects.toThrow(/mesh-peer-id[\s\S]*mesh-peer-overlap[\s\S]*mesh-peer-datapath|members\.green/);
  });

  it("names its members where one is asked for that it has not", async () => {
    await expect(record(() => new ClusterMesh("mesh", { members: MEMBERS }).member("red"))).rejects.toThrow(
      'no member "red"; it has blue, green',
    );
  });
});
