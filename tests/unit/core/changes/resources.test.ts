import { describe, expect, it } from "vitest";
import { type Consequence, consequencesOf } from "../../../../core/changes/consequences.ts";
import { type WantedResource, compareResources } from "../../../../core/changes/resources.ts";

const resource = (name: string, type: string, inputs: unknown, more: Partial<WantedResource> = {}): WantedResource => ({
  urn: `urn:pulumi:prod::shop::${type}::${name}`,
  type,
  inputs,
  ...more,
});
const CLUSTER = "eks:index:Cluster";
const GROUP = "aws:eks/nodeGroup:NodeGroup";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** What becomes of one resource whose inputs change so. */
function change(type: string, before: unknown, after: unknown, more: Partial<WantedResource> = {}) {
  return compareResources([resource("a", type, before)], [resource("a", type, after, more)])[0];
}

describe("what a change does to a resource", () => {
  it("knows from the provider's schema what is never changed in place", () => {
    expect(change("aws:ec2/subnet:Subnet", { cidrBlock: "10.0.0.0/24" }, { cidrBlock: "10.0.1.0/24" })).toMatchObject({
      kind: "replaced",
      because: { properties: [{ path: "cidrBlock", before: "10.0.0.0/24", after: "10.0.1.0/24" }] },
    });
    expect(change("aws:ec2/subnet:Subnet", { tags: { a: "1" } }, { tags: { a: "2" } })).toMatchObject({
      kind: "changed",
      changes: [{ path: "tags.a", before: "1", after: "2" }],
    });
  });

  it.each([
    ["a list in another order", GROUP, { subnetIds: ["a", "b"] }, { subnetIds: ["b", "a"] }, "changed"],
    ["another entry", GROUP, { subnetIds: ["a", "b"] }, { subnetIds: ["a", "c"] }, "replaced"],
    ["a property inside a block", GROUP, { launchTemplate: { id: "a" } }, { launchTemplate: { id: "b" } }, "replaced"],
    [
      "another version of it",
      GROUP,
      { launchTemplate: { version: "1" } },
      { launchTemplate: { version: "2" } },
      "changed",
    ],
    [
      "a selector",
      "kubernetes:apps/v1:Deployment",
      { spec: { selector: { a: 1 } } },
      { spec: { selector: { a: 2 } } },
      "replaced",
    ],
    [
      "another namespace",
      "kubernetes:core/v1:Service",
      { metadata: { namespace: "a" } },
      { metadata: { namespace: "b" } },
      "replaced",
    ],
    ["a chart's values", RELEASE, { values: { a: 1 } }, { values: { a: 2 } }, "changed"],
    ["what only its plugin knows", CLUSTER, { name: "a" }, { name: "b" }, "replaced"],
  ])("tells %s", (_, type, before, after, kind) => {
    expect(change(type, before, after)?.kind).toBe(kind);
  });

  it("takes what the provider fills in for no change, in a plan and in a state", () => {
    const state = [{ ...resource("a", GROUP, {}), outputs: { capacityType: "ON_DEMAND" } }];
    const wanted = (capacityType: string) => [resource("a", GROUP, { capacityType })];
    expect(compareResources(state, wanted("ON_DEMAND"))[0]?.kind).toBe("changed");
    expect(compareResources(state, wanted("SPOT"))[0]?.kind).toBe("replaced");
    expect(change(GROUP, { capacityType: "SPOT" }, {})).toBeUndefined();
  });

  it("reads a state as the engine keeps it: names made by a provider, releases filled in, components of plugins without inputs", () => {
    expect(change("aws:iam/role:Role", { name: "node-1a2b3c4", path: "/" }, { path: "/" })).toBeUndefined();
    const filled = {
      chart: "cilium",
      atomic: false,
      checksum: "1a",
      resourceNames: {},
      timeout: 300,
      values: { a: 1 },
    };
    expect(change(RELEASE, filled, { chart: "cilium", values: { a: 1 } })).toBeUndefined();
    expect(change(RELEASE, filled, { chart: "cilium" })?.changes).toEqual([{ path: "values.a", before: 1 }]);
    expect(change(RELEASE, filled, { chart: "cilium", compat: "true", values: { a: 1 } })).toBeUndefined();
    for (const none of [{}, undefined])
      expect(change("awsx:ec2:Vpc", none, { cidrBlock: "10.0.0.0/16" })).toBeUndefined();
    expect(change(CLUSTER, { name: "a" }, { name: "a", version: "1.35" })?.kind).toBe("changed");
  });

  it("knows that lists of other lengths differ, whatever will be in them", () => {
    const subnets = (...subnetIds: string[]) => ({ subnetIds });
    expect(change(GROUP, subnets("a", "b"), subnets("[unknown]"))?.kind).toBe("replaced");
    expect(change(GROUP, subnets("a", "b"), subnets("[unknown]", "[unknown]"))).toBeUndefined();
    expect(change(GROUP, subnets("a", "b"), { subnetIds: "[unknown]" })).toBeUndefined();
  });

  it("says nothing of what nobody knows yet, and of what is secret", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:…" };
    expect(change(GROUP, { clusterName: "prod" }, { clusterName: "[unknown]" })).toBeUndefined();
    expect(change("kubernetes:core/v1:Secret", { data: secret }, { data: "[secret]" })).toBeUndefined();
  });

  it("follows what is replaced into what is made from it, and only there", () => {
    const before = [
      resource("cluster", CLUSTER, { name: "a" }),
      resource("general", GROUP, { clusterName: "[unknown]", tags: "[unknown]" }),
      resource("addon", "aws:eks/addon:Addon", { clusterName: "[unknown]" }),
    ];
    const cluster = resource("cluster", CLUSTER, { name: "b" });
    const after = [
      cluster,
      resource(
        "general",
        GROUP,
        { clusterName: "[unknown]", tags: "[unknown]" },
        { uses: { clusterName: [cluster.urn] } },
      ),
      resource("addon", "aws:eks/addon:Addon", { clusterName: "[unknown]" }, { uses: { tags: [cluster.urn] } }),
    ];
    const changes = compareResources(before, after);
    expect(changes.map(({ urn, kind }) => `${urn.split("::").at(-1) ?? ""} ${kind}`)).toEqual([
      "cluster replaced",
      "general replaced",
    ]);
    expect(changes[1]?.because.follows).toEqual([cluster.urn]);
  });

  it("keeps to ignoreChanges, replaceOnChanges and aliases", () => {
    const options = (given: WantedResource["options"]) => ({ options: given }) as Partial<WantedResource>;
    expect(
      change(GROUP, { instanceTypes: ["a"] }, { instanceTypes: ["b"] }, options({ ignoreChanges: ["instanceTypes"] })),
    ).toBeUndefined();
    expect(
      change(GROUP, { labels: { a: "1" } }, { labels: { a: "2" } }, options({ replaceOnChanges: ["labels"] }))?.kind,
    ).toBe("replaced");
    const renamed = resource("new", GROUP, { a: 1 }, options({ aliases: [{ name: "old" }] }));
    expect(compareResources([resource("old", GROUP, { a: 1 })], [renamed])).toEqual([]);
  });

  it("leaves out the children of remote components, whose plugins a plan does not run", () => {
    const cluster = resource("c", CLUSTER, {});
    const child = { ...resource("c-eksCluster", "aws:eks/cluster:Cluster", { name: "a" }), parent: cluster.urn };
    expect(compareResources([cluster, child], [cluster])).toEqual([]);
    expect(compareResources([cluster, child], []).map(({ kind }) => kind)).toEqual(["removed", "removed"]);
  });
});

