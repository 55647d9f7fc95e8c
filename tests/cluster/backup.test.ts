import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { backupRoles, restoreRoles } from "../../readers/backup/rights.ts";
import { MANAGED, REBUILT, WRITTEN } from "../support/kept-objects.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { type KubeFront, startKubeFront } from "../support/kube-front.ts";
import { ciliumNode } from "../support/live-objects.ts";
import { callCli, runCli } from "../support/run-cli.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No backup was made: ${tools.missing}.`);

const folder = mkdtempSync(path.join(tmpdir(), "backup-"));
const at = (name: string): string => path.join(folder, name);
const GATEWAY = "gateway.networking.k8s.io/v1";
const USER = "operator-token";

interface Step {
  readonly object: string;
  readonly phase: string;
  readonly state: string;
}
interface Report {
  readonly status: number;
  readonly moved: string | null;
  readonly steps: readonly Step[];
  readonly waits: readonly { readonly what: string; readonly came: boolean }[];
  readonly gaps: readonly { readonly kind: string }[];
}

describe.skipIf("missing" in tools)("a backup of one cluster, restored into another", () => {
  let from: ControlPlane;
  let into: ControlPlane;
  let front: KubeFront;
  beforeAll(async () => {
    const users = { [USER]: "operator" };
    // The other cluster has no definitions of Cilium yet, as before its operator runs.
    [from, into] = await Promise.all([
      startControlPlane({ crds: ["cilium-1.19.6", "gateway-api-v1.4.1"], controllers: false, users }),
      startControlPlane({ crds: ["gateway-api-v1.6.1"], controllers: false, users }),
    ]);
    front = await startKubeFront(into);
    await from.put([...WRITTEN, ...MANAGED, ...REBUILT, ciliumNode(1, "1.19")]);
    const identity = await generateX25519Identity();
    writeFileSync(at("key.txt"), `# created: today\n${identity}\n`);
    writeFileSync(at("recipients.txt"), `${await identityToRecipient(identity)}\n`);
  }, 60_000);
  afterAll(async () => {
    await front?.stop();
    await Promise.all([from?.stop(), into?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const backup = (...args: readonly string[]) => runCli(["backup", "--kubeconfig", from.kubeconfig, ...args]);
  const restoring = ["restore", at("first"), "--identity", at("key.txt"), "--wait", "0.1s", "--format", "json"];
  const restore = async (...args: readonly string[]): Promise<Report> => {
    const { stdout, stderr } = await callCli([...restoring, "--kubeconfig", into.kubeconfig, ...args]);
    expect(stderr).toBe("");
    return JSON.parse(stdout) as Report;
  };
  const statesOf = ({ steps }: Report): Record<string, string> =>
    Object.fromEntries(steps.map(({ object, state }) => [object, state]));
  const there = async (kind: string, name: string, apiVersion = GATEWAY): Promise<KubeObject | undefined> =>
    into.get({ apiVersion, kind, metadata: { name, namespace: "shop" } });

  it("never writes secrets in clear, and nothing over another backup", () => {
    const refused = backup(at("first"));
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("--recipient age1")]);
    expect(existsSync(at("first"))).toBe(false);
    expect(backup(at("first"), "--recipient", "age1nonsense")).toMatchObject({ status: 2, stdout: "" });
    expect(backup(at("first"), "--recipients-file", at("recipients.txt"))).toMatchObject({ status: 0, stderr: "" });
    const again = backup(at("first"), "--recipients-file", at("recipients.txt"));
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining("never written over another")]);
  });

  it("holds what was written and only that, and what is bound to the place", async () => {
    const index = JSON.parse(readFileSync(at("first/backup.json"), "utf8")) as {
      kept: Record<string, number>;
      tools: Record<string, string>;
      place: { vpcs: string[]; regions: string[] };
      bound: { object: string; value: string }[];
    };
    expect(index.kept).toEqual({
      Namespace: 1,
      Secret: 2,
      CiliumCIDRGroup: 1,
      CiliumClusterwideNetworkPolicy: 1,
      CiliumNetworkPolicy: 2,
      NetworkPolicy: 1,
      GatewayClass: 1,
      Gateway: 1,
      HTTPRoute: 2,
    });
    expect(index.tools).toEqual({ "GatewayClass cilium": "Helm", "HTTPRoute shop/synced": "Argo CD" });
    expect(index.place).toEqual({ vpcs: ["vpc-1"], regions: ["eu-central-1"] });
    expect(index.bound).toMatchObject([{ object: "Gateway shop/edge", value: "subnet-0aaaaaaaaaaaaaaaa" }]);
    const objects = readFileSync(at("first/objects.yaml"), "utf8");
    expect(objects).not.toMatch(/managedFields|resourceVersion|status:|very-secret|dmVyeS1zZWNyZXQ/);
    const decrypter = new Decrypter();
    decrypter.addIdentity(readFileSync(at("key.txt"), "utf8").split("\n")[1] ?? "");
    const sealed = parse(await decrypter.decrypt(readFileSync(at("first/secrets.age")), "text")) as {
      secrets: KubeObject[];
      releases: unknown[];
    };
    expect(sealed.secrets.map(({ metadata }) => metadata.name)).toEqual(["cilium-ca", "edge-tls"]);
    expect(sealed.releases).toEqual([{ name: "cilium", chart: "cilium 1.19.6", values: { ipam: { mode: "eni" } } }]);
  });

  it("is tried without a trace", async () => {
    const report = await restore("--dry-run", "--keep-ids");
    expect(statesOf(report)).toMatchObject({
      "Namespace shop": "created",
      "Gateway shop/edge": "created",
      "CiliumNetworkPolicy shop/names": "not-served",
      "GatewayClass cilium": "left",
    });
    expect(await into.get({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } })).toBeUndefined();
  });

  it("holds back what is bound to another place", async () => {
    const report = await restore("--only", "gateways");
    expect([report.status, statesOf(report)["Gateway shop/edge"]]).toEqual([1, "held"]);
    expect(report.moved).toContain("no CiliumNode that names its VPC");
  });

  it("that breaks off is told, and goes on when it is run again", async () => {
    // Cilium's operator comes up while it waits; the connection is lost in the middle of the policies.
    let written = 0;
    front.say(({ method }) => (method === "POST" && ++written > 6 ? "cut" : undefined));
    const broken = callCli([...restoring, "--wait", "30s", "--kubeconfig", front.kubeconfig]);
    await into.applyCrds(["cilium-1.20.2"]);
    await into.put([ciliumNode(1, "1.20")]);
    const { stdout, stderr, status } = await broken;
    expect([status, stderr]).toEqual([2, ""]);
    const report = JSON.parse(stdout) as Report;
    expect(report.gaps).toMatchObject([{ kind: "unreachable" }]);
    expect(report.steps.map(({ state }) => state)).toEqual([
      ...Array<string>(6).fill("created"),
      ...Array<string>(report.steps.length - 6).fill("not-reached"),
    ]);
    front.say(undefined);

    const rest = await restore("--replace", "subnet-0aaaaaaaaaaaaaaaa=subnet-0bbbbbbbbbbbbbbbb");
    expect(rest.steps.map(({ phase, object, state }) => `${phase} ${object} ${state}`)).toEqual([
      "namespaces Namespace shop same",
      "keys Secret kube-system/cilium-ca same",
      "network CiliumCIDRGroup partners same",
      "policies CiliumClusterwideNetworkPolicy a-rest same",
      "policies CiliumNetworkPolicy shop/names same",
      "policies CiliumNetworkPolicy shop/a-deny same",
      "policies NetworkPolicy shop/plain created",
      "certificates Secret shop/edge-tls created",
      "gateways GatewayClass cilium left",
      "gateways Gateway shop/edge created",
      "routes HTTPRoute shop/synced left",
      "routes HTTPRoute shop/web created",
    ]);
    // No controller is here that would take them.
    expect([rest.status, rest.waits.map(({ came }) => came)]).toEqual([1, [false, false]]);
  });

  it("is in the cluster in its order, whole", async () => {
    const revisions: number[] = [];
    const report = await restore();
    for (const { object } of report.steps.filter(({ state }) => state === "same" || state === "differs")) {
      const [kind = "", name = ""] = object.split(" ");
      const original = WRITTEN.find((one) => one.kind === kind && name.endsWith(one.metadata.name));
      const found = await into.get({ ...original, metadata: original?.metadata ?? { name } } as KubeObject);
      revisions.push(Number(found?.metadata["resourceVersion"]));
      expect(found?.["spec"]).toMatchObject(kind === "Gateway" ? {} : (original?.["spec"] ?? {}));
    }
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(revisions).toHaveLength(10);
    expect(await there("CiliumEnvoyConfig", "cilium-gateway-edge", "cilium.io/v2")).toBeUndefined();
    const tls = await there("Secret", "edge-tls", "v1");
    expect(tls).toMatchObject({
      type: "kubernetes.io/tls",
      data: { "tls.key": Buffer.from("very-secret-key").toString("base64") },
    });
    expect(JSON.stringify((await there("Gateway", "edge"))?.["spec"])).toContain("subnet-0bbbbbbbbbbbbbbbb");
  });

  it("changes nothing that is there unless it is told to, and prints no secret", async () => {
    const web = WRITTEN.find(({ metadata }) => metadata.name === "web") as KubeObject;
    const other = { parentRefs: [{ name: "edge" }], rules: [{ backendRefs: [{ name: "other", port: 80 }] }] };
    const ca = { apiVersion: "v1", kind: "Secret", metadata: { name: "cilium-ca", namespace: "kube-system" } };
    await into.apply([
      { ...web, spec: other },
      { ...ca, stringData: { "ca.key": "another-secret" } },
    ]);
    const args = [
      "restore",
      at("first"),
      "--identity",
      at("key.txt"),
      "--wait",
      "0.1s",
      "--kubeconfig",
      into.kubeconfig,
    ];
    const told = await callCli([...args, "--replace", "subnet-0aaaaaaaaaaaaaaaa=subnet-0bbbbbbbbbbbbbbbb"]);
    expect(told.status).toBe(1);
    expect(told.stdout).toContain('spec.rules[0].backendRefs[0].name: is "other", was "web"');
    expect(told.stdout).toContain('data["ca.key"]: is [secret], was [secret]');
    expect(told.stdout).not.toMatch(/very-secret|another-secret|dmVyeS1|YW5vdGhlc/);
    expect(await there("HTTPRoute", "web")).toMatchObject({ spec: other });
    const tried = await restore("--overwrite", "--dry-run", "--keep-ids");
    expect(statesOf(tried)["HTTPRoute shop/web"]).toBe("overwritten");
    expect(await there("HTTPRoute", "web")).toMatchObject({ spec: other });
    const done = await restore("--overwrite", "--only", "routes", "--keep-ids");
    expect(statesOf(done)).toEqual({ "HTTPRoute shop/web": "overwritten", "HTTPRoute shop/synced": "left" });
    expect(await there("HTTPRoute", "web")).toMatchObject({ spec: { rules: [{ backendRefs: [{ name: "web" }] }] } });
    const managed = await restore("--managed", "--only", "routes");
    expect(statesOf(managed)["HTTPRoute shop/synced"]).toBe("created");
  });

  it("refuses with a sentence: no backup, another key, no key, a file that is broken", async () => {
    const says = (...args: readonly string[]) => runCli(["restore", ...args, "--kubeconfig", into.kubeconfig]);
    writeFileSync(at("other.txt"), await generateX25519Identity());
    expect(says(folder).stderr).toContain("is no backup");
    expect(says(at("first")).stderr).toContain("--identity FILE");
    expect(says(at("first"), "--identity", at("other.txt")).stderr).toContain("cannot be opened");
    expect(says(at("first"), "--identity", at("recipients.txt")).stderr).toContain("AGE-SECRET-KEY-1");
    writeFileSync(at("first/objects.yaml"), "kind: [");
    const { status, stderr } = says(at("first"), "--no-secrets");
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^\S+objects\.yaml cannot be read: [^\n]+\n$/)]);
  });

  it("needs the rights that are printed, and tells those that are missing", async () => {
    const grant = async (plane: ControlPlane, roles: readonly object[]): Promise<void> => {
      const own = roles as readonly KubeObject[];
      const bindings = own.map(({ kind, metadata }) => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name },
        subjects: [{ kind: "User", name: "operator", apiGroup: "rbac.authorization.k8s.io" }],
      }));
      expect(await plane.apply([...own, ...bindings])).toEqual([]);
    };
    const options = { namespace: "kube-system", secrets: true };
    await grant(from, backupRoles({ ...options, secrets: false }));
    const asUser = (name: string) =>
      runCli(["backup", at(name), "--kubeconfig", from.kubeconfigOf(USER), "--recipients-file", at("recipients.txt")]);
    const lacking = asUser("lacking");
    expect([lacking.status, lacking.stdout]).toEqual([
      2,
      expect.stringContaining("missing right: get secrets in shop"),
    ]);
    await grant(from, backupRoles(options));
    expect(asUser("granted")).toMatchObject({ status: 0, stderr: "" });
    await grant(into, restoreRoles({ overwrite: false, secrets: true }));
    await into.remove({ apiVersion: GATEWAY, kind: "HTTPRoute", metadata: { name: "web", namespace: "shop" } });
    const { stdout } = runCli([
      "restore",
      at("granted"),
      "--identity",
      at("key.txt"),
      "--wait",
      "0.1s",
      "--keep-ids",
      "--format",
      "json",
      "--kubeconfig",
      into.kubeconfigOf(USER),
    ]);
    const report = JSON.parse(stdout) as Report;
    expect(report.gaps).toEqual([]);
    expect(statesOf(report)["HTTPRoute shop/web"]).toBe("created");
  });
});
