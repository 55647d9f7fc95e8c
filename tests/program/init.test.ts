import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { runCli } from "../support/run-cli.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "init-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ID = "vpc-0a1b2c3d4e5f60718";
const write = (file: string, content: unknown): string => {
  writeFileSync(path.join(folder, file), JSON.stringify(content, null, 4));
  return path.join(folder, file);
};

/** What the AWS CLI prints of a VPC with two zones: public subnets, private ones behind NAT, one subnet behind a transit gateway. */
const vpcs = write("vpcs.json", {
  Vpcs: [
    {
      VpcId: ID,
      CidrBlock: "10.20.0.0/16",
      CidrBlockAssociationSet: [
        { CidrBlock: "10.20.0.0/16", CidrBlockState: { State: "associated" } },
        { CidrBlock: "10.21.0.0/16", CidrBlockState: { State: "disassociated" } },
      ],
    },
  ],
});
const subnet = (end: string, zone: string, CidrBlock: string) => ({
  SubnetId: `subnet-0a1b2c3d4e5f607${end}`,
  VpcId: ID,
  AvailabilityZone: `eu-west-1${zone}`,
  CidrBlock,
});
const subnets = write("subnets.json", {
  Subnets: [
    subnet("04", "b", "10.20.241.0/24"),
    subnet("01", "a", "10.20.0.0/20"),
    subnet("02", "b", "10.20.16.0/20"),
    subnet("03", "a", "10.20.240.0/24"),
  ],
});
const table = (id: string, routes: unknown[], associations: unknown[]) => ({
  RouteTableId: id,
  VpcId: ID,
  Routes: [{ DestinationCidrBlock: "10.20.0.0/16", GatewayId: "local" }, ...routes],
  Associations: associations,
});
const tables = write("tables.json", {
  RouteTables: [
    table("rtb-1", [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" }], [{ Main: true }]),
    table(
      "rtb-2",
      [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }],
      [{ SubnetId: "subnet-0a1b2c3d4e5f60703" }, { SubnetId: "subnet-0a1b2c3d4e5f60704" }],
    ),
  ],
});
const described = ["--region", "eu-west-1", ...[vpcs, subnets, tables].flatMap((file) => ["--describe", file])];

let count = 0;
const init = (...args: string[]) => {
  const target = path.join(folder, `project-${String(count++)}`);
  return { target, ...runCli(["init", target, "--yes", ...args], { cwd: folder }) };
};

function planOf(target: string): PlanDocument {
  const file = readdirSync(target).find((name) => /^Pulumi\..+\.yaml$/.test(name)) ?? "none";
  const { stdout, stderr } = runCli(["plan", "-f", path.join(target, file), "--format", "json"], { cwd: root });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as PlanDocument;
}

const ENI_TYPE = "cilium-eks:index:CiliumEniCluster";

describe("what init writes plans without a finding", () => {
  it.each([
    ["defaults", []],
    ["a production cluster in a new VPC", ["--size", "production"]],
    ["an existing VPC", described],
    ["an existing VPC with a private endpoint", [...described, "--endpoint", "private", "--size", "production"]],
    ["an internet-facing Gateway", ["--gateway", "internet-facing"]],
    ["an internal Gateway of a production cluster", [...described, "--gateway", "internal", "--size", "production"]],
    ["no Hubble", ["--no-hubble"]],
    ["hybrid nodes by an overlay", [...described, "--endpoint", "private", "--hybrid", "overlay"]],
    [
      "hybrid nodes beside the VPC CNI",
      [...described, "--endpoint", "private", "--hybrid", "mixed", "--size", "production"],
    ],
  ])("%s", (_, args) => {
    const { target, status, stderr } = init(...args);
    expect([status, stderr]).toEqual([0, ""]);
    const { findings, resources } = planOf(target);
    expect(findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual([]);
    expect(resources.map(({ type }) => type)).toContain(ENI_TYPE);
  });
});

describe("init", () => {
  it("reads ids, zones, CIDRs and the way out of an existing VPC", () => {
    const { target } = init(...described);
    const text = readFileSync(path.join(target, "Pulumi.dev.yaml"), "utf8");
    expect(text).toContain(`id: ${ID}`);
    expect(text).toContain("cidrs: [ 10.20.0.0/16 ]");
    expect(text).toMatch(
      /private:\n\s+- \{ id: subnet-0a1b2c3d4e5f60701, zone: eu-west-1a, cidr: 10\.20\.0\.0\/20, egress: nat \}/,
    );
    expect(text).toMatch(
      /public:\n\s+- \{ id: subnet-0a1b2c3d4e5f60703, zone: eu-west-1a, cidr: 10\.20\.240\.0\/24, egress: internet-gateway \}/,
    );
  });

  it("reads answers that are piped one behind the other", () => {
    const input = [vpcs, subnets, tables].map((file) => readFileSync(file, "utf8")).join("\n");
    const target = path.join(folder, "piped");
    const { status } = runCli(["init", target, "--yes", "--region", "eu-west-1", "--describe", "-"], {
      cwd: folder,
      input,
    });
    expect(status).toBe(0);
    expect(readFileSync(path.join(target, "Pulumi.dev.yaml"), "utf8")).toContain(ID);
  });

  it("writes a workflow, a program that Node can read, and says what comes next", () => {
    const { target, stdout } = init("--pipeline", "github", "--name", "blue");
    expect(readFileSync(path.join(target, ".github/workflows/plan.yml"), "utf8")).toContain(
      "cilium-eks plan --stack dev",
    );
    expect(readFileSync(path.join(target, "index.ts"), "utf8")).toContain('from "pulumi-cilium-eks/stack"');
    expect(readFileSync(path.join(target, "Pulumi.dev.yaml"), "utf8")).toMatch(/^# yaml-language-server: \$schema=/);
    expect(stdout).toContain("npx cilium-eks plan --stack dev");
  });

  it("overwrites nothing, and then writes nothing", () => {
    const target = mkdtempSync(path.join(folder, "there-"));
    writeFileSync(path.join(target, "index.ts"), "mine");
    const { status, stderr } = runCli(["init", target, "--yes"]);
    expect(status).toBe(2);
    expect(stderr).toContain("index.ts is there already");
    expect(readdirSync(target)).toEqual(["index.ts"]);
  });

  it.each([
    ["a name that EKS would refuse", ["--name", "Blue!"], "--name Blue!"],
    ["a Region that is none", ["--region", "eu-centrall-1"], "Did you mean eu-central-1"],
    ["an id that AWS cannot have given", ["--vpc", "vpc-xxxx"], "vpc- and 17"],
    ["a private endpoint that nobody could reach", ["--endpoint", "private"], "nothing could reach the API"],
    ["a Gateway without Cilium", ["--hybrid", "mixed", "--gateway", "internal"], "no Gateway and no Hubble"],
    ["a wrong Region", [...described, "--region", "eu-central-1"], "give its Region"],
    ["half of the answers", ["--describe", vpcs], "describe-subnets, describe-route-tables"],
    ["a file that is no answer", ["--describe", path.join(root, "README.md")], "is no JSON"],
  ])("refuses %s", (_, args, message) => {
    const { status, stderr, target } = init(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(() => readdirSync(target)).toThrow("ENOENT");
  });

  it("asks nobody where nobody sits", () => {
    const { status, stderr } = runCli(["init", path.join(folder, "asks")], { input: "" });
    expect(status).toBe(2);
    expect(stderr).toContain("--yes");
  });
});

describe("the template of pulumi new", () => {
  it("plans without a finding once its placeholders are replaced", () => {
    const target = mkdtempSync(path.join(folder, "template-"));
    const source = path.join(root, "templates/cilium-eks");
    for (const file of readdirSync(source)) {
      const text = readFileSync(path.join(source, file), "utf8");
      writeFileSync(
        path.join(target, file),
        text.replaceAll("${PROJECT}", "blue").replaceAll("${DESCRIPTION}", "A cluster"),
      );
    }
    expect(readFileSync(path.join(target, "Pulumi.yaml"), "utf8")).toMatch(/^name: blue\ndescription: A cluster\n/);
    expect(planOf(target).findings).toEqual([]);
  });
});
