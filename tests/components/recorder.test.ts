import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ResourceReference, Secret, UNKNOWN } from "../../engine/index.ts";
import { CiliumEniCluster } from "../../components/index.ts";
import { settings } from "../support/model.ts";
import { only, order, record } from "../support/recorder.ts";

class Room extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("house:index:Room", name, {}, opts);
    this.bucket = new aws.s3.Bucket(`${name}-bucket`, {}, { parent: this, protect: true });
    this.registerOutputs({ arn: this.bucket.arn });
  }
}

const LOG = "aws:cloudwatch/logGroup:LogGroup";

describe("record", () => {
  it("gives what an engine would be told: parents, dependencies, options, secrets, outputs", async () => {
    const recorded = await record(() => {
      const house = new pulumi.ComponentResource("house:index:House", "house", {}, { retainOnDelete: true });
      const room = new Room("room", { parent: house });
      new aws.cloudwatch.LogGroup(
        "log",
        { name: pulumi.secret("quiet"), tags: { arn: room.bucket.arn } },
        { dependsOn: [house], ignoreChanges: ["tags"], deletedWith: room.bucket, transforms: [() => undefined] },
      );
    });
    const bucket = only(recorded, "aws:s3/bucket:Bucket");
    expect(bucket).toMatchObject({
      urn: "urn:pulumi:stack::project::house:index:House$house:index:Room$aws:s3/bucket:Bucket::room-bucket",
      parent: only(recorded, "house:index:Room").urn,
      options: { protect: true, retainOnDelete: true },
    });
    expect(only(recorded, LOG)).toMatchObject({
      inputs: { name: new Secret("quiet"), tags: { arn: bucket.outputs["arn"] } },
      dependencies: [bucket.urn],
      propertyDependencies: { tags: [bucket.urn] },
      options: { ignoreChanges: ["tags"], deletedWith: bucket.urn },
      transforms: [expect.any(Function)],
    });
    expect(only(recorded, "house:index:Room").outputs).toEqual({ arn: bucket.outputs["arn"] });
  });

  it("leaves computed outputs unknown in a preview", async () => {
    const recorded = await record(
      () => {
        const key = new aws.kms.Key("key", {});
        new aws.cloudwatch.LogGroup("log", { kmsKeyId: key.arn, name: key.keyId.apply(() => "applied") });
      },
      { preview: true },
    );
    expect(only(recorded, LOG).inputs).toEqual({ kmsKeyId: UNKNOWN, name: UNKNOWN });
  });

  it("fills in what plugins of components would compute, and answers their methods", async () => {
    const recorded = await record(() => {
      const vpc = new awsx.ec2.Vpc("vpc", {
        availabilityZoneNames: ["eu-central-1a", "eu-central-1b"],
        subnetSpecs: [{ type: "Private", name: "nodes", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] }],
      });
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
      const cluster = new eks.Cluster("c", { serviceRole: role, privateSubnetIds: vpc.privateSubnetIds });
      const provider = new kubernetes.Provider("k", { kubeconfig: cluster.getKubeconfig({}).result });
      new kubernetes.core.v1.ConfigMap("map", { data: { url: cluster.oidcProviderUrl } }, { provider });
    });
    expect(only(recorded, "eks:index:Cluster")).toMatchObject({
      remote: true,
      inputs: {
        serviceRole: expect.any(ResourceReference) as ResourceReference,
        privateSubnetIds: [expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)] as string[],
      },
    });
    expect(only(recorded, "pulumi:providers:kubernetes").inputs["kubeconfig"]).toContain('"kind":"Config"');
    expect(only(recorded, "kubernetes:core/v1:ConfigMap")).toMatchObject({
      inputs: { data: { url: expect.stringMatching(/^https:\/\/oidc\.eks\.eu-central-1\./) as string } },
      options: { provider: only(recorded, "pulumi:providers:kubernetes").urn },
    });
  });

  it("takes config and outputs of its own", async () => {
    const recorded = await record(
      () => {
        const key = new aws.kms.Key("key", {});
        new aws.cloudwatch.LogGroup("log", { name: new pulumi.Config("house").require("name"), kmsKeyId: key.arn });
      },
      { config: { "house:name": "given" }, outputs: ({ name }) => (name === "key" ? { arn: "arn:key" } : undefined) },
    );
    expect(only(recorded, LOG).inputs).toEqual({ name: "given", kmsKeyId: "arn:key" });
  });

  it("fails as the program fails, and on a provider function without an answer", async () => {
    const wrong = () => {
      throw new pulumi.RunError("wrong");
    };
    await expect(record(wrong)).rejects.toThrow("wrong");
    await expect(record(() => aws.s3.getBucket({ bucket: "b" }))).rejects.toThrow("aws:s3/getBucket:getBucket");
  });
});

describe("order", () => {
  it("follows dependencies, parents, providers and whole resources", async () => {
    const recorded = await record(() => {
      const first = new aws.iam.Role("first", { assumeRolePolicy: "{}" });
      const room = new Room("room", { dependsOn: [first] });
      const cluster = new eks.Cluster("cluster", { serviceRole: first });
      new kubernetes.Provider("provider", { kubeconfig: cluster.kubeconfigJson });
      new aws.iam.Role("alone", { assumeRolePolicy: "{}", name: room.bucket.id });
    });
    const { precedes, outlives } = order(recorded);
    const [first, alone] = ["first", "alone"].map((name) => only(recorded, "aws:iam/role:Role", name));
    const bucket = only(recorded, "aws:s3/bucket:Bucket");
    const provider = only(recorded, "pulumi:providers:kubernetes");
    if (!first || !alone) throw new Error("no roles");
    expect(precedes(first, bucket)).toBe(true);
    expect(precedes(first, alone)).toBe(true);
    expect(precedes(alone, first)).toBe(false);
    expect(precedes(alone, provider)).toBe(false);
    // A role passed whole is waited for, but recorded only inside the component.
    expect(precedes(first, provider)).toBe(true);
    expect(outlives(first, provider)).toBe(false);
    expect(outlives(first, bucket)).toBe(true);
  });

  it("proves the order of a whole cluster, and its reverse", async () => {
    const endpoint = { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] };
    const reachable = settings({ cluster: { name: "test", kubernetesVersion: "1.35", endpoint } });
    const recorded = await record(() => new CiliumEniCluster("test", reachable));
    const { precedes, outlives } = order(recorded);
    const release = only(recorded, "kubernetes:helm.sh/v3:Release", "cilium");
    const nodes = only(recorded, "aws:eks/nodeGroup:NodeGroup");
    const coredns = only(recorded, "aws:eks/addon:Addon", "coredns");
    const chain = [only(recorded, "awsx:ec2:Vpc"), only(recorded, "eks:index:Cluster"), release, nodes, coredns];
    for (const [index, later] of chain.entries()) {
      for (const earlier of chain.slice(0, index)) {
        expect(precedes(earlier, later)).toBe(true);
        expect(outlives(earlier, later)).toBe(true);
        expect(precedes(later, earlier)).toBe(false);
      }
    }
  });
});
