import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Asset,
  fromWire,
  ResourceReference,
  Secret,
  toDisplay,
  toPolicyWire,
  toWire,
  UNKNOWN,
  type PropertyValue,
} from "../../../engine/values.ts";
import { SIGNATURE, Signature, UNKNOWN_SENTINEL } from "../../../engine/wire.ts";

const URN = "urn:pulumi:dev::house::aws:s3/bucket:Bucket::b";

/** Any value the SDK can send; keys never look like signatures. */
const property: fc.Arbitrary<PropertyValue> = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<PropertyValue>(null, true, false, 0, -1.5, "", "text", UNKNOWN),
    fc.constantFrom<PropertyValue>(new ResourceReference(URN, UNKNOWN), new ResourceReference(URN, "b-1")),
    fc.constantFrom<PropertyValue>(new ResourceReference(URN, undefined), new Asset("asset", { text: "x" })),
    fc.constant<PropertyValue>(new Asset("archive", { assets: { a: new Asset("asset", { path: "a" }) } })),
    tie("value").map((inner) => new Secret(inner)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 5 }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("wire form", () => {
  it("comes back as it was sent", () => {
    fc.assert(
      fc.property(property, (value) => {
        expect(fromWire(toWire(value))).toEqual(value);
      }),
    );
  });

  it("survives JSON, because it crosses a process", () => {
    fc.assert(
      fc.property(property, (value) => {
        const wire = toWire(value);
        expect(JSON.parse(JSON.stringify(wire))).toEqual(wire);
      }),
    );
  });

  it("reads an empty id as that of a resource to come", () => {
    expect(fromWire({ [SIGNATURE]: Signature.Resource, urn: URN, id: "" })).toEqual(
      new ResourceReference(URN, UNKNOWN),
    );
  });

  it("takes an unknown signature for data", () => {
    expect(fromWire({ [SIGNATURE]: "something new", a: 1 })).toEqual({ a: 1 });
  });
});

describe("toDisplay", () => {
  it("shows no secret at any depth and says what is unknown", () => {
    const value = { a: [new Secret("s3cret"), UNKNOWN], b: { c: new Secret({ d: UNKNOWN }) }, e: 1, f: null };
    expect(toDisplay(value)).toEqual({ a: ["[secret]", "[unknown]"], b: { c: "[secret]" }, e: 1, f: null });
  });

  it("shows resources by URN and assets by what they hold", () => {
    expect(toDisplay([new ResourceReference(URN, "b-1"), new Asset("asset", { path: "crds.yaml" })])).toEqual([
      URN,
      { asset: { path: "crds.yaml" } },
    ]);
  });

  it("is what JSON.stringify says too, so no secret leaks that way", () => {
    fc.assert(
      fc.property(property, (value) => {
        expect(JSON.parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(toDisplay(value))));
      }),
    );
  });
});

describe("toPolicyWire", () => {
  it("holds only what a policy host can read", () => {
    fc.assert(
      fc.property(property, (value) => {
        const text = JSON.stringify(toPolicyWire(value));
        expect(text).not.toContain(Signature.Resource);
        expect(text).not.toContain(Signature.Output);
      }),
    );
  });

  it("gives a resource by id, an unknown one as unknown, a component by URN", () => {
    const ids = ["b-1", UNKNOWN, undefined].map((id) => new ResourceReference(URN, id));
    expect(toPolicyWire(ids)).toEqual(["b-1", UNKNOWN_SENTINEL, URN]);
  });

  it("leaves internal keys out", () => {
    expect(toPolicyWire({ a: { __defaults: [], b: 1 } })).toEqual({ a: { b: 1 } });
  });
});
