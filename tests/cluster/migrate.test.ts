import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runMigrate } from "../../cli/migrate/command.ts";
import type { MigrateFlags } from "../../cli/migrate/index.ts";
import type { MigrateDocument } from "../../cli/migrate/types.ts";
import type { Output } from "../../cli/shared/output.ts";
import { parseSettings } from "../../config/parse.ts";
import { parseStackFile } from "../../config/stack-file.ts";
import { planAdoption } from "../../core/control-plane/adoption.ts";
import { errorsOf, evaluate } from "../../core/plan/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { rightsOf } from "../../readers/live/rights.ts";
import { KubeError, type KubeObject } from "../support/kube-client.ts";
import { LEGACY_REGION as REGION, LEGACY_ZONES as ZONES, eksAnswer, makeVpc } from "../support/legacy-cluster.ts";
import { motoIsMissing, startMoto } from "../support/moto.ts";
import { callCli } from "../support/run-cli.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";
import {
  BREAKS,
  CONCERNS,
  OLD_DEFINITIONS,
  OLD_SYSTEM,
  eniConfig,
  reportingNode,
  systemDaemonSet,
} from "../support/vpc-cni-objects.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No cluster was migrated: ${tools.missing}.`);
const skipped = "missing" in tools || motoIsMissing("a migration");

const LABEL = { "cilium-eks/datapath": "cilium" };
const folder = mkdtempSync(path.join(tmpdir(), "migrate-"));
const stackFile = path.join(folder, "Pulumi.legacy.yaml");

