import { describe, expect, it } from "vitest";
import { makeUrn, parseUrn, providerUrn, STACK_TYPE, stackUrn } from "../../../engine/urn.ts";

const stack = stackUrn("dev", "house");
const house = makeUrn("dev", "house", stack, "house:index:House", "h");

describe("makeUrn", () => {
  it("leaves the stack out of the chain of types", () => {
    expect(stack).toBe("urn:pulumi:dev::house::pulumi:pulumi:Stack::house-dev");
    expect(house).toBe("urn:pulumi:dev::house::house:index:House::h");
  });

  it("puts the types of all ancestors in front", () => {
    const room = makeUrn("dev", "house", house, "house:index:Room", "r");
    expect(makeUrn("dev", "house", room, "aws:s3/bucket:Bucket", "b")).toBe(
      "urn:pulumi:dev::house::house:index:House$house:index:Room$aws:s3/bucket:Bucket::b",
    );
  });

  it("needs no parent", () => {
    expect(makeUrn("dev", "house", undefined, "a:b:C", "c")).toBe("urn:pulumi:dev::house::a:b:C::c");
  });
});

describe("parseUrn", () => {
  it("takes a URN apart, also when the name contains the separator", () => {
    expect(parseUrn(makeUrn("dev", "house", house, "a:b:C", "x::y$z"))).toEqual({
      stack: "dev",
      project: "house",
      qualifiedType: "house:index:House$a:b:C",
      type: "a:b:C",
      name: "x::y$z",
    });
    expect(parseUrn(stack).type).toBe(STACK_TYPE);
  });

  it.each(["", "urn:pulumi:dev::house", "house::a:b:C::c"])("refuses %j", (text) => {
    expect(() => parseUrn(text)).toThrow("is not a URN");
  });
});

describe("providerUrn", () => {
  it("drops the id of a provider reference", () => {
    const urn = makeUrn("dev", "house", stack, "pulumi:providers:aws", "here");
    expect(providerUrn(`${urn}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`)).toBe(urn);
    expect(providerUrn(`${urn}::`)).toBe(urn);
  });
});
