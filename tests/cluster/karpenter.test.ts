import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { podSource } from "../../core/capacity/source.ts";
import { planKarpenter } from "../../core/karpenter/plan.ts";
import type { KarpenterPlan } from "../../core/karpenter/types.ts";
import type { NodePoolSettings } from "../../core/settings/index.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No object of Karpenter was applied: ${tools.missing}.`);

/** Every field that a pool can have. */
const whole: NodePoolSettings = {
  families: ["m6i", "m7g"],
  sizes: ["xlarge", "2xlarge"],
  capacityTypes: ["reserved", "spot", "on-demand"],
  capacityReservations: ["cr-0123456789abcdef0"],
  zones: ["eu-central-1a"],
  limits: { cpu: 64, nodes: 10, memoryGiB: 256 },
  maxPods: 58,
  weight: 10,
  labels: { team: "a" },
  taints: [{ key: "dedicated", value: "batch", effect: "NoSchedule" }],
  gpu: true,
  expireAfter: "Never",
  terminationGracePeriod: "1h30m",
  disruption: {
    consolidationPolicy: "WhenEmpty",
    consolidateAfter: "Never",
    budgets: [{ nodes: "0", reasons: ["Drifted"], schedule: "0 9 * * mon-fri", duration: "8h" }, { nodes: "100%" }],
  },
  disk: { sizeGiB: 100, iops: 4000, throughput: 250, kmsKeyArn: "arn:aws:kms:eu-central-1:1:key/2" },
  metadataHopLimit: 2,
  ssm: true,
  userData: "#!/bin/bash\ntrue\n",
  extraTags: { cost: "batch" },
};

const planned = (nodePools: Readonly<Record<string, NodePoolSettings>>): KarpenterPlan =>
  planKarpenter(
    { nodePools },
    {
      clusterName: "test",
      region: "eu-central-1",
      kubernetesVersion: "1.35",
      mechanism: "irsa",
      source: podSource({ eni: { enabled: true, awsEnablePrefixDelegation: true }, ipam: { mode: "eni" } }),
      boot: { al2023: [], bottlerocket: '[settings.network]\nhttps-proxy = "http://proxy:3128"\n' },
      tags: { team: "platform" },
      nodeSubnets: 2,
      runsCilium: true,
      hybridNodes: false,
      zonalShift: false,
      nodeGroups: { system: [] },
    },
  );

/** What only a deployment knows stands there as AWS would name it. */
const objectsOf = ({ pools }: KarpenterPlan): KubeObject[] =>
  JSON.parse(
    JSON.stringify(pools.flatMap(({ nodeClass, nodePool }) => [nodeClass, nodePool]))
      .replaceAll(/\[node-subnet-(\d)\]/g, "subnet-$1")
      .replaceAll("[cluster-security-group]", "sg-1"),
  ) as KubeObject[];

describe.skipIf("missing" in tools)("Karpenter's objects on its definitions", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({ crds: ["karpenter-1.14.1"] });
  });
  afterAll(() => plane?.stop());

  it("are taken by the API server, with every field that a pool can have", async () => {
    const plan = planned({
      whole,
      small: { instanceTypes: ["m6i.large"], limits: { nodes: 3 } },
      bottlerocket: { families: ["m6i"], limits: { cpu: 8 }, ami: { family: "Bottlerocket", release: "1.66.0" } },
      golden: { families: ["m6i"], limits: { cpu: 8 }, ami: { ssmParameter: "/golden/eks" } },
    });
    expect(await plane.apply(objectsOf(plan))).toEqual([]);
    expect(await plane.get(objectsOf(plan)[0] as KubeObject)).toBeDefined();
  });

  it("are refused where a rule of ours lets a pool through that Karpenter does not know", async () => {
    const [, nodePool] = objectsOf(planned({ wrong: { families: ["m6i"], limits: { nodes: 1 } } })) as [
      KubeObject,
      KubeObject,
    ];
    const spec = structuredClone(nodePool["spec"]) as { template: { spec: { requirements: object[] } } };
    spec.template.spec.requirements.push({ key: "karpenter.sh/nodepool", operator: "In", values: ["x"] });
    const [fault] = await plane.apply([{ ...nodePool, spec }]);
    expect(fault).toMatchObject({ code: 422, message: expect.stringContaining("restricted") as string });
  });

  it("go as a destroy deletes them: the pool stays until its nodes are ended, then the class, then nothing holds the controller", async () => {
    const [nodeClass, nodePool] = objectsOf(planned({ going: { families: ["m6i"], limits: { nodes: 3 } } })) as [
      KubeObject,
      KubeObject,
    ];
    // Karpenter's controllers put their finalizers on what they look after (pkg/controllers/nodeclass, karpenter core).
    const held = { ...nodeClass, metadata: { ...nodeClass.metadata, finalizers: ["karpenter.k8s.aws/termination"] } };
    expect(await plane.apply([held, nodePool])).toEqual([]);
    const uid = (await plane.get(nodePool))?.metadata["uid"];
    const claim: KubeObject = {
      apiVersion: "karpenter.sh/v1",
      kind: "NodeClaim",
      metadata: {
        name: "going-x",
        finalizers: ["karpenter.sh/termination"],
        labels: { "karpenter.sh/nodepool": "going" },
        ownerReferences: [
          { apiVersion: "karpenter.sh/v1", kind: "NodePool", name: "going", uid, blockOwnerDeletion: true },
        ],
      },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "going" },
        requirements: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }],
      },
    };
    expect(await plane.apply([claim])).toEqual([]);
    if (!plane.controllers) return;
    await watched(claim, nodePool);

    await plane.remove(nodePool, "Foreground");
    // Kubernetes asks the claim to go; Karpenter drains its node meanwhile.
    await until(async () => (await plane.get(claim))?.metadata["deletionTimestamp"] !== undefined);
    expect(await plane.get(nodePool)).toBeDefined();

    await release(claim);
    await until(async () => (await plane.get(nodePool)) === undefined);

    await plane.remove(nodeClass, "Foreground");
    expect(await plane.get(nodeClass)).toBeDefined();
    await release(nodeClass);
    await until(async () => (await plane.get(nodeClass)) === undefined);
  });

  /** Until the garbage collector knows of claims: it looks for new kinds every half minute, and takes no dependent for none till then. */
  async function watched(claim: KubeObject, nodePool: KubeObject): Promise<void> {
    const owner = { ...nodePool, metadata: { ...nodePool.metadata, name: "probe" } };
    expect(await plane.apply([owner])).toEqual([]);
    const uid = (await plane.get(owner))?.metadata["uid"];
    const ownerReferences = [{ apiVersion: "karpenter.sh/v1", kind: "NodePool", name: "probe", uid }];
    const dependent = { ...claim, metadata: { name: "probe-x", labels: claim.metadata.labels, ownerReferences } };
    expect(await plane.apply([dependent])).toEqual([]);
    await plane.remove(owner, "Background");
    await until(async () => (await plane.get(dependent)) === undefined);
  }

  /** What Karpenter does when the instance, or the launch templates, are gone. */
  const release = ({ apiVersion, kind, metadata }: KubeObject): Promise<unknown> =>
    plane.request(
      "PATCH",
      `/apis/${apiVersion}/${kind === "NodeClaim" ? "nodeclaims" : "ec2nodeclasses"}/${metadata.name}`,
      { metadata: { finalizers: null } },
      "application/merge-patch+json",
    );
});

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 900; tries++) {
    if (await done()) return;
    await sleep(100);
  }
  throw new Error("It did not happen within 90 seconds.");
}
