import { describe, expect, it } from "vitest";
import { parseFleetFile } from "../../../config/fleet/file.ts";
import { StackFileError } from "../../../config/stack.ts";

const STACK = `config:
  aws:region: eu-west-1
  cilium-eks:cluster: { name: shop, deletionProtection: true, logs: { retentionDays: 7 } }
  cilium-eks:network: { vpc: { cidr: 10.0.0.0/16 } }
`;
const FLEET = `name: shop
templates:
  base:
    stackFile: Pulumi.base.yaml
    settings:
      nodeGroups: { general: { instanceTypes: [m6i.large, m5.large], scaling: { min: 2, max: 4 } } }
  large:
    extends: base
    settings: { nodeGroups: { general: { scaling: { max: 9 } } } }
stages: { prod: { settings: { cluster: { logs: { retentionDays: 30 } } } } }
accounts: { prod: { id: "111122223333", quotas: { L-1216C47A: 64 }, settings: { cluster: { extraTags: { a: b } } } } }
regions: { us-east-1: { settings: { network: { vpc: { availabilityZones: 2 } } } } }
waves: [{ name: canary }]
clusters:
  blue:
    template: large
    stage: prod
    account: prod
    region: us-east-1
    wave: canary
    settings:
      cluster: { name: blue, deletionProtection: null }
      nodeGroups: { general: { instanceTypes: [c6i.large] } }
  green: { template: base, region: us-east-1, wave: canary }
`;

const read = (text = FLEET, beside: Readonly<Record<string, string>> = { "Pulumi.base.yaml": STACK }) =>
  parseFleetFile(text, "fleet/fleet.yaml", (file) => {
    const found = beside[file];
    if (found === undefined) throw new StackFileError(`${file} does not exist.`);
    return found;
  });
const faults = (text: string): string[] => {
  const file = read(text);
  return file.faults.map(({ path, found, expected, fix }) => {
    const { where, setting } = file.place(path);
    return `${where} ${setting}: ${found}; ${expected}. ${fix}`;
  });
};

describe("a cluster's settings", () => {
  const file = read();
  const blue = file.cluster("blue");

  it("are the template's with the differences of stage, account, Region and cluster, in this order", () => {
    expect(file.faults).toEqual([]);
    expect(blue.values).toMatchObject({
      cluster: { name: "blue", logs: { retentionDays: 30 } },
      network: { vpc: { cidr: "10.0.0.0/16", availabilityZones: 2 } },
      nodeGroups: { general: { instanceTypes: ["c6i.large"], scaling: { min: 2, max: 9 } } },
      quotas: { current: { "L-1216C47A": 64 } },
    });
    expect(blue.values["cluster"]).not.toHaveProperty("deletionProtection");
    expect(file.cluster("green").values).toMatchObject({ cluster: { name: "shop", deletionProtection: true } });
  });

  it.each([
    ["cluster.name", "fleet.yaml", "name: blue"],
    ["nodeGroups.general.scaling.max", "fleet.yaml", "max: 9"],
    ["nodeGroups.general.scaling.min", "fleet.yaml", "min: 2"],
    ["cluster.logs.retentionDays", "fleet.yaml", "retentionDays: 30"],
    ["quotas.current.L-1216C47A", "fleet.yaml", "L-1216C47A: 64"],
    ["network.vpc.cidr", "Pulumi.base.yaml", "cidr: 10.0.0.0/16"],
  ])("%s is placed where it comes from", (setting, name, text) => {
    const { where } = blue.place(setting);
    const [file, line, column] = where.split(":");
    expect(file).toBe(`fleet/${name}`);
    const shown = (name === "fleet.yaml" ? FLEET : STACK).split("\n")[Number(line) - 1] ?? "";
    expect(shown.slice(Number(column) - 1)).toMatch(new RegExp(`^${text}`));
  });

  it("are told in the words of their file", () => {
    expect(blue.place("network.vpc.cidr").setting).toBe("cilium-eks:network.vpc.cidr");
    expect(blue.place("quotas.current.L-1216C47A").setting).toBe("accounts.prod.quotas.L-1216C47A");
    expect(blue.place("cluster.name").setting).toBe("clusters.blue.settings.cluster.name");
  });

  it("have faults at the layer that has them, and other clusters none", () => {
    const wrong = read(FLEET.replace("instanceTypes: [c6i.large]", "instanceTyps: [c6i.large]"));
    const stack = wrong.cluster("blue");
    const { parsed } = stack;
    const said = parsed.ok ? [] : parsed.findings.map(({ path, found }) => `${stack.place(path).where} ${found}`);
    expect(said).toEqual(["fleet/fleet.yaml:23:32 an unknown key"]);
    expect(wrong.cluster("green").parsed.ok).toBe(true);
  });

  it("take the cluster's name where no layer has one", () => {
    const named = read(FLEET, { "Pulumi.base.yaml": STACK.replace("name: shop, ", "") });
    expect(named.cluster("green").values["cluster"]).toMatchObject({ name: "green", deletionProtection: true });
  });
});

describe("a fleet file's own faults", () => {
  it("are all told, with their place", () => {
    const said = faults(
      FLEET.replace("template: base, region", "template: bas, region")
        .replace("wave: canary\n", "wave: canry\n")
        .replace("extends: base", "extends: large")
        .replace("account: prod", "account: production")
        .concat(
          "networks: { mesh: { kind: mesh, clusters: [blue, gren] } }\n  Red: { template: base, region: eu-west-1, wave: canary }\n".split(
            "\n",
          )[0] ?? "",
        ),
    );
    expect(said).toHaveLength(5);
    expect(said.join("\n")).toMatch(/fleet\.yaml:24:12 clusters\.green\.template: "bas"; one of base, large\. .*base/);
    expect(said.join("\n")).toMatch(/templates\.large\.extends: a circle: large, large/);
    expect(said.join("\n")).toContain('"canry"');
    expect(said.join("\n")).toContain('"production"; one of prod');
    expect(said.join("\n")).toContain('networks.mesh.clusters.1: "gren"');
  });

  it.each([
    ["an unknown key", FLEET.replace("stage: prod", "stag: prod"), "clusters.blue.stag"],
    ["a number for an account", FLEET.replace('"111122223333"', "111122223333"), "accounts.prod.id"],
    ["a name that no stack can have", FLEET.replace("  green:", "  Green_1:"), "at most 36 characters"],
    ["no cluster", `${FLEET.split("clusters:")[0] ?? ""}clusters: {}\n`, "no cluster"],
    ["no wave", FLEET.replace("[{ name: canary }]", "[]"), "no wave"],
    ["a wave twice", FLEET.replace("[{ name: canary }]", "[{ name: canary }, { name: canary }]"), "once more"],
    ["a stack file that is not there", FLEET.replace("Pulumi.base.yaml", "Pulumi.bas.yaml"), "does not exist"],
  ])("has a sentence for %s", (_, text, said) => {
    expect(faults(text).join("\n")).toContain(said);
  });

  it("is a sentence where there is no fleet", () => {
    expect(() => read("- a\n")).toThrow("holds no fleet");
  });
});
