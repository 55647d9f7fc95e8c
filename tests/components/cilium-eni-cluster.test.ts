import { describe, expect, it } from "vitest";
import { CiliumEniCluster, type CiliumEniClusterArgs, featuresOf } from "../../components/index.ts";
import { Secret } from "../../engine/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const base = settings({
  cluster: {
    name: "blue",
    endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
    createSecretsKey: true,
    addons: { ebsCsi: { enabled: true } },
  },
  network: { vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16" } },
  nodeGroups: {
    general: {
      instanceTypes: ["m6i.large"],
      scaling: { min: 2, max: 4 },
      pods: { subnetTags: { "cilium-eks/pod-subnet": "blue" } },
    },
  },
  cilium: { prefixDelegation: true },
  gateway: { enabled: true },
});

const build = (args: Partial<CiliumEniClusterArgs> = {}): Promise<readonly Recorded[]> =>
  record(() => new CiliumEniCluster("blue", { ...base, features: featuresOf(base), ...args }));

const RELEASE = "kubernetes:helm.sh/v3:Release";
const ADDON = "aws:eks/addon:Addon";

/** Each must exist before the next is created, and outlive it when the stack is destroyed. */
function expectChain(recorded: readonly Recorded[], chain: readonly Recorded[]): void {
  const { precedes, outlives } = order(recorded);
  for (const [index, later] of chain.entries()) {
    for (const earlier of chain.slice(0, index)) {
      const pair = `${earlier.type} ${earlier.name} before ${later.type} ${later.name}`;
      expect(precedes(earlier, later), pair).toBe(true);
      expect(outlives(earlier, later), `destroyed after: ${pair}`).toBe(true);
      expect(precedes(later, earlier), `no circle: ${pair}`).toBe(false);
    }
  }
}

