import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { awsSession } from "../../readers/aws/session.ts";
import { type AwsAnswers, jsonAnswer, queryError, xmlAnswer } from "../support/aws-api.ts";
import { motoIsMissing, startMoto } from "../support/moto.ts";
import { callCli, runCli } from "../support/run-cli.ts";

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
    table(
      "rtb-0a1b2c3d4e5f60701",
      [
        { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active" },
        { DestinationCidrBlock: "192.168.0.0/16", TransitGatewayId: "tgw-0a1b2c3d4e5f60701", State: "active" },
      ],
      [{ Main: true }],
    ),
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
  return { target, ...runCli(["init", target, "--yes", "--no-install", ...args], { cwd: folder }) };
};

function planOf(target: string): PlanDocument {
  const file = readdirSync(target).find((name) => /^Pulumi\..+\.yaml$/.test(name)) ?? "none";
  const { stdout, stderr } = runCli(["plan", "-f", path.join(target, file), "--format", "json"], { cwd: root });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as PlanDocument;
}

const ENI_TYPE = "cilium-eks:index:CiliumEniCluster";

describe("what init writes plans without a finding", () => {
  const hybrid = [...described, "--endpoint", "private", "--hybrid"];
  it.each([
    ["defaults", []],
    ["a small cluster that somebody explains", ["--waive", "a cluster for a week, which may be lost"]],
    ["a production cluster in a new VPC", ["--size", "production"]],
    ["an existing VPC", described],
    ["an existing VPC that somebody explains", [...described, "--waive", "a cluster for a week"]],
    ["an existing VPC with a private endpoint", [...described, "--endpoint", "private", "--size", "production"]],
    ["an internet-facing Gateway", ["--gateway", "internet-facing"]],
    ["an internal Gateway of a production cluster", [...described, "--gateway", "internal", "--size", "production"]],
    ["no Hubble", ["--no-hubble"]],
    ["hybrid nodes by an overlay", [...hybrid, "overlay"]],
    ["hybrid nodes beside the VPC CNI", [...hybrid, "mixed", "--size", "production"]],
    ["hybrid nodes behind AWS's gateway", [...hybrid, "hybridGateway"]],
  ])("%s", (_, args) => {
    const { target, status, stderr } = init("--vcpus", "512", ...args);
    expect([status, stderr]).toEqual([0, ""]);
    const { findings, resources } = planOf(target);
    expect(findings.map(({ rule, found }) => `${rule}: ${found}`)).toEqual([]);
    expect(resources.map(({ type }) => type)).toContain(ENI_TYPE);
  });

  it("but for the quota that nobody told, which it says itself", () => {
    const { target, stdout } = init();
    expect(stdout).toContain("How many vCPUs the account has is not known: plan warns of it");
    expect(planOf(target).findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      "quotas-above-default warning",
    ]);
    expect(readFileSync(path.join(target, "Pulumi.dev.yaml"), "utf8")).not.toMatch(/quotas|waivers/);
  });
});

