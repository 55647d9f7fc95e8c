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
