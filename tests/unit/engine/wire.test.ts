import { describe, expect, it } from "vitest";
import {
  outputDependencies,
  SIGNATURE,
  Signature,
  stripOutputs,
  toOutputs,
  UNKNOWN_SENTINEL,
  wireSecret,
  withDependencies,
  type Wire,
} from "../../../engine/wire.ts";

const output = (rest: Record<string, Wire>): Wire => ({ [SIGNATURE]: Signature.Output, ...rest });

describe("stripOutputs", () => {
  it.each<[string, Wire, Wire]>([
    ["a known one", output({ value: 1 }), 1],
    ["a null", output({ value: null }), null],
    ["an unknown one", output({}), UNKNOWN_SENTINEL],
    ["a secret", output({ value: "x", secret: true }), wireSecret("x")],
    ["an unknown secret", output({ secret: true }), wireSecret(UNKNOWN_SENTINEL)],
    ["one inside another", output({ value: { a: [output({ value: 2, dependencies: ["u"] })] } }), { a: [2] }],
  ])("turns %s into a plain value", (_, value, plain) => {
    expect(stripOutputs(value)).toEqual(plain);
    expect(stripOutputs({ deep: [value] })).toEqual({ deep: [plain] });
  });
});

describe("toOutputs", () => {
  it("is undone by stripOutputs", () => {
    const value: Wire = { a: UNKNOWN_SENTINEL, b: [wireSecret({ c: 1 }), wireSecret(UNKNOWN_SENTINEL)], d: "plain" };
    expect(stripOutputs(toOutputs(value))).toEqual(value);
    expect(JSON.stringify(toOutputs(value))).not.toContain(Signature.Secret);
  });
});

describe("withDependencies", () => {
  it("says for every property what it depends on", () => {
    const props = withDependencies(
      { plain: "a", unknown: UNKNOWN_SENTINEL, told: output({ dependencies: ["x"] }), free: 1 },
      { plain: ["p"], unknown: ["q"], told: ["x"] },
    );
    expect(props).toEqual({
      plain: output({ value: "a", dependencies: ["p"] }),
      unknown: output({ dependencies: ["q"] }),
      told: output({ dependencies: ["x"] }),
      free: 1,
    });
    expect([...outputDependencies(props)].toSorted()).toEqual(["p", "q", "x"]);
  });
});