/** A cluster with the VPC CNI goes to Cilium and back, on a real control plane with its controllers; the test plays kubelets and scheduler. */
describe.skipIf(skipped)("a migration, from the first look to the last old node and back", () => {
  let plane: ControlPlane;
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let nodes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "old-1": { "eks.amazonaws.com/nodegroup": "general" },
    "old-2": { "eks.amazonaws.com/nodegroup": "general" },
  };
  const before = { ...process.env };
  let addons = ["coredns", "kube-proxy", "vpc-cni"];

  beforeAll(async () => {
    [plane, moto] = await Promise.all([startControlPlane({ crds: ["cilium-1.19.6"] }), startMoto()]);
    const { vpc, subnets } = await makeVpc(moto.endpoint);
    Object.assign(process.env, moto.env);
    moto.answer(({ operation }) => eksAnswer(operation, { vpc, subnets, addons }));
    await plane.apply(OLD_DEFINITIONS);
    await plane.put([...OLD_SYSTEM, ...BREAKS, ...CONCERNS]);
    await plane.put(ZONES.map((zone, at) => eniConfig(zone, subnets[2 + at] ?? "")));
  }, 90_000);
  afterAll(async () => {
    process.env = before;
    await Promise.all([plane?.stop(), moto?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** The command, in this process: a run of its own takes longer than all that it does. */
  const migrate = async (flags: Partial<MigrateFlags> = {}) => {
    await kubelets(plane, nodes);
    let text = "";
    const output = {
      progress: { show: () => {} },
      write: async (draw: (format: "json", style: never) => string) => {
        text = draw("json", undefined as never);
      },
    } as unknown as Output<"text" | "json">;
    const status = await runMigrate(
      {
        kubeconfig: plane.kubeconfig,
        namespace: "kube-system",
        timeout: 20,
        deadline: 60,
        aws: true,
        cluster: "legacy",
        region: REGION,
        asOf: "2026-12-01",
        ...flags,
      },
      output,
    );
    return { status, document: JSON.parse(text) as MigrateDocument };
  };
  const states = ({ phases }: MigrateDocument) => phases.map(({ id, state }) => `${id} ${state}`);
  const settled = async (desired: Readonly<Record<string, number>>): Promise<void> =>
    await expect
      .poll(
        async () => {
          await kubelets(plane, nodes);
          const sets = await plane.list("apps/v1", "DaemonSet", "kube-system");
          return Object.fromEntries(
            sets
              .filter(({ metadata }) => metadata.name in desired)
              .map(({ metadata, status }) => [
                metadata.name,
                (status as { desiredNumberScheduled: number }).desiredNumberScheduled,
              ]),
          );
        },
        { timeout: 20_000 },
      )
      .toEqual(desired);
  /** What `pulumi up` does of the adoption: the stack's own patches, applied server-side. */
  const adopt = async (settings: Settings) => {
    const { patches } = planAdoption(settings.cluster.existing ?? never());
    const faults = await plane.apply(
      patches.map(({ name, namespace, podSpec }) => ({
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name, namespace },
        spec: { template: { spec: podSpec } },
      })),
      { manager: "pulumi" },
    );
    expect(faults).toEqual([]);
  };

  it("says what depends on the old CNI, what breaks and what to do first", async () => {
    const { status, document } = await migrate();
    expect(status).toBe(1);
    expect(document.gaps).toEqual([]);
    expect(document.findings.map(({ rule, setting }) => `${rule} ${setting}`).toSorted()).toEqual([
      "migration-eni-config eniConfigs.eu-central-1a",
      "migration-eni-config eniConfigs.eu-central-1b",
      "migration-host-port workloads.default/exporter",
      "migration-managed-addon addons.kube-proxy",
      "migration-managed-addon addons.vpc-cni",
      "migration-node-selector workloads.default/bound",
      "migration-pod-eni workloads.default/batch",
      "migration-policy-blocks networkPolicies.default/out",
      "migration-policy-kind otherPolicies.ApplicationNetworkPolicy.default/payments",
      "migration-policy-kind otherPolicies.GlobalNetworkPolicy.default.deny-metadata",
      "migration-security-group-policy securityGroupPolicies.default/database",
    ]);
    expect(Object.fromEntries(document.inventory.map(({ what, found }) => [what, found]))).toMatchObject({
      "VPC CNI": "aws-node 1.20.4-eksbuild.1 on 2 nodes",
      "kube-proxy": "ipvs, on 2 nodes",
      NetworkPolicies: "1, enforced by the VPC CNI",
      ENABLE_PREFIX_DELEGATION: "true",
    });
    expect(states(document)).toEqual(["prepare now", "split later", "move later", "finish later"]);
    expect(document.phases[0]?.run).toContain(
      "aws eks delete-addon --cluster-name legacy --addon-name vpc-cni --preserve",
    );
  });

  it("writes a stack file that plans, once", async () => {
    const args = ["migrate", "--kubeconfig", plane.kubeconfig, "--cluster", "legacy", "--region", REGION];
    const { status, stdout, stderr } = await callCli([...args, "--write", stackFile], { env: moto.env });
    expect([status, stderr]).toEqual([1, ""]);
    expect(stdout).toContain(`${stackFile}  written`);
    const { settings } = parsed(stackFile);
    expect(errorsOf(evaluate(settings, { asOf: "2026-12-01" }).report)).toEqual([]);
    expect(settings.cluster).toMatchObject({
      name: "legacy",
      kubernetesVersion: "1.35",
      existing: { strategy: "split", oidcProviderArn: expect.stringContaining(":oidc-provider/oidc.eks.") as string },
    });
    expect(settings.nodeGroups).toEqual({
      general: {
        instanceTypes: ["m6i.xlarge"],
        scaling: { min: 2, desired: 2, max: 4 },
        labels: { team: "shop" },
        taints: [{ key: "dedicated", value: "shop", effect: "NoSchedule" }],
      },
    });
    expect(settings.cilium).toEqual({
      version: "1.19.6",
      prefixDelegation: true,
      allocation: { minAllocate: 16 },
      masquerade: { mode: "bpf", nonMasqueradeCidrs: ["10.200.0.0/16"] },
    });
    expect(settings.network.podSubnets?.existing?.map(({ cidr }) => cidr)).toEqual(["100.64.0.0/18", "100.64.64.0/18"]);
    await expect(migrate({ write: stackFile })).rejects.toThrow("is there already");
  });

  it("goes on to the split once nothing breaks", async () => {
    addons = ["coredns"];
    for (const object of BREAKS) await plane.remove(object);
    const { status, document } = await migrate({ stackFile });
    expect([status, states(document)]).toEqual([0, ["prepare done", "split now", "move later", "finish later"]]);
  });

  it("keeps both datapaths on nodes of their own", async () => {
    const { settings } = parsed(stackFile);
    const { nodeSelector } = (evaluate(settings).model.cilium?.values ?? {}) as {
      nodeSelector?: Record<string, string>;
    };
    expect(nodeSelector).toMatchObject(LABEL);
    nodes = { ...nodes, "new-1": LABEL, "new-2": LABEL };
    await plane.put([systemDaemonSet("cilium", { nodeSelector: LABEL, containers: [AGENT] }), OPERATOR]);
    await settled({ "aws-node": 4, "kube-proxy": 4, cilium: 2 });
    const early = await migrate({ stackFile });
    expect(early.document.findings.map(({ rule }) => rule)).toContain("migration-both-datapaths");
    await adopt(settings);
    await settled({ "aws-node": 2, "kube-proxy": 2, cilium: 2 });
    await run(plane, ["new-1", "new-2"]);
    expect(states((await migrate({ stackFile })).document)).toEqual([
      "prepare done",
      "split done",
      "move now",
      "finish later",
    ]);
  });

  it("moves pods to new nodes, and then has no old ones", async () => {
    const { document } = await migrate({ stackFile });
    expect(document.phases[2]?.checks).toMatchObject([{ state: "open", seen: "2 of general" }]);
    expect(document.phases[2]?.run).toContain(
      "aws eks delete-nodegroup --cluster-name legacy --nodegroup-name general",
    );
    await place(plane, "old-1");
    for (const { metadata } of await podsOf(plane, "shop")) await evict(plane, metadata.name);
    await expect.poll(async () => (await podsOf(plane, "shop")).filter(unplaced).length).toBe(2);
    await place(plane, "new-1");
    expect((await podsOf(plane, "shop")).map(({ spec }) => (spec as { nodeName: string }).nodeName)).toEqual([
      "new-1",
      "new-1",
    ]);
    await Promise.all(
      ["old-1", "old-2"].map((name) => plane.remove({ apiVersion: "v1", kind: "Node", metadata: { name } })),
    );
    nodes = { "new-1": LABEL, "new-2": LABEL };
    // The garbage collection's work: pods of machines that are gone go too, which tells the controller.
    for (const { metadata } of (await podsIn(plane, "kube-system")).filter((pod) => !isCiliums(pod)))
      await end(plane, "kube-system", metadata.name);
    await settled({ "aws-node": 0, "kube-proxy": 0, cilium: 2 });
    expect(states((await migrate({ stackFile })).document)).toEqual([
      "prepare done",
      "split done",
      "move done",
      "finish now",
    ]);
  });

  it("ends with the old CNI off everywhere, and can be taken back", async () => {
    const { document } = await migrate({ stackFile });
    const [change] = document.phases[3]?.edits ?? [];
    expect(change?.new).toEqual(["      strategy: no-nodes"]);
    const split = parsed(stackFile).settings;
    const lines = readFileSync(stackFile, "utf8").split("\n");
    lines.splice((change?.line ?? 1) - 1, change?.old.length ?? 0, ...(change?.new ?? []));
    writeFileSync(stackFile, lines.join("\n"));
    await adopt(parsed(stackFile).settings);
    await Promise.all(ZONES.map((zone) => plane.remove(eniConfig(zone, ""))));
    // The label goes with the strategy; the groups roll.
    nodes = { "new-1": {}, "new-2": {} };
    await settled({ "aws-node": 0, "kube-proxy": 0 });
    const done = await migrate({ stackFile });
    expect([done.status, states(done.document)]).toEqual([
      0,
      ["prepare done", "split done", "move done", "finish done"],
    ]);

    await adopt(split);
    nodes = { ...nodes, "back-1": { "eks.amazonaws.com/nodegroup": "general" } };
    await settled({ "aws-node": 3, "kube-proxy": 3 });
    const back = await migrate({ stackFile });
    expect(states(back.document)).toContain("finish later");
    expect(back.document.phases[2]?.checks[0]?.state).toBe("open");
  });

  it("prints rights that are enough, and says what it does without AWS", async () => {
    const names = JSON.stringify(rightsOf("migrate").aws);
    expect(names).toContain("ec2:DescribeRouteTables");
    const { status, document } = await migrate({ aws: false });
    expect([status, document.stackFile]).toEqual([0, null]);
    expect(document.notes[0]).toContain("leave --no-aws out");
  });
});

const AGENT = { name: "cilium-agent", image: "quay.io/cilium/cilium:v1.19.6" };
const OPERATOR: KubeObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "cilium-operator", namespace: "kube-system" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { name: "cilium-operator" } },
    template: {
      metadata: { labels: { name: "cilium-operator" } },
      spec: { hostNetwork: true, containers: [{ name: "operator", image: "quay.io/cilium/operator-aws:v1.19.6" }] },
    },
  },
};

