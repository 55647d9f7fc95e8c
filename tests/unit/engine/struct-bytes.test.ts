import * as fc from "fast-check";
import { createRequire } from "node:module";
import type * as StructPb from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { decodeStruct, encodeStruct } from "../../../engine/struct-bytes.ts";
import { keepStructsAsBytes } from "../../../engine/structs.ts";

const require = createRequire(import.meta.url);
const FILE = "google-protobuf/google/protobuf/struct_pb.js";
const theirs = require(FILE) as typeof StructPb;

/** A second copy of the library's module, changed by us. */
function changed(): typeof StructPb {
  const file = require.resolve(FILE);
  const kept = require.cache[file];
  delete require.cache[file];
  const copy = require(file) as typeof StructPb;
  if (kept !== undefined) require.cache[file] = kept;
  keepStructsAsBytes(copy);
  return copy;
}
const ours = changed();

const json = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ maxDepth: 5 }), { maxKeys: 12 });
const long = { text: "ü".repeat(70_000), list: Array.from({ length: 400 }, (_, at) => ({ at, "": null })) };
type Plain = Parameters<typeof StructPb.Struct.fromJavaScript>[0];
const bytesOf = (of: object): Buffer => Buffer.from(theirs.Struct.fromJavaScript(of as Plain).serializeBinary());

describe("structs as bytes", () => {
  it("are what google-protobuf writes and reads, for any JSON", () => {
    const same = (of: object): void => {
      const wire = bytesOf(of);
      expect(encodeStruct(of).equals(wire)).toBe(true);
      expect(decodeStruct(wire)).toEqual(theirs.Struct.deserializeBinary(wire).toJavaScript());
    };
    fc.assert(fc.property(json, same), { numRuns: 500 });
    same(long);
    same({});
  });

  it.each([
    ["undefined", { a: undefined }],
    ["a function", { a: [() => 1] }],
    ["a bigint", { a: { b: 1n } }],
  ])("refuse %s, as google-protobuf does", (_, of) => {
    expect(() => bytesOf(of)).toThrow("Unexpected struct type");
    expect(() => encodeStruct(of)).toThrow("Unexpected struct type");
  });

  it("refuse bytes that are none", () => {
    expect(() => decodeStruct(Buffer.from([0x12, 0x00]))).toThrow("Unexpected field 2");
    expect(() => decodeStruct(Buffer.from("0a070a016112023801", "hex"))).toThrow("Unexpected field 7");
    const whole = bytesOf(long);
    expect(() => decodeStruct(whole.subarray(0, whole.length - 1))).toThrow("ends too early");
  });
});

describe("google-protobuf with structs as bytes", () => {
  const of = { a: [1, "two", { three: null }], b: { c: true } };

  it("reads and writes the same messages", () => {
    const value = ours.Value.fromJavaScript({ inner: of });
    const wire = Buffer.from(value.serializeBinary());
    expect(wire.equals(Buffer.from(theirs.Value.fromJavaScript({ inner: of }).serializeBinary()))).toBe(true);
    expect(ours.Value.deserializeBinary(wire).toJavaScript()).toEqual({ inner: of });
  });

  it("gives the fields to who asks for them, and takes what is set", () => {
    const struct = ours.Struct.deserializeBinary(bytesOf(of));
    expect(struct.getFieldsMap().get("b")?.getStructValue()?.toJavaScript()).toEqual({ c: true });
    struct.getFieldsMap().set("d", ours.Value.fromJavaScript(4));
    expect(struct.toJavaScript()).toEqual({ ...of, d: 4 });
    expect(theirs.Struct.deserializeBinary(struct.serializeBinary()).toJavaScript()).toEqual({ ...of, d: 4 });
  });

  it("gives new objects each time, as nobody owns them", () => {
    const struct = ours.Struct.fromJavaScript(of);
    expect(struct.toJavaScript()).toEqual(struct.toJavaScript());
    expect(struct.toJavaScript()["b"]).not.toBe(struct.toJavaScript()["b"]);
  });
});
