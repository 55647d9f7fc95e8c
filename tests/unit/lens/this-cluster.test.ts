import { describe, expect, it } from "vitest";
import { seeCluster } from "../../../lens/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { onThisCluster } from "../../../lens/this-cluster.ts";

const resource = (parts: Partial<Registered> & Pick<Registered, "type" | "name">): Registered => ({
  urn: parts.name,
  props: {},
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
  ...parts,
});

const cluster = resource({ type: "eks:index:Cluster", name: "blue", props: { version: "1.35" } });
const own = resource({ type: "pulumi:providers:kubernetes", name: "own", dependencies: ["blue"] });
const other = resource({ type: "pulumi:providers:kubernetes", name: "premises" });
const cilium = (name: string, provider: string, version: string): Registered =>
  resource({ type: "kubernetes:helm.sh/v3:Release", name, provider, props: { chart: "cilium", version } });

const names = (resources: readonly Registered[]): string[] => onThisCluster(resources).map(({ name }) => name);

describe("a program that puts Cilium on another cluster too", () => {
  it("is judged by the release that goes to its own", () => {
    const { model } = seeCluster([
      cluster,
      own,
      other,
      cilium("there", "premises", "1.18.8-1"),
      cilium("here", "own", "1.19.6"),
    ]);
    expect(model.cilium?.version).toBe("1.19.6");
    expect(model.releases).toEqual([]);
  });

  it("keeps what names no provider, or the engine's own", () => {
    const byDefault = resource({ type: "pulumi:providers:kubernetes", name: "default_4_34_2" });
    const all = [
      cluster,
      own,
      byDefault,
      resource({ type: "x", name: "x" }),
      cilium("here", "default_4_34_2", "1.19.6"),
    ];
    expect(names(all)).toEqual(all.map(({ name }) => name));
  });

  it("leaves nothing out where no provider is known to lead to the cluster, or where there is none", () => {
    const unclear = [cluster, other, cilium("there", "premises", "1.19.6")];
    expect(names(unclear)).toEqual(["blue", "premises", "there"]);
    expect(names([own, other, cilium("there", "premises", "1.19.6")])).toContain("there");
  });
});

describe("a program with several clusters", () => {
  const green = resource({ type: "eks:index:Cluster", name: "green", parent: "second" });
  const second = resource({ type: "cilium-eks:index:CiliumEniCluster", name: "second" });

  it("is judged for the first without what was made for the others, by component or by reference", () => {
    const inSecond = resource({ type: "aws:eks/nodeGroup:NodeGroup", name: "inSecond", parent: "second" });
    const byName = resource({
      type: "aws:eks/addon:Addon",
      name: "byName",
      sources: { clusterName: ["green"] },
    });
    const ofFirst = resource({
      type: "aws:eks/nodeGroup:NodeGroup",
      name: "ofFirst",
      sources: { clusterName: ["blue"] },
    });
    expect(names([cluster, second, green, inSecond, byName, ofFirst])).toEqual(["blue", "green", "ofFirst"]);
  });

  it("keeps what stands in a component that made all of them, or names none", () => {
    const platform = resource({ type: "acme:index:Platform", name: "platform" });
    const [first, last] = [cluster, green].map((one) => ({ ...one, parent: "platform" }));
    const shared = resource({ type: "aws:eks/nodeGroup:NodeGroup", name: "shared", parent: "platform" });
    expect(names([platform, first as Registered, last as Registered, shared])).toContain("shared");
  });
});
