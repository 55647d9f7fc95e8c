import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runFleetAddresses } from "../../../../cli/fleet/addresses/command.ts";
import { readFleet } from "../../../../cli/fleet/read.ts";
import { parseAllocations } from "../../../../config/fleet/allocations.ts";
import { outputOf } from "../../../../cli/shared/output.ts";
import { fleetText } from "../../../support/fleet-text.ts";

const folder = mkdtempSync(path.join(tmpdir(), "addresses-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, "fleet.yaml");
const NEW = { c0: "settings: {}", c1: "settings: {}" };
const put = (blocks: string, more: Readonly<Record<string, string>> = NEW): void =>
  writeFileSync(file, `${fleetText(2, more)}addresses: { vpcBlocks: [${blocks}], podBlocks: [100.64.0.0/16] }\n`);
const out = path.join(folder, "out");
const run = async (format: "text" | "json" | "yaml" | "ipam", write = false): Promise<[number, string]> => {
  const formats = ["text", "json", "yaml", "ipam"] as const;
  const status = await runFleetAddresses(
    { file, write },
    outputOf({ format: [{ name: format }], out, quiet: true }, formats),
  );
  return [status, readFileSync(out, "utf8")];
};

describe("fleet addresses", () => {
  it("writes what it gives, which the fleet's clusters then have, and gives the same again", async () => {
    put("10.64.0.0/16");
    const [status, text] = await run("yaml", true);
    expect(status).toBe(0);
    expect(parseAllocations(text, "x")).toEqual({
      c0: { vpc: "10.64.0.0/20", pods: "100.64.0.0/18" },
      c1: { vpc: "10.64.32.0/20", pods: "100.64.128.0/18" },
    });
    const stack = readFleet({ file }).file.cluster("c1");
    expect(stack.values["network"]).toMatchObject({
      vpc: { cidr: "10.64.32.0/20" },
      podSubnets: { cidr: "100.64.128.0/18" },
    });
    expect(stack.place("network.vpc.cidr").where).toBe(path.join(folder, "fleet.addresses.yaml"));
    expect(await run("yaml", true)).toEqual([status, text]);
    put("10.64.0.0/16", { c0: "settings: { network: { vpc: { cidr: 10.64.96.0/20 } } }", c1: "settings: {}" });
    expect(parse((await run("yaml"))[1])).toEqual({
      clusters: { c0: { pods: "100.64.0.0/18" }, c1: { vpc: "10.64.32.0/20", pods: "100.64.128.0/18" } },
    });
  });

  it("makes pools of IPAM that hold every block, each of them below one that is there", async () => {
    put("10.64.0.0/16");
    const { resources } = parse((await run("ipam"))[1]) as {
      resources: Record<
        string,
        { type: string; properties: Record<string, unknown>; options?: { dependsOn: string[] } }
      >;
    };
    const names = new Set(Object.keys(resources));
    const references = [...JSON.stringify(resources).matchAll(/\$\{([\w-]+)/g)].map(([, name = ""]) => name);
    expect(references.filter((name) => !names.has(name))).toEqual([]);
    expect(resources["vpc-eu-central-1-10-64-0-0-18"]).toMatchObject({
      type: "aws:ec2:VpcIpamPoolCidr",
      properties: { cidr: "10.64.0.0/18" },
      options: { dependsOn: ["${vpc-10-64-0-0-16}"] },
    });
    expect(resources["vpc-eu-central-1-growth-10-64-16-0-20"]?.properties["description"]).toBe("Growth of c0");
  });

  it("ends with 1, says for whom there is no room, and writes nothing", async () => {
    put("10.65.0.0/20");
    const before = readFileSync(path.join(folder, "fleet.addresses.yaml"), "utf8");
    const [status, text] = await run("text", true);
    expect(status).toBe(1);
    expect(text).toContain("no free /20 in 10.65.0.0/20 for c1");
    expect(readFileSync(path.join(folder, "fleet.addresses.yaml"), "utf8")).toBe(before);
  });

  it("refuses a fleet file with faults, and allocations that nobody has written so", async () => {
    put("10.64.0.0/16", { c0: "stage: tset" });
    await expect(run("text")).rejects.toThrow("clusters.c0.stage: found");
    expect(() => parseAllocations("clusters: { a: { vpc: 10.0.0.0/99 }, b: 1 }", "x.yaml")).toThrow(
      'x.yaml: clusters.a.vpc: "10.0.0.0/99"; clusters.b: 1. ',
    );
  });
});
