import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { registerCapacity } from "../../../../cli/capacity/index.ts";
import type { CapacityRow } from "../../../../cli/capacity/table.ts";

async function capacity(...args: string[]) {
  const written = { out: "", error: "" };
  const into =
    (stream: keyof typeof written) =>
    (text: unknown, ...rest: readonly unknown[]) => {
      written[stream] += String(text);
      for (const done of rest) if (typeof done === "function") (done as () => void)();
      return true;
    };
  vi.spyOn(process.stdout, "write").mockImplementation(into("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(into("error"));
  const program = new Command().exitOverride();
  registerCapacity(program);
  await program.parseAsync(["capacity", ...args], { from: "user" });
  const status = process.exitCode;
  process.exitCode = undefined;
  return { ...written, status };
}

const rows = async (...args: string[]): Promise<CapacityRow[]> =>
  JSON.parse((await capacity(...args, "--format", "json")).out) as CapacityRow[];

afterEach(() => void vi.restoreAllMocks());

describe("capacity", () => {
  // Slots of cilium/cilium pkg/aws/ipam/node.go, less Cilium's own two addresses.
  it.each([
    ["m5.xlarge", [], 56],
    ["m5.xlarge", ["--prefix-delegation"], 896],
    ["m5.xlarge", ["--first-interface-index", "1"], 42],
    ["m5.xlarge", ["--first-interface-index", "1", "--prefix-delegation"], 672],
    ["p5.48xlarge", [], 98],
    ["m4.large", ["--prefix-delegation"], 18],
    ["m6g.medium", ["--first-interface-index", "1"], 3],
  ])("gives %s with %j %i addresses", async (type, options, addresses) => {
    const [row] = await rows(type, ...options);
    expect((row?.podAddresses ?? 0) + 2).toBe(addresses);
  });

  it("counts the ingress address of a Gateway", async () => {
    const [without] = await rows("m5.large");
    const [withGateway] = await rows("m5.large", "--gateway");
    expect((without?.podAddresses ?? 0) - (withGateway?.podAddresses ?? 0)).toBe(1);
  });

  it("says what binds first", async () => {
    const [small, large] = await rows("m5.large", "m5.4xlarge");
    expect(small?.bindsFirst).toBe("ENI slots");
    expect(large?.bindsFirst).toBe("kubelet");
  });

  it("says how many nodes subnets hold, and whether those asked for fit", async () => {
    const [row] = await rows("m6i.xlarge", "--prefix-delegation", "--subnet", "10.0.64.0/24", "--nodes", "10");
    expect(row).toMatchObject({ fits: false });
    expect(row?.nodesInSubnets).toBe(1);
    expect((await capacity("m6i.xlarge", "--subnet", "10.0.0.0/20", "--nodes", "10")).out).toContain("enough");
  });

  it("counts the node's own ENI where pods share it", async () => {
    const subnet = ["--prefix-delegation", "--max-pods", "110", "--subnet", "10.0.0.0/20"];
    const [shared] = await rows("m6i.xlarge", ...subnet);
    const [apart] = await rows("m6i.xlarge", ...subnet, "--first-interface-index", "1");
    expect([shared?.perNode.interfaces, apart?.perNode.interfaces]).toEqual([0, 1]);
    // 254 whole blocks, and 8 prefixes with one single address a node: its own ENI's, or that of the pods' ENI.
    expect([shared?.nodesInSubnets, apart?.nodesInSubnets]).toEqual([28, 28]);
  });

  it("lets the smallest subnet decide", async () => {
    const [row] = await rows("m6i.xlarge", "--subnet", "10.0.0.0/20", "--subnet", "10.0.16.0/24");
    const [small] = await rows("m6i.xlarge", "--subnet", "10.0.16.0/24");
    expect(row?.nodesInSubnets).toBe(2 * (small?.nodesInSubnets ?? 0));
  });

  it.each([
    ["m4.large", ["--prefix-delegation"], "Nitro and bare metal only"],
    ["p5.48xlarge", [], "32 network cards"],
    ["t3.medium", ["--max-pods", "110"], "addresses for 16 pods only"],
  ])("says of %s with %j: %s", async (type, options, note) => {
    const [row] = await rows(type, ...options);
    expect(row?.notes.join(" ")).toContain(note);
    expect((await capacity(type, ...options)).out).toContain(note);
  });

  it("gives the same bytes twice, and keeps the recommendation beside what was asked for", async () => {
    const ask = ["m6i.xlarge", "--max-pods", "40", "--format", "json"];
    expect((await capacity(...ask)).out).toBe((await capacity(...ask)).out);
    expect((await rows("m6i.xlarge", "--max-pods", "40"))[0]).toMatchObject({
      maxPods: 40,
      recommendedMaxPods: 57,
      podLimit: 57,
    });
  });

  it("refuses what it does not know with a suggestion and exit status 2", async () => {
    const { status, error } = await capacity("m6i.xlrge", "--subnet", "10.0.0.1/24");
    expect(status).toBe(2);
    expect(error).toContain("Did you mean m6i.xlarge");
    expect(error).toContain("Did you mean 10.0.0.0/24?");
  });
});

describe("capacity --recommend", () => {
  const recommended = (...args: readonly string[]) => capacity("--recommend", ...args);

  it("says nodes, block and limits with their reasons, and a stack file", async () => {
    const { out, status } = await recommended("--pods", "2000", "--pod-cpu", "250m", "--pod-memory", "512Mi");
    expect(status).toBe(0);
    for (const said of [
      " for 2,000 pods",
      "binds first",
      "is the smallest in which",
      "calls a second",
      "cilium-eks:nodeGroups:",
      "UNVERIFIED",
    ])
      expect(out).toContain(said);
  });

  it("ends with 1 where the pods would come too late", async () => {
    const { out, status } = await recommended(
      "--pods",
      "3000",
      "--pod-cpu",
      "50m",
      "--pod-memory",
      "64Mi",
      "--within",
      "30s",
    );
    expect(status).toBe(1);
    expect(out).toMatch(/Wanted: 0\.5\s+min; more calls/);
  });

  it.each([
    [["--pod-cpu", "250m"], "Say what is to run"],
    [["--pods", "100000"], "largest block of a VPC. Instead: share the load out"],
  ])("says what %j lacks, and ends with 2", async (args, said) => {
    await expect(recommended(...args)).resolves.toMatchObject({
      status: 2,
      error: expect.stringContaining(said) as string,
    });
  });

  it.each([
    ["--pod-cpu", "much", "Give cores, 250m or 0.5."],
    ["--pod-memory", "512", "Give memory with its unit, 512Mi or 2Gi."],
  ])("refuses %s %s", async (flag, value, said) => {
    await expect(recommended("--pods", "10", flag, value)).rejects.toThrow(said);
  });
});