describe("CiliumEniCluster", () => {
  it("creates network, control plane, rights, CRDs, Cilium, nodes and add-ons in that order, and destroys in reverse", async () => {
    const recorded = await build();
    const release = only(recorded, RELEASE, "-cilium");
    const nodes = only(recorded, "aws:eks/nodeGroup:NodeGroup");
    const cluster = only(recorded, "eks:index:Cluster");
    const nodeConfig = only(recorded, "kubernetes:cilium.io/v2:CiliumNodeConfig");
    const crds = recorded.filter(({ type }) => type === "kubernetes:yaml/v2:ConfigFile");
    expect(crds).toHaveLength(2);
    expectChain(recorded, [
      only(recorded, "awsx:ec2:Vpc"),
      cluster,
      ...crds.slice(0, 1),
      release,
      nodes,
      only(recorded, ADDON, "coredns"),
    ]);
    expectChain(recorded, [
      only(recorded, "aws:kms/key:Key"),
      only(recorded, "aws:cloudwatch/logGroup:LogGroup", "control-plane"),
      cluster,
    ]);
    expectChain(recorded, [
      cluster,
      only(recorded, "aws:iam/openIdConnectProvider:OpenIdConnectProvider"),
      only(recorded, "aws:iam/role:Role", "operator"),
      release,
    ]);
    expectChain(recorded, [only(recorded, "aws:iam/rolePolicy:RolePolicy", "operator"), release]);
    for (const crd of crds) expectChain(recorded, [crd, release]);
    expectChain(recorded, [nodeConfig, nodes]);
    expectChain(recorded, [release, nodes, only(recorded, "kubernetes:apps/v1:DaemonSetPatch", "-cilium")]);
    for (const reservation of recorded.filter(
      ({ type }) => type === "aws:ec2/subnetCidrReservation:SubnetCidrReservation",
    )) {
      expectChain(recorded, [reservation, nodes]);
    }
  });

  it("puts association and agent before the release where the operator uses Pod Identity", async () => {
    const recorded = await build({ cilium: { ...base.cilium, operatorIdentity: "pod-identity" } });
    expectChain(recorded, [
      only(recorded, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "operator"),
      only(recorded, ADDON, "eks-pod-identity-agent"),
      only(recorded, RELEASE, "-cilium"),
      only(recorded, "aws:eks/nodeGroup:NodeGroup"),
    ]);
  });

  it("parks aws-node and kube-proxy before Cilium on a cluster that exists, and makes none", async () => {
    const existing = {
      strategy: "no-nodes",
      endpoint: "https://abc.eks.amazonaws.com",
      certificateAuthority: "Y2E=",
      clusterSecurityGroupId: "sg-1",
      oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/x",
    } as const;
    const subnet = (zone: string, block: number) => ({
      id: `subnet-${zone}`,
      zone,
      cidr: `10.0.${String(block)}.0/20`,
      egress: "nat" as const,
    });
    const subnets = { private: [subnet("eu-central-1a", 0), subnet("eu-central-1b", 16)] };
    const network = { vpc: { id: "vpc-1", cidrs: ["10.0.0.0/16"], subnets }, podSubnets: { cidr: "100.64.0.0/16" } };
    const recorded = await build({
      cluster: { name: "blue", kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16", existing },
      network,
    });
    expect(recorded.filter(({ type }) => type === "eks:index:Cluster")).toEqual([]);
    for (const name of ["aws-node", "kube-proxy"]) {
      expectChain(recorded, [
        only(recorded, "kubernetes:apps/v1:DaemonSetPatch", name),
        only(recorded, RELEASE, "-cilium"),
      ]);
    }
  });

  it("names every child after itself, once a type, with itself as an ancestor", async () => {
    const recorded = await build();
    const component = only(recorded, "cilium-eks:index:CiliumEniCluster");
    const children = recorded.filter(({ urn, type }) => urn !== component.urn && type !== "pulumi:pulumi:Stack");
    expect(children.filter(({ name }) => !name.startsWith("blue-")).map(({ name }) => name)).toEqual([]);
    expect(children.filter(({ parent }) => parent !== component.urn).map(({ name }) => name)).toEqual([]);
    const keys = children.map(({ type, name }) => `${type} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("keeps its names when blocks, types and sizes change", async () => {
    const names = (recorded: readonly Recorded[]) => recorded.map(({ type, name }) => `${type} ${name}`).toSorted();
    const before = names(await build());
    const after = names(
      await build({
        network: { vpc: { cidr: "10.9.0.0/16" }, podSubnets: { cidr: "100.65.0.0/16" } },
        nodeGroups: {
          general: { ...base.nodeGroups["general"]!, instanceTypes: ["m6a.xlarge"], scaling: { min: 3, max: 9 } },
        },
      }),
    );
    // Ingress rules are named by the block they admit, because a changed block is another rule.
    const stable = (all: readonly string[]) => all.filter((name) => !name.includes("-ingress-"));
    expect(stable(after)).toEqual(stable(before));
  });

  it("keeps the kubeconfig secret", async () => {
    const recorded = await build();
    expect(only(recorded, "cilium-eks:index:CiliumEniCluster").outputs["kubeconfig"]).toBeInstanceOf(Secret);
  });

  it("leaves CRDs in the cluster when it goes, and desired sizes to an autoscaler", async () => {
    const recorded = await build();
    for (const crd of recorded.filter(({ type }) => type === "kubernetes:yaml/v2:ConfigFile")) {
      expect(crd.options).toMatchObject({ retainOnDelete: true });
      expect(crd.options.protect).not.toBe(true);
    }
    expect(only(recorded, "aws:eks/nodeGroup:NodeGroup").options.ignoreChanges).toContain("scalingConfig.desiredSize");
  });

  it("refuses what would not work, with every fault, before anything is registered", async () => {
    const wrong = { ...base, nodeGroups: { general: { instanceTypes: ["m6i.lrge"], scaling: { min: 5, max: 1 } } } };
    let message = "";
    const recorded = await record(() => {
      try {
        new CiliumEniCluster("blue", wrong);
      } catch (error) {
        message = (error as Error).message;
      }
    });
    expect(message).toContain('CiliumEniCluster "blue", nodeGroups.general.instanceTypes.0: found m6i.lrge');
    expect(message).toContain("nodeGroups.general.scaling");
    expect(recorded.filter(({ type }) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });
});
