import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RealStack, StateResource } from "../support/real-engine.ts";
import { missing, startStack, type TestStack } from "./stacks.ts";

/** Whether it is time, in the run that began when the log had so many lines. */
type Time = (stack: RealStack, since: number) => boolean;

/** AWS has begun on a resource of the type. */
const atAws =
  (type: string): Time =>
  ({ aws }, since) =>
    aws.log.slice(since).some((line) => line.operation === "create" && line.type === type);

const atEngine =
  (type: string): Time =>
  (stack) =>
    stack.steps().some((step) => step.operation === "create" && step.type === type);

/** Each needs the one before: the engine is killed, the run resumed, and the next is killed further on. */
const PLACES: readonly (readonly [string, Time])[] = [
  ["the VPC", atAws("aws:ec2/vpc:Vpc")],
  ["a subnet", atAws("aws:ec2/subnet:Subnet")],
  ["the NAT gateway", atAws("aws:ec2/natGateway:NatGateway")],
  ["a route", atAws("aws:ec2/route:Route")],
  ["the cluster", atAws("aws:eks/cluster:Cluster")],
  ["the OIDC provider", atAws("aws:iam/openIdConnectProvider:OpenIdConnectProvider")],
  ["the rights of Cilium's operator", atAws("aws:iam/rolePolicy:RolePolicy")],
  ["Cilium's release", atEngine("kubernetes:helm.sh/v3:Release")],
  ["a node group", atAws("aws:eks/nodeGroup:NodeGroup")],
  ["an add-on", atAws("aws:eks/addon:Addon")],
];

interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
}

interface Pending {
  readonly type: string;
  readonly resource: StateResource & { readonly parent: string };
}

describe.skipIf(missing !== "")("a run whose engine is killed", () => {
  let it: TestStack;
  beforeAll(async () => {
    it = await startStack("dev");
  });
  afterAll(() => it?.stop());

  /** The steps of docs/operations.md, "A run that was killed". */
  async function resume(): Promise<void> {
    it.stack.restoreState();
    await it.stack.command("cancel", "--yes");
    const pending = (await pendingOf(it.stack)).filter(({ type }) => type === "creating");
    const resources = pending.flatMap(({ resource }, at) => {
      const [, , types = "", name = ""] = resource.urn.split("::");
      const type = types.split("$").at(-1) ?? types;
      const held = it.stack.aws.account.remaining().find((one) => one.type === type && one.name === name);
      return held === undefined ? [] : [{ type, name, id: held.id, parent: `p${String(at)}` }];
    });
    const nameTable = Object.fromEntries(pending.map(({ resource }, at) => [`p${String(at)}`, resource.parent]));
    const file = join(tmpdir(), `import-${String(process.pid)}.json`);
    writeFileSync(file, JSON.stringify({ nameTable, resources }));
    if (resources.length > 0)
      await it.stack.command(
        "import",
        "--file",
        file,
        "--protect=false",
        "--generate-code=false",
        "--yes",
        "--skip-preview",
      );
    await it.stack.command("refresh", "--clear-pending-creates", "--yes", "--skip-preview");
    const known = (await it.stack.resources()).map(({ inputs }) => inputs?.["name"]);
    const releases = JSON.parse(it.helm("list", "--all-namespaces", "--all", "--output", "json")) as HelmRelease[];
    for (const { name: release, namespace } of releases)
      if (!known.includes(release)) it.helm("uninstall", release, "--namespace", namespace);
  }

  test.each(PLACES)("goes on after it was killed at %s", async (_, time) => {
    const since = it.stack.aws.log.length;
    expect(await it.stack.upUntil((stack) => time(stack, since))).toBe("killed");
    await resume();
    expect(await pendingOf(it.stack)).toEqual([]);
  });

  test("comes up in the end, stays as it is, and leaves nothing behind", async () => {
    await it.stack.up();
    await it.stack.preview({ expectNoChanges: true });
    await it.stack.destroy();
    expect(it.left()).toEqual([]);
  });
});

async function pendingOf(stack: RealStack): Promise<readonly Pending[]> {
  const text = await stack.exported();
  const { deployment } = JSON.parse(text.slice(text.indexOf("{"))) as {
    deployment: { pending_operations?: readonly Pending[] };
  };
  return deployment.pending_operations ?? [];
}
