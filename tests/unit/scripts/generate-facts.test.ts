import { describe, expect, it } from "vitest";
import { renderInstances, renderValueKeys } from "../../../scripts/generate-facts.ts";

const card = (index: number, maxInterfaces: number) => ({ index, maxInterfaces });

describe("instance table", () => {
  it("writes a line a family, with one letter for the hypervisor", () => {
    const text = renderInstances([
      {
        instanceType: "m5.large",
        maxNetworkInterfaces: 3,
        ipv4PerInterface: 10,
        hypervisor: "nitro",
        bareMetal: false,
      },
      {
        instanceType: "m5.metal",
        maxNetworkInterfaces: 15,
        ipv4PerInterface: 50,
        hypervisor: "unknown",
        bareMetal: true,
      },
      { instanceType: "m4.large", maxNetworkInterfaces: 2, ipv4PerInterface: 10, hypervisor: "xen", bareMetal: false },
    ]);
    expect(text).toContain("\nm4 large:2.10x\nm5 large:3.10n metal:15.50b\n");
    expect(text).toContain("INSTANCE_COUNT = 3");
  });

  it("packs equal network cards", () => {
    const text = renderInstances([
      {
        instanceType: "p5.48xlarge",
        maxNetworkInterfaces: 2,
        ipv4PerInterface: 50,
        hypervisor: "nitro",
        bareMetal: false,
        networkCards: [card(0, 2), card(1, 2), card(2, 1)],
      },
    ]);
    expect(text).toContain("48xlarge:2.50n/2*2/1");
  });

  it("refuses a default card other than 0, which the format cannot say", () => {
    const row = {
      instanceType: "x.1",
      maxNetworkInterfaces: 2,
      ipv4PerInterface: 5,
      hypervisor: "nitro",
      bareMetal: false,
    } as const;
    expect(() =>
      renderInstances([{ ...row, defaultNetworkCardIndex: 1, networkCards: [card(0, 2), card(1, 2)] }]),
    ).toThrow("card 0");
  });
});

describe("Helm key table", () => {
  it("writes one letter a version and one spelling a type", () => {
    const text = renderValueKeys({
      "1.20.2": { keys: { a: "string|null", b: "object*" }, readByTemplatesOnly: [] },
      "1.19.6": { keys: { a: "null|string" }, readByTemplatesOnly: ["c.d"] },
    });
    expect(text).toContain('VALUE_KEY_VERSIONS = ["1.19.6","1.20.2"]');
    expect(text).toContain("\na aa\nb -b\nc.d .-\n");
  });
});