function never(): never {
  throw new Error("the stack is on no cluster that exists");
}

function parsed(file: string): { readonly settings: Settings } {
  const result = parseSettings(parseStackFile(readFileSync(file, "utf8"), file).raw);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

/** Kubelets report: a node that is silent for a while is called lost. */
async function kubelets(plane: ControlPlane, nodes: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const objects = Object.entries(nodes).map(([name, labels], at) => reportingNode(name, ZONES[at % 2] ?? "", labels));
  await plane.apply(objects.map(({ apiVersion, kind, metadata }) => ({ apiVersion, kind, metadata, spec: {} })));
  for (const { metadata, status } of objects)
    await plane.request("PATCH", `/api/v1/nodes/${metadata.name}/status`, { status }, "application/merge-patch+json");
}

const podsIn = (plane: ControlPlane, namespace: string) => plane.list("v1", "Pod", namespace);
const podsOf = async (plane: ControlPlane, app: string): Promise<readonly KubeObject[]> =>
  (await podsIn(plane, "default")).filter(
    ({ metadata }) =>
      (metadata["labels"] as Record<string, string>)["app"] === app && metadata["deletionTimestamp"] === undefined,
  );
const unplaced = ({ spec }: KubeObject): boolean => (spec as { nodeName?: string }).nodeName === undefined;

/** The scheduler's work: pods of the shop go to a node. */
async function place(plane: ControlPlane, node: string): Promise<void> {
  for (const { metadata } of (await podsOf(plane, "shop")).filter(unplaced))
    await plane.request("POST", `/api/v1/namespaces/default/pods/${metadata.name}/binding`, {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: metadata.name },
      target: { apiVersion: "v1", kind: "Node", name: node },
    });
}

