import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import { viewProgram } from "../../../lens/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { remarksOf } from "../../../lens/scope.ts";
import { addon, baseline, cilium, eniValues, network, nodeGroup, role } from "../../support/model.ts";
import { gateway } from "../../support/gateway.ts";
import { resourcesFor } from "../../support/resources/index.ts";
import { runs } from "../../support/runs.ts";

/** A program with something of everything the lens reads. */
const PROGRAM: readonly Registered[] = resourcesFor(
  baseline({
    network: network({ neighbours: [{ name: "office", cidrs: ["192.168.0.0/16"] }] }),
    nodeGroups: [
      nodeGroup(),
      nodeGroup({ name: "pool", kind: "karpenter" }),
      nodeGroup({ name: "own", kind: "self-managed" }),
    ],
    cilium: cilium({ values: eniValues() }),
    identity: [role(), role({ name: "operator", purpose: "operator" })],
    addons: [addon({ configuration: { a: 1 } })],
    releases: [{ name: "other", chart: "other", values: {} }],
    gatewayApi: { bundle: "v1.4.1", channel: "standard" },
    quotas: [{ serviceCode: "vpc", quotaCode: "L-DF5E4CA3", name: "enis", needed: 0, requested: 6_000 }],
    activations: [{ name: "factory" }],
    objects: [gateway()],
  }),
);

/** What may stand anywhere in a program of somebody else: nothing, something unknown, something of another shape. */
const oddity = fc.oneof(
  fc.constant(UNKNOWN),
  fc.constant(undefined),
  fc.constant(null),
  fc.string({ maxLength: 4 }),
  fc.integer(),
  fc.boolean(),
  fc.constant([]),
  fc.constant({}),
  fc.constant([null]),
  fc.constant([UNKNOWN]),
);

const paths = (value: unknown, at: readonly string[] = []): string[][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...paths(inner, [...at, key])])
    : [];

function put(value: unknown, [key, ...rest]: readonly string[], odd: unknown): unknown {
  if (key === undefined) return odd;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? put(item, rest, odd) : item));
  return { ...value, [key]: put((value as Record<string, unknown>)[key], rest, odd) };
}

const places = PROGRAM.flatMap(({ props }, at) => paths(props).map((path) => ({ at, path })));

describe("the resources lens", () => {
  it("falls over nothing that a program can hold", () => {
    const change = fc.record({ place: fc.constantFrom(...places), odd: oddity });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const program = [...PROGRAM];
        for (const { place, odd } of changes) {
          const resource = program[place.at] as Registered;
          program[place.at] = { ...resource, props: put(resource.props, place.path, odd) as Registered["props"] };
        }
        const seen = viewProgram(program);
        for (const { model, faults } of seen.clusters) {
          expect(faults).toEqual([]);
          expect(Object.keys(model).length).toBeGreaterThan(5);
        }
        remarksOf(seen);
      }),
      { numRuns: runs(500) },
    );
  });
});
