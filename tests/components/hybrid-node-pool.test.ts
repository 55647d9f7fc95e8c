import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CiliumEniCluster, HybridNodePool, createHybrid, featuresOf, hybridClusterOf } from "../../components/index.ts";
import type { HybridSettings, Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const HYBRID: HybridSettings = {
  strategy: "mixed",
  ciliumVersion: "1.18.8-1",
  nodeCidrs: ["192.168.0.0/24"],
  podCidrs: ["192.168.64.0/20"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" }, gpu: { maxNodes: 2, os: "ubuntu-24.04", gpu: true } },
  routes: { transitGatewayId: "tgw-1", routeTableIds: ["rtb-1", "rtb-2"] },
};

const GATEWAY: Partial<HybridSettings> = {
  strategy: "hybridGateway",
  gateway: { nodeGroup: "edge", version: "1.0.0" },
};

async function build(parts: Partial<HybridSettings> = {}) {
  let nodes: HybridNodePool | undefined;
  const recorded = await record(
    () => {
      const provider = new kubernetes.Provider("provider", { kubeconfig: "{}" });
      const cluster = { name: "mixed", region: "eu-central-1", provider, ready: [], vpcCidr: "10.0.0.0/16" };
      nodes = new HybridNodePool("onprem", { ...HYBRID, ...parts, cluster });
    },
    {
      outputs: ({ type, name }) =>
        type === "aws:ssm/activation:Activation" ? { activationCode: `code-of-${name}` } : undefined,
    },
  );
  if (nodes === undefined) throw new Error("no nodes");
  return { recorded, nodes };
}
const valueOf = <T>(output: pulumi.Output<T> | undefined): Promise<T> =>
  new Promise((done) => void output?.apply((value) => done(value)));

const routesOf = (recorded: readonly Recorded[]): Recorded[] =>
  recorded.filter(({ type }) => type === "aws:ec2/route:Route");
const RELEASE = "kubernetes:helm.sh/v3:Release";

describe("HybridNodePool", () => {
  it("lets nodes in by an activation a pool, which ends and counts", async () => {
    const { recorded } = await build();
    expect(only(recorded, "aws:ssm/activation:Activation", "onprem-activation-gpu").inputs).toMatchObject({
      registrationLimit: 2,
      expirationDate: "2027-01-31T00:00:00Z",
      tags: { EKSClusterARN: expect.stringMatching(/^arn:aws:eks:eu-central-1:\d+:cluster\/mixed$/) as unknown },
    });
    expect(only(recorded, "aws:eks/accessEntry:AccessEntry").inputs).toMatchObject({
      type: "HYBRID_LINUX",
      clusterName: "mixed",
    });
  });

  it("gives a NodeConfig a pool, as a secret, with labels and taints", async () => {
    const { nodes } = await build();
    const text = nodes.nodeConfigs["gpu"];
    expect(await pulumi.isSecret(text as pulumi.Output<string>)).toBe(true);
    expect(parse(await valueOf(text))).toEqual({
      apiVersion: "node.eks.aws/v1alpha1",
      kind: "NodeConfig",
      spec: {
        cluster: { name: "mixed", region: "eu-central-1" },
        hybrid: {
          ssm: { activationId: expect.any(String) as unknown, activationCode: "code-of-onprem-activation-gpu" },
          enableCredentialsFile: true,
        },
        kubelet: {
          flags: [
            "--node-labels=cilium-eks/hybrid-pool=gpu,nvidia.com/gpu.present=true,topology.kubernetes.io/zone=on-premises",
            "--register-with-taints=nvidia.com/gpu=present:NoSchedule",
          ],
        },
      },
    });
  });

  it("names each node with Roles Anywhere, and bounds its sessions", async () => {
    const identity = { type: "rolesAnywhere", certificateAuthority: "pem", durationSeconds: 7200 } as const;
    const { recorded, nodes } = await build({
      identity,
      pools: { rack: { maxNodes: 2, os: "rhel-9", nodeNames: ["n1", "n2"] } },
    });
    expect(Object.keys(nodes.nodeConfigs)).toEqual(["n1", "n2"]);
    expect(only(recorded, "aws:rolesanywhere/profile:Profile").inputs).toMatchObject({
      acceptRoleSessionName: true,
      durationSeconds: 7200,
    });
    expect(Number(only(recorded, "aws:iam/role:Role").inputs["maxSessionDuration"])).toBeGreaterThan(7200);
  });

  it("keeps AWS's build off EC2 nodes, and leaves layer 7 to nobody behind a hybrid gateway", async () => {
    const { recorded } = await build(GATEWAY);
    const { values, chart, version } = only(recorded, RELEASE, "onprem-cilium").inputs as Record<
      string,
      Record<string, unknown>
    >;
    expect([chart, version]).toEqual(["oci://public.ecr.aws/eks/cilium/cilium", "1.18.8-1"]);
    expect(values).toMatchObject({ l7Proxy: false, vtep: { enabled: true }, ipam: { mode: "cluster-pool" } });
    expect(JSON.stringify(values?.["affinity"])).toContain('"operator":"In","values":["hybrid"]');
  });

  it("routes nodes and pods in every table", async () => {
    const { recorded } = await build();
    expect(routesOf(recorded).map(({ inputs }) => [inputs["routeTableId"], inputs["destinationCidrBlock"]])).toEqual([
      ["rtb-1", "192.168.0.0/24"],
      ["rtb-2", "192.168.0.0/24"],
      ["rtb-1", "192.168.64.0/20"],
      ["rtb-2", "192.168.64.0/20"],
    ]);
    expect(routesOf(recorded).flatMap(({ options }) => options.ignoreChanges ?? [])).toEqual([]);
  });

  it("has names asked on the own side, and says nothing of DNS in a cluster that it does not join", async () => {
    const { recorded } = await build();
    expect(only(recorded, "kubernetes:core/v1:ServicePatch").inputs).toMatchObject({
      metadata: { name: "kube-dns", namespace: "kube-system" },
      spec: { trafficDistribution: "PreferClose" },
    });
    const meshed = await build({ strategy: "clusterMesh" });
    expect(meshed.recorded.filter(({ type }) => type === "kubernetes:core/v1:ServicePatch")).toEqual([]);
  });

  it("serves the kinds of its objects before a hybrid node's operator can", async () => {
    const { recorded } = await build({
      bgp: { localAsn: 64_512, peers: { tor: { address: "192.168.0.1", asn: 64_600 } }, advertise: { podCidr: true } },
    });
    const files = recorded.filter(({ type }) => type === "kubernetes:yaml/v2:ConfigFile");
    expect(files.map(({ inputs }) => (inputs["file"] as string).replace(/^.*\/cilium\/cilium\//, ""))).toEqual([
      "v1.18.8/pkg/k8s/apis/cilium.io/client/crds/v2/ciliumbgpadvertisements.yaml",
      "v1.18.8/pkg/k8s/apis/cilium.io/client/crds/v2/ciliumbgpclusterconfigs.yaml",
      "v1.18.8/pkg/k8s/apis/cilium.io/client/crds/v2/ciliumbgppeerconfigs.yaml",
    ]);
    const { precedes } = order(recorded);
    const config = only(recorded, "kubernetes:cilium.io/v2:CiliumBGPClusterConfig");
    for (const file of files) expect(precedes(file, config)).toBe(true);
  });

  it("refuses what cannot work, with every fault and nothing made", async () => {
    const bad = build({ ciliumVersion: "1.19.6", pools: { rack: { maxNodes: 1, os: "rhel-8" } } });
    await expect(bad).rejects.toThrow(/hybrid-cilium-version[\s\S]*hybrid-node-system/);
  });
});

describe("a HybridNodePool behind AWS's gateway", () => {
  it("installs it with its blocks and tables, by Pod Identity, on nodes whose check a watcher switches off", async () => {
    const { recorded } = await build(GATEWAY);
    expect(only(recorded, RELEASE, "onprem-gateway").inputs).toMatchObject({
      chart: "oci://public.ecr.aws/eks/eks-hybrid-nodes-gateway",
      version: "1.0.0",
      skipAwait: true,
      values: {
        autoMode: { enabled: false },
        vpcCIDR: "10.0.0.0/16",
        podCIDRs: "192.168.64.0/20",
        routeTableIDs: "rtb-1,rtb-2",
      },
    });
    expect(
      only(recorded, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "onprem-gateway").inputs,
    ).toMatchObject({
      namespace: "eks-hybrid-nodes-gateway",
      serviceAccount: "eks-hybrid-nodes-gateway",
    });
    expect(only(recorded, "aws:iam/rolePolicy:RolePolicy", "onprem-gateway").inputs["policy"]).toContain(
      "route-table/rtb-2",
    );
    const { precedes } = order(recorded);
    const gateway = only(recorded, RELEASE, "onprem-gateway");
    expect(precedes(only(recorded, "kubernetes:apps/v1:Deployment", "onprem-source-dest-check"), gateway)).toBe(true);
    expect(
      precedes(only(recorded, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "onprem-gateway"), gateway),
    ).toBe(true);
  });

  it("owns the pods' routes that the gateway turns round, so that a destroy deletes them after it", async () => {
    const { recorded } = await build(GATEWAY);
    const { precedes } = order(recorded);
    const pods = routesOf(recorded).filter(({ inputs }) => inputs["destinationCidrBlock"] === "192.168.64.0/20");
    expect(pods.map(({ options }) => options.ignoreChanges)).toEqual([
      ["transitGatewayId", "gatewayId", "networkInterfaceId"],
      ["transitGatewayId", "gatewayId", "networkInterfaceId"],
    ]);
    for (const route of pods) expect(precedes(route, only(recorded, RELEASE, "onprem-gateway"))).toBe(true);
  });

  it("is refused without the VPC's block", async () => {
    const provider = new kubernetes.Provider("other", { kubeconfig: "{}" });
    const cluster = { name: "mixed", region: "eu-central-1", provider, ready: [] };
    expect(() => new HybridNodePool("other", { ...HYBRID, ...GATEWAY, cluster })).toThrow(/hybrid-gateway-values/);
  });
});

describe("a cluster whose EC2 nodes have the VPC CNI", () => {
  const stack: Settings = settings({
    cluster: {
      name: "test",
      serviceCidr: "172.20.0.0/16",
      endpoint: { publicAccess: true, privateAccess: false, publicAccessCidrs: ["0.0.0.0/0"] },
    },
    cilium: { ipam: { mode: "vpc-cni" } },
    nodeGroups: {
      general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } },
      edge: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 2 } },
    },
    hybrid: { ...HYBRID, ...GATEWAY },
  });

  it("has no Cilium but on hybrid nodes, and the VPC CNI and kube-proxy before its nodes", async () => {
    const recorded = await record(() => {
      const { hybrid: _, ...rest } = stack;
      const cluster = new CiliumEniCluster("test", { ...rest, features: featuresOf(stack) });
      expect(cluster.cilium).toBeUndefined();
      void createHybrid(stack, cluster);
    });
    const cilium = recorded.filter(
      ({ type, inputs }) => type === RELEASE && (inputs["chart"] as string).includes("cilium"),
    );
    expect(cilium.map(({ name }) => name)).toEqual(["hybrid-cilium"]);
    const { precedes } = order(recorded);
    for (const name of ["vpc-cni", "kube-proxy"]) {
      const addon = only(recorded, "aws:eks/addon:Addon", `test-addon-${name}`);
      expect(precedes(addon, only(recorded, "aws:eks/nodeGroup:NodeGroup", "test-nodes-general"))).toBe(true);
    }
    const ports = recorded
      .filter(({ inputs }) => inputs["cidrIpv4"] === "192.168.0.0/24")
      .map(({ inputs }) => [inputs["ipProtocol"], inputs["fromPort"]]);
    expect(ports).toEqual(
      expect.arrayContaining([
        ["tcp", 443],
        ["udp", 53],
        ["udp", 8472],
      ]),
    );
    expect(only(recorded, "aws:eks/addon:Addon", "test-addon-vpc-cni").inputs["configurationValues"]).toContain(
      '"AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS":"192.168.64.0/20"',
    );
  });

  it("is refused where no hybrid node is to come", () => {
    const { hybrid: _, ...rest } = stack;
    expect(() => new CiliumEniCluster("test", rest)).toThrow(/hybrid-vpc-cni/);
  });
});

