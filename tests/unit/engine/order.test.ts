import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creationOrder, creationWaves, prerequisites, type Ordered } from "../../../engine/order.ts";
import { ResourceReference, Secret, UNKNOWN } from "../../../engine/values.ts";

const node = (urn: string, rest: Partial<Ordered> = {}): Ordered => ({
  urn,
  dependencies: [],
  propertyDependencies: {},
  inputs: {},
  options: {},
  ...rest,
});

/** Any graph without cycles: a node names only nodes before it. */
const graph = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 25 })
  .map((rows) =>
    rows.map((row, index) =>
      node(`urn-${index}`, { dependencies: index === 0 ? [] : row.map((pick) => `urn-${pick % index}`) }),
    ),
  );

describe("prerequisites", () => {
  it("counts parent, dependencies, providers and whole resources, wherever they are written", () => {
    const resource = node("self", {
      parent: "parent",
      dependencies: ["explicit", "self"],
      propertyDependencies: { a: ["property"] },
      inputs: { role: [new Secret({ deep: new ResourceReference("reference", UNKNOWN) })] },
      options: { provider: "provider", providers: { aws: "other-provider" } },
    });
    expect([...prerequisites(resource)].toSorted()).toEqual([
      "explicit",
      "other-provider",
      "parent",
      "property",
      "provider",
      "reference",
    ]);
  });
});

describe("creationOrder", () => {
  it("puts every resource after what it needs, and loses none", () => {
    fc.assert(
      fc.property(graph, (resources) => {
        const position = new Map(creationOrder(resources).map(({ urn }, index) => [urn, index]));
        expect(position.size).toBe(resources.length);
        for (const resource of resources) {
          for (const needed of prerequisites(resource)) {
            expect(position.get(needed)).toBeLessThan(position.get(resource.urn) ?? -1);
          }
        }
      }),
    );
  });

  it("does not depend on the order of registration", () => {
    const shuffled = graph.chain((resources) =>
      fc.tuple(
        fc.constant(resources),
        fc.shuffledSubarray(resources, { minLength: resources.length, maxLength: resources.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([resources, others]) => {
        expect(creationOrder(others)).toEqual(creationOrder(resources));
      }),
    );
  });
});

describe("creationWaves", () => {
  it("creates together what waits for nothing else", () => {
    const waves = creationWaves([node("a"), node("c", { dependencies: ["a"] }), node("b"), node("d", { parent: "c" })]);
    expect(waves.map((wave) => wave.map(({ urn }) => urn))).toEqual([["a", "b"], ["c"], ["d"]]);
  });

  it("takes what is not in the list for existing", () => {
    expect(creationWaves([node("a", { dependencies: ["elsewhere"] })])).toHaveLength(1);
  });
});