describe("the packages of a new project", () => {
  /** A package manager that says what it was asked. */
  const managed = (name: string, script: string) => {
    const bin = mkdtempSync(path.join(folder, "bin-"));
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const target = path.join(folder, `project-${String(count++)}`);
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}`, npm_config_user_agent: `${name}/1.0.0 node/v24.0.0` };
    return { target, ...runCli(["init", target, "--yes"], { cwd: folder, env }) };
  };

  it.each([
    ["npm", "install --no-audit --no-fund --loglevel=error"],
    ["pnpm", "install"],
  ])("are installed by whoever runs the command: %s", (name, args) => {
    const { target, status, stdout } = managed(name, 'echo "$PWD $*" > asked');
    expect(status).toBe(0);
    expect(readFileSync(path.join(target, "asked"), "utf8")).toMatch(
      new RegExp(`${path.basename(target)} ${args}\\n$`),
    );
    expect(stdout).not.toContain("install\n");
  });

  it("can be installed later where that fails", () => {
    const { target, status, stdout, stderr } = managed("npm", "echo 'npm error code ENOTFOUND' >&2; exit 1");
    expect(status).toBe(2);
    expect(stderr).toContain("npm error code ENOTFOUND");
    expect(stdout).toContain("  npm install\n");
    expect(readdirSync(target)).toContain("package.json");
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
    const { status } = runCli(["init", target, "--yes", "--no-install", "--region", "eu-west-1", "--describe", "-"], {
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
    ["a gateway to the premises without a VPC", ["--hybrid", "hybridGateway"], "give the VPC by --vpc"],
    ["a reason where nothing is left out", ["--size", "production", "--waive", "no"], "goes without nothing"],
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

describe.skipIf(motoIsMissing("init --vpc against moto"))("a VPC that AWS describes", () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  beforeAll(async () => {
    moto = await startMoto("eu-west-1");
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto.stop();
  });
  afterEach(() => moto.answer());

  const target = () => path.join(folder, `aws-${String(count++)}`);
  const initOf = async (vpc: string, ...args: string[]) => {
    const at = target();
    return {
      at,
      ...(await callCli(["init", at, "--yes", "--no-install", "--vpc", vpc, ...args], { cwd: folder, env: moto.env })),
    };
  };

  it("becomes a project that plans, its subnets by what their routes are", async () => {
    const vpc = await makeVpc();
    // moto knows no quota of EC2.
    moto.answer(({ operation }) =>
      operation === "GetServiceQuota" ? jsonAnswer({ Quota: { Value: 640 } }) : undefined,
    );
    const { at, status, stderr } = await initOf(vpc, "--region", "eu-west-1", "--endpoint", "private");
    expect([status, stderr]).toEqual([0, ""]);
    const text = readFileSync(path.join(at, "Pulumi.dev.yaml"), "utf8");
    expect(text).toContain(`id: ${vpc}`);
    expect(text).toContain("cidrs: [ 10.30.0.0/16, 100.64.0.0/16 ]");
    expect(text.match(/zone: eu-west-1[abc], cidr: 10\.30\.\d+\.0\/20, egress: nat/g)).toHaveLength(3);
    expect(text.match(/zone: eu-west-1[abc], cidr: 10\.30\.2\d+\.0\/24, egress: internet-gateway/g)).toHaveLength(3);
    // Read from the account, so that nothing has to be guessed.
    expect(text).toContain("current: { L-1216C47A: 640 }");
    expect(planOf(at).findings).toEqual([]);
  });

  it("is read to its last page", async () => {
    const vpc = await makeVpc();
    // moto gives everything at once; here each answer says that there is another, until the next is asked for.
    let pages = 0;
    moto.answer(({ operation, body }) => {
      if (operation !== "DescribeSubnets" || new URLSearchParams(body).has("NextToken")) return undefined;
      pages += 1;
      return xmlAnswer(operation, "<subnetSet/><nextToken>more</nextToken>");
    });
    const { at, status } = await initOf(vpc, "--region", "eu-west-1");
    expect([status, pages]).toEqual([0, 1]);
    expect(readFileSync(path.join(at, "Pulumi.dev.yaml"), "utf8").match(/id: subnet-/g)).toHaveLength(6);
  });

  it.each<[string, AwsAnswers | undefined, string]>([
    ["a VPC that is not in the Region", undefined, "There is no vpc-0a1b2c3d4e5f60718 in eu-west-1 of this account"],
    [
      "a denial",
      () => queryError(403, "UnauthorizedOperation", "You are not authorized to perform this operation."),
      "AWS ec2 DescribeVpcs: UnauthorizedOperation, You are not authorized to perform this operation. Let the identity",
    ],
    ["a connection that is cut", () => "cut", "does not reach the endpoint"],
  ])("says in a sentence what is wrong: %s", async (_, answers, message) => {
    moto.answer(answers);
    const { at, status, stderr } = await initOf(ID, "--region", "eu-west-1");
    expect([status, stderr.trim().split("\n").length]).toEqual([2, 1]);
    expect(stderr).toContain(message);
    expect(() => readdirSync(at)).toThrow("ENOENT");
  });
});

/** Three zones, each with a private subnet behind a NAT gateway and a public one; a second CIDR without subnets. */
async function makeVpc(): Promise<string> {
  const ec2 = await awsSession().client("ec2");
  const { Vpc: { VpcId = "" } = {} } = await ec2.createVpc({ CidrBlock: "10.30.0.0/16" });
  await ec2.associateVpcCidrBlock({ VpcId, CidrBlock: "100.64.0.0/16" });
  const { InternetGateway: { InternetGatewayId = "" } = {} } = await ec2.createInternetGateway({});
  await ec2.attachInternetGateway({ VpcId, InternetGatewayId });
  const table = async (route: object, subnets: readonly string[]) => {
    const { RouteTable: { RouteTableId = "" } = {} } = await ec2.createRouteTable({ VpcId });
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...route });
    for (const SubnetId of subnets) await ec2.associateRouteTable({ RouteTableId, SubnetId });
  };
  const subnetIn = async (zone: string, CidrBlock: string) => {
    const made = await ec2.createSubnet({ VpcId, AvailabilityZone: `eu-west-1${zone}`, CidrBlock });
    return made.Subnet?.SubnetId ?? "";
  };
  const zones = [...["a", "b", "c"].entries()];
  const open = await Promise.all(zones.map(([at, zone]) => subnetIn(zone, `10.30.${String(240 + at)}.0/24`)));
  const closed = await Promise.all(zones.map(([at, zone]) => subnetIn(zone, `10.30.${String(at * 16)}.0/20`)));
  await table({ GatewayId: InternetGatewayId }, open);
  const { NatGateway: { NatGatewayId } = {} } = await ec2.createNatGateway({ SubnetId: open[0] });
  await table({ NatGatewayId }, closed);
  return VpcId;
}

describe("the template of pulumi new", () => {
  it("is what init writes, with its placeholders", () => {
    const { target } = init("--name", "blue");
    const source = path.join(root, "templates/cilium-eks");
    for (const file of ["Pulumi.dev.yaml", "index.ts", "package.json"]) {
      const text = readFileSync(path.join(source, file), "utf8").replaceAll("${PROJECT}", "blue");
      expect(text).toBe(readFileSync(path.join(target, file), "utf8"));
    }
    // The account's quota is what `pulumi new` cannot know; init says so too.
    expect(planOf(target).findings.map(({ rule }) => rule)).toEqual(["quotas-above-default"]);
    const project = readFileSync(path.join(source, "Pulumi.yaml"), "utf8");
    expect(project).toMatch(/^name: \$\{PROJECT\}\ndescription: \$\{DESCRIPTION\}\n/);
  });
});