describe("an overlay cluster with hybrid nodes", () => {
  const stack: Settings = settings({
    cluster: {
      name: "test",
      serviceCidr: "172.20.0.0/16",
      endpoint: { publicAccess: true, privateAccess: false, publicAccessCidrs: ["0.0.0.0/0"] },
    },
    cilium: { ipam: { mode: "cluster-pool", tunnel: "vxlan", podCidrs: ["10.140.0.0/16"], maskSize: 25 } },
    hybrid: {
      strategy: "overlay",
      nodeCidrs: ["192.168.0.0/24"],
      identity: HYBRID.identity,
      pools: { rack: { maxNodes: 4, os: "rhel-9" } },
      bgp: { localAsn: 64_512, peers: { tor: { address: "192.168.0.1", asn: 64_600 } }, advertise: { services: {} } },
    },
  });

  it("is told the remote networks, opens its API to them, and speaks BGP after Cilium is up", async () => {
    const recorded: readonly Recorded[] = await record(() => {
      const { hybrid, ...rest } = stack;
      const cluster = new CiliumEniCluster("test", { ...rest, features: featuresOf(stack) });
      if (hybrid !== undefined) void new HybridNodePool("hybrid", { ...hybrid, cluster: hybridClusterOf(cluster) });
    });
    const rules = recorded
      .filter(({ inputs }) => inputs["cidrIpv4"] === "192.168.0.0/24")
      .map(({ inputs }) => inputs["fromPort"]);
    expect(rules).toContain(443);
    expect(only(recorded, RELEASE, "test-cilium").inputs).toMatchObject({
      values: { bgpControlPlane: { enabled: true }, loadBalancer: { serviceTopology: true } },
    });
    const { precedes } = order(recorded);
    const config = only(recorded, "kubernetes:cilium.io/v2:CiliumBGPClusterConfig");
    expect(precedes(only(recorded, RELEASE, "test-cilium"), config)).toBe(true);
  });
});