describe("what it means for what runs", () => {
  const cilium = (values: unknown, more: object = {}) =>
    resource("cilium", RELEASE, { chart: "cilium", values, ...more });
  const happens = (before: WantedResource, after: WantedResource): string[] =>
    consequencesOf(compareResources([before], [after]), [after]).map(
      (one: Consequence) => one.happens.split(":")[0] ?? "",
    );

  it.each([
    ["a value of the ConfigMap", { bpf: { masquerade: true } }, ["cilium agents restart", "cilium-operator restarts"]],
    ["the operator's own", { operator: { replicas: 1 } }, ["cilium-operator restarts"]],
    ["Envoy's own", { envoy: { log: { format: "x" } } }, ["cilium-envoy restarts"]],
    ["the relay's own", { hubble: { relay: { replicas: 2 } } }, ["hubble-relay restarts"]],
    ["no Pod's", { dashboards: { enabled: true } }, []],
  ])("names the Pods that %s restarts", (_, values, expected) => {
    const found = happens(cilium({}), cilium(values));
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) expect(found[index]).toContain(start);
  });

  it("says that another version restarts agents, operator and Envoy", () => {
    expect(happens(cilium({}, { version: "1.19.6" }), cilium({}, { version: "1.20.2" }))).toHaveLength(3);
  });

  it("puts what is lost first, with its cause", () => {
    const before = [cilium({}), resource("zone-a", "aws:ec2/natGateway:NatGateway", { subnetId: "a" })];
    const after = [
      cilium({ operator: { replicas: 1 } }),
      resource("zone-a", "aws:ec2/natGateway:NatGateway", { subnetId: "b" }),
    ];
    const [first, second] = consequencesOf(compareResources(before, after), after);
    expect(first).toMatchObject({ destroys: true, happens: expect.stringContaining("subnetId a -> b") as string });
    expect(second).toMatchObject({ destroys: false });
  });
});
