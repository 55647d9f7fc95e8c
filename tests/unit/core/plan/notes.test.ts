import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../core/plan/index.ts";
import { settings } from "../../../support/model.ts";

const notes = (version: string): string =>
  evaluate(
    settings({
      cluster: { name: "a", registry: { mirrors: { "quay.io": "registry.example.com/quay" } } },
      cilium: { version },
    }),
  ).notes.join("\n");

describe("the notes of a plan", () => {
  it("list what a mirror must hold, with the tags that are known", () => {
    expect(notes("1.19.6")).toContain("registry.example.com/quay/cilium/operator-aws:v1.19.6");
    expect(notes("1.20.2")).toContain("registry.example.com/quay/cilium/cilium:v1.20.2");
    expect(notes("1.20.2")).toContain("registry.example.com/quay/cilium/cilium-envoy:<tag in the chart's values>");
  });

  it("say that a private endpoint needs a route", () => {
    expect(evaluate(settings()).notes.join("\n")).toContain("needs a route into the VPC");
  });
});