/** kubectl drain's work, and the kubelet's: the pod is asked to go, and goes. */
async function evict(plane: ControlPlane, name: string): Promise<void> {
  const at = `/api/v1/namespaces/default/pods/${name}`;
  await plane.request("POST", `${at}/eviction`, { apiVersion: "policy/v1", kind: "Eviction", metadata: { name } });
  await end(plane, "default", name);
}

/** Takes a pod away at once; a controller may have been faster. */
const end = (plane: ControlPlane, namespace: string, name: string) =>
  plane
    .request("DELETE", `/api/v1/namespaces/${namespace}/pods/${name}`, {
      apiVersion: "v1",
      kind: "DeleteOptions",
      gracePeriodSeconds: 0,
    })
    .catch((error: unknown) => {
      if (!(error instanceof KubeError && error.code === 404)) throw error;
    });

/** The kubelet's work: agents and operator start, wherever the controllers wanted them. */
async function run(plane: ControlPlane, on: readonly string[]): Promise<void> {
  const pods = async () => (await podsIn(plane, "kube-system")).filter(isCiliums);
  await expect.poll(async () => (await pods()).length, { timeout: 20_000 }).toBe(2 + on.length);
  const status = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
  for (const { metadata } of await pods())
    await plane.request(
      "PATCH",
      `/api/v1/namespaces/kube-system/pods/${metadata.name}/status`,
      { status },
      "application/merge-patch+json",
    );
  await expect
    .poll(
      async () => {
        const [agents] = (await plane.list("apps/v1", "DaemonSet", "kube-system")).filter(
          ({ metadata }) => metadata.name === "cilium",
        );
        const operator = await plane.get(OPERATOR);
        return [agents?.["status"], operator?.["status"]];
      },
      { timeout: 20_000 },
    )
    .toMatchObject([{ numberReady: on.length }, { readyReplicas: 2 }]);
}

const isCiliums = ({ metadata }: KubeObject): boolean => metadata.name.startsWith("cilium-");
