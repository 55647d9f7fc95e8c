import { describe, expect, it } from "vitest";
import { nodeConsequences } from "../../../../core/changes/nodes.ts";
import type { GroupPicture } from "../../../../core/plan/picture.ts";

const GROUP: GroupPicture = {
  name: "general",
  instanceTypes: ["m6i.large"],
  zones: ["a", "b"],
  scaling: { min: 2, desired: 10, max: 20 },
  maxPods: 28,
  identity: { instanceTypes: "m6i.large", zones: "a, b" },
  template: { image: "v1", "label team": "a" },
  update: { atOnce: 3, surge: 4 },
  node: undefined,
};

const changed = (more: Partial<GroupPicture>) => nodeConsequences([GROUP], [{ ...GROUP, ...more }]);

describe("nodes that a change rolls", () => {
  it("says nothing where size alone changes", () => {
    expect(changed({ scaling: { min: 2, desired: 12, max: 30 } })).toEqual([]);
  });

  it("counts nodes, batches and minutes", () => {
    const [roll] = changed({ template: { image: "v2" } });
    expect(roll).toMatchObject({ what: "node group general", destroys: false });
    // Ten nodes in four batches: a minute each at least, sixteen at most.
    expect(roll?.happens).toContain(
      "10 nodes are rolled, 3 at a time with up to 4 more meanwhile: between 4 and 64 minutes",
    );
    expect(roll?.happens).toContain("image v1 -> v2; label team taken off");
  });

  it("takes a share of the group for a batch", () => {
    const [roll] = changed({ template: { image: "v2" }, update: { atOnce: "33 %", surge: 4 } });
    expect(roll?.happens).toContain("4 at a time");
  });

  it("tells a group that is made anew from one that is rolled", () => {
    const [made] = changed({ identity: { instanceTypes: "m6a.large", zones: "a, b" }, template: {} });
    expect(made).toMatchObject({ destroys: true, happens: expect.stringContaining("a new group is made") as string });
  });
});
