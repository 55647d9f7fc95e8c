import { describe, expect, it } from "vitest";
import { CiliumEniCluster, Karpenter, createKarpenter } from "../../components/index.ts";
import type { KarpenterSettings, Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const KARPENTER: KarpenterSettings = {
  nodePools: {
    burst: {
      families: ["m6i"],
      sizes: ["xlarge", "2xlarge"],
      capacityTypes: ["spot", "on-demand"],
      limits: { cpu: 64 },
    },
  },
};
const reachable = (parts: Partial<Settings> = {}): Settings =>
  settings({
    cluster: {
      name: "test",
      kubernetesVersion: "1.35",
      endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
    },
    ...parts,
  });
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const POOL = "kubernetes:karpenter.sh/v1:NodePool";
const CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const RIGHTS = "aws:iam/rolePolicy:RolePolicy";

async function build(
  parts: Partial<KarpenterSettings> = {},
  stack: Partial<Settings> = {},
): Promise<readonly Recorded[]> {
  const karpenter = { ...KARPENTER, ...parts };
  return record(() => {
    const cluster = new CiliumEniCluster("test", reachable({ karpenter, ...stack }));
    new Karpenter("karpenter", { ...karpenter, cluster });
  });
}

type Document = { readonly Statement: readonly { readonly Sid: string; readonly Resource: unknown }[] };
const documentOf = ({ inputs }: Recorded): Document => JSON.parse(inputs["policy"] as string) as Document;
const ofKarpenter = (recorded: readonly Recorded[], type: string): Recorded[] =>
  recorded.filter((one) => one.type === type && one.name.startsWith("karpenter-"));

describe("Karpenter", () => {
  it("comes after Cilium and CoreDNS, its definitions before it, and pools last", async () => {
    const recorded = await build();
    const way = [
      only(recorded, RELEASE, "test-cilium"),
      only(recorded, "aws:eks/addon:Addon", "coredns"),
      only(recorded, RELEASE, "karpenter-crd"),
      only(recorded, RELEASE, "karpenter-controller"),
      only(recorded, CLASS, "burst"),
      only(recorded, POOL, "burst"),
    ];
    const { precedes } = order(recorded);
    expect(
      way
        .slice(1)
        .filter((then, at) => !precedes(way[at] as Recorded, then))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  it("goes the other way: a pool is gone before anything that its nodes need", async () => {
    const recorded = await build();
    const pool = only(recorded, POOL, "burst");
    for (const lasting of [
      only(recorded, CLASS, "burst"),
      only(recorded, RELEASE, "karpenter-controller"),
      only(recorded, RELEASE, "karpenter-crd"),
      only(recorded, ENTRY, "karpenter-node"),
      only(recorded, RIGHTS, "karpenter-controller-node-lifecycle"),
      only(recorded, RELEASE, "test-cilium"),
      only(recorded, "aws:eks/nodeGroup:NodeGroup", "general"),
    ]) {
      expect(order(recorded).outlives(lasting, pool), lasting.name).toBe(true);
    }
  });

  it("lets its nodes in by an access entry of their own role", async () => {
    const recorded = await build();
    expect(only(recorded, ENTRY, "karpenter-node").inputs).toMatchObject({
      type: "EC2_LINUX",
      principalArn: expect.stringMatching(/:role\/karpenter-node-/) as unknown,
    });
    const attached = ofKarpenter(recorded, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attached.map(({ inputs }) => inputs["policyArn"])).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
  });

  it("splits the controller's rights, and passes on the nodes' role only", async () => {
    const recorded = await build();
    const rights = ofKarpenter(recorded, RIGHTS);
    expect(rights.map(({ name }) => name).toSorted()).toEqual(
      ["eks-integration", "iam-integration", "interruption", "node-lifecycle", "resource-discovery"].map(
        (name) => `karpenter-controller-${name}`,
      ),
    );
    const passed = documentOf(only(rights, RIGHTS, "iam-integration")).Statement[0];
    expect(passed?.Resource).toEqual([expect.stringMatching(/^arn:aws:iam::\d+:role\/karpenter-node-/)]);
    expect(JSON.stringify(rights.map(documentOf))).not.toMatch(/\[(node-role|interruption)/);
  });

  it("reads interruptions from a queue that only AWS's events may fill, by TLS", async () => {
    const recorded = await build();
    expect(ofKarpenter(recorded, "aws:cloudwatch/eventRule:EventRule")).toHaveLength(5);
    const { inputs } = only(recorded, "aws:sqs/queuePolicy:QueuePolicy");
    expect(inputs["policy"]).toContain("aws:SecureTransport");
    const queue = only(recorded, "aws:sqs/queue:Queue");
    expect(queue.inputs).toMatchObject({ sqsManagedSseEnabled: true, messageRetentionSeconds: 300 });
    const { values } = only(recorded, RELEASE, "karpenter-controller").inputs as { values: { settings: object } };
    expect(values.settings).toMatchObject({
      clusterName: "test",
      interruptionQueue: expect.stringMatching(/^karpenter-interruption-/) as unknown,
    });
  });

  it("has no queue where nobody wants one", async () => {
    const recorded = await build({ interruptionQueue: false });
    expect(recorded.filter(({ type }) => /sqs|cloudwatch\/event/.test(type))).toEqual([]);
    const { values } = only(recorded, RELEASE, "karpenter-controller").inputs as { values: { settings: object } };
    expect(values.settings).not.toHaveProperty("interruptionQueue");
  });

  it("gives nodes the subnets of nodes, the cluster's group, and Cilium's taint as a startup taint", async () => {
    const recorded = await build();
    const { spec } = only(recorded, CLASS, "burst").inputs as { spec: Record<string, unknown> };
    expect(spec["subnetSelectorTerms"]).toEqual(
      expect.arrayContaining([{ id: expect.stringMatching(/^subnet-/) as unknown }]),
    );
    expect(spec["role"]).toMatch(/^karpenter-node-/);
    const pool = only(recorded, POOL, "burst").inputs as { spec: { template: { spec: Record<string, unknown> } } };
    expect(pool.spec.template.spec["startupTaints"]).toEqual([
      { key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" },
    ]);
    expect(pool.spec.template.spec).not.toHaveProperty("taints");
  });

  it("tags the node subnets and the cluster's group, so that other NodeClasses find them", async () => {
    const recorded = await build();
    expect(only(recorded, "aws:ec2/tag:Tag", "karpenter-discovery").inputs).toMatchObject({
      key: "karpenter.sh/discovery",
      value: "test",
    });
    const { subnetSpecs } = only(recorded, "awsx:ec2:Vpc").inputs as {
      subnetSpecs: readonly { name: string; tags: Record<string, string> }[];
    };
    expect(subnetSpecs.filter(({ tags }) => tags["karpenter.sh/discovery"] === "test").map(({ name }) => name)).toEqual(
      ["node"],
    );
  });

  it("lets the controller use a key of one's own for volumes", async () => {
    const keyed = { ...KARPENTER.nodePools["burst"]!, disk: { kmsKeyArn: "arn:aws:kms:eu-central-1:1:key/2" } };
    const recorded = await build({ nodePools: { burst: keyed } });
    expect(only(recorded, "aws:kms/grant:Grant", "karpenter-volumes-burst").inputs).toMatchObject({
      granteePrincipal: expect.stringMatching(/:role\/karpenter-controller-/) as unknown,
    });
  });

  it("gets its rights by Pod Identity where the cluster's controllers do", async () => {
    const recorded = await build({}, { cilium: { operatorIdentity: "pod-identity" } });
    expect(
      only(recorded, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "karpenter-controller").inputs,
    ).toMatchObject({
      namespace: "kube-system",
      serviceAccount: "karpenter",
    });
  });

  it("refuses what would not work, before anything of it is registered", async () => {
    const nodePools = { burst: { instanceTypes: ["m4.large"], limits: {} } };
    await expect(
      record(() => {
        const cluster = new CiliumEniCluster("test", reachable());
        new Karpenter("karpenter", { nodePools, cluster });
      }),
    ).rejects.toThrow(/nodePools\.burst\.instanceTypes\.0/);
  });

  it("is made of a stack that asks for it, and of no other", async () => {
    const recorded = await record(() => {
      const cluster = new CiliumEniCluster("test", reachable({ karpenter: KARPENTER }));
      expect(createKarpenter(undefined, cluster)).toBeUndefined();
      createKarpenter(KARPENTER, cluster);
    });
    expect(only(recorded, RELEASE, "karpenter-controller").inputs).toMatchObject({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: "1.14.1",
      skipCrds: true,
    });
  });
});
