import { describe, expect, it } from "vitest";
import { mergeUserData } from "../../../../core/boot/merge.ts";
import { readMime } from "../../../../core/boot/mime.ts";
import { fleetTypes, mostNodes } from "../../../../core/capacity/fleet.ts";
import { podSource } from "../../../../core/capacity/source.ts";
import { planShapes } from "../../../../core/karpenter/pools.ts";
import { evaluate } from "../../../../core/plan/index.ts";
import type { KarpenterSettings, NodePoolSettings, Settings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const eni = (more: object = {}) => podSource({ eni: { enabled: true, ...more }, ipam: { mode: "eni" } });
const shape = (pool: NodePoolSettings, source = eni()) => planShapes({ nodePools: { pool } }, source, "1.35")[0]!;
const stack = (karpenter: KarpenterSettings, parts: Partial<Settings> = {}) =>
  evaluate(settings({ karpenter, ...parts }), { asOf: "2026-11-30" });

describe("types of a fleet", () => {
  it("are all sizes of a family on Nitro, without bare metal", () => {
    const types = fleetTypes({ families: ["m6i", "m4"] });
    expect(types).toContain("m6i.large");
    expect(types.filter((type) => type.includes("metal") || type.startsWith("m4."))).toEqual([]);
    expect(fleetTypes({ families: ["m6i"], sizes: ["xlarge", "none"] })).toEqual(["m6i.xlarge"]);
  });

  it.each([
    ["m6i.large", { cpu: 7 }, 4],
    ["m6i.large", { cpu: 8, nodes: 2 }, 2],
    ["m6i.large", { cpu: 8, nodes: 9 }, 4],
    ["m6i.large", { nodes: 3 }, 3],
    ["m6i.large", {}, undefined],
  ] as const)("%s under %j is at most %s nodes", (type, limits, nodes) => {
    expect(mostNodes(type, limits)).toBe(nodes);
  });
});

describe("a pool", () => {
  it("takes the pods of its smallest type, and says which types could take more", () => {
    const { maxPods, smallest, largest, classes } = shape({
      instanceTypes: ["m6i.large", "m6i.xlarge", "m6i.16xlarge"],
      limits: { cpu: 64 },
    });
    // ENIs × (addresses - 1) less the router and health endpoint, and the pods on the host's network.
    expect(smallest?.instanceType).toBe("m6i.large");
    expect(maxPods).toBe(3 * 9 - 2 + 3);
    expect(largest?.recommendedMaxPods).toBe(250);
    expect(classes.map((each) => each.types)).toEqual([["m6i.large"], ["m6i.xlarge"], ["m6i.16xlarge"]]);
  });

  it("keeps the number that somebody gives", () => {
    expect(shape({ instanceTypes: ["m6i.large"], limits: { nodes: 1 }, maxPods: 17 }).maxPods).toBe(17);
  });

  it("counts each need by the type that has most of it", () => {
    const { worst } = shape({ instanceTypes: ["m6i.large", "m6i.4xlarge"], limits: { cpu: 64 }, maxPods: 20 });
    expect(worst).toMatchObject({ nodes: 32, addresses: { type: "m6i.large", nodes: 32 } });
    // Three ENIs hold 27 addresses each of m6i.large; 20 pods, 8 to spare and 2 of Cilium's need more than three fill.
    expect(worst?.interfaces).toBe(32 * 3);
  });

  it("takes nothing of a limit that it cannot count", () => {
    expect(shape({ instanceTypes: ["m6i.large"], limits: { memoryGiB: 8 } }).worst).toBeUndefined();
  });
});

describe("the plan of a stack with Karpenter", () => {
  const pools = { wide: { instanceTypes: ["m6i.large", "m6i.16xlarge"], limits: { cpu: 512 } } };

  it("counts the pool's addresses and quotas as it counts node groups", () => {
    const [without, with_] = [evaluate(settings()), stack({ nodePools: pools })];
    const need = (evaluation: typeof with_, key: string) =>
      evaluation.quotas.needs.find((one) => one.key === key)?.needed ?? 0;
    expect(need(with_, "onDemandVcpus") - need(without, "onDemandVcpus")).toBe(512);
    expect(need(with_, "networkInterfaces")).toBeGreaterThan(need(without, "networkInterfaces") + 256);
    expect(need(with_, "nodeGroupsPerCluster")).toBe(1);
    expect(with_.model.capacity?.groups.map(({ name }) => name)).toEqual(["general", "wide"]);
  });

  it("offers the split of a pool that mixes types, and says how long a burst takes", () => {
    const { notes } = stack({ nodePools: pools });
    expect(notes.join("\n")).toMatch(
      /Pool "wide" mixes types: every node takes 28 pods, and m6i\.16xlarge could take 250/,
    );
    expect(notes.join("\n")).toMatch(/Pool "wide" from nothing to its limit at once: 768 calls/);
    expect(
      stack({ nodePools: { one: { instanceTypes: ["m6i.large"], limits: { nodes: 2 } } } }).notes.join(),
    ).not.toMatch(/mixes types|at once/);
  });

  it("tells of a pool's faults where the pool is written", () => {
    const { report, origins } = stack({
      nodePools: { wide: { instanceTypes: ["m6i.large"], limits: { nodes: 2 }, maxPods: 500 } },
    });
    expect(report.findings.map(({ rule }) => rule)).toContain("addresses-max-pods");
    expect(origins["nodeGroups.wide"]).toBe("karpenter.nodePools.wide");
  });

  it("puts the controller on the group, past its taints", () => {
    const { model } = stack(
      { nodeGroup: "general", nodePools: {} },
      {
        nodeGroups: {
          general: {
            instanceTypes: ["m6i.large"],
            scaling: { min: 2, max: 2 },
            taints: [{ key: "system", effect: "NoSchedule" }],
          },
        },
      },
    );
    expect(model.releases?.find(({ name }) => name === "karpenter")?.values).toMatchObject({
      nodeSelector: { "cilium-eks/node-group": "general" },
      tolerations: [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        { key: "system", operator: "Exists", effect: "NoSchedule" },
      ],
    });
  });
});

describe("user data of a pool", () => {
  const boot = {
    al2023: [{ contentType: 'text/x-shellscript; charset="us-ascii"', body: "#!/bin/bash\nfirst\n" }],
    bottlerocket: '[settings.network]\nhttps-proxy = "http://proxy:3128"\n',
  };
  const none = { al2023: [], bottlerocket: "" };

  it("comes after the cluster's own, in the form that Karpenter merges", () => {
    expect(
      readMime(mergeUserData("AL2023", boot, "#!/bin/bash\nsecond\n") ?? "")?.map(({ body }) => body.trim()),
    ).toEqual(["#!/bin/bash\nfirst", "#!/bin/bash\nsecond"]);
    const config = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\n";
    expect(readMime(mergeUserData("AL2023", none, config) ?? "")?.[0]?.contentType).toBe("application/node.eks.aws");
  });

  it("is one TOML document on Bottlerocket", () => {
    const merged = mergeUserData(
      "Bottlerocket",
      boot,
      '[settings.network]\nno-proxy = ["a"]\n[settings.kernel]\nlockdown = "none"\n',
    );
    expect(merged).toContain("https-proxy");
    expect(merged).toContain("no-proxy");
    expect(merged).toContain("lockdown");
    expect(mergeUserData("Bottlerocket", boot)).toBe(boot.bottlerocket);
    expect(mergeUserData("Bottlerocket", boot, "no toml")).toBe("no toml");
  });

  it("is none where nobody has any", () => {
    expect(mergeUserData("AL2023", none)).toBeUndefined();
    expect(mergeUserData("Bottlerocket", none, " ")).toBeUndefined();
  });
});
