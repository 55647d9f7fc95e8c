import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../../config/parse.ts";
import { NAMESPACE } from "../../../config/stack.ts";
import { examples } from "../../support/docs.ts";

const minimal = {
  cluster: { name: "blue" },
  network: { vpc: { cidr: "10.0.0.0/16" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 3 } } },
};

/** Examples of stack keys; others are Kubernetes objects, pipelines, or parts of a key. */
const ofStacks = examples("yaml").filter(({ text }) => text.startsWith(`${NAMESPACE}:`));

describe("examples in the documentation", () => {
  it("are there", () => {
    expect(ofStacks.length).toBeGreaterThan(3);
  });

  it.each(ofStacks)("of stack keys are keys and values that a stack may have: $where", ({ text }) => {
    const keys = Object.entries(parse(text) as Record<string, unknown>);
    const values = {
      ...minimal,
      ...Object.fromEntries(keys.map(([key, value]) => [key.slice(NAMESPACE.length + 1), value])),
    };
    expect(parseSettings({ region: "eu-central-1", values })).toMatchObject({ ok: true });
  });
});
