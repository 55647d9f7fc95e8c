import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Verdict, evaluateRunning } from "../../lens/live/evaluate.ts";
import { connectKube } from "../../readers/kube/client.ts";
import { apiSource } from "../../readers/live/api.ts";
import { openBundle } from "../../readers/live/bundle.ts";
import { type Reading, readLive } from "../../readers/live/index.ts";
import { KUBE_READS } from "../../readers/live/reads.ts";
import { rightInWords, rightsOf } from "../../readers/live/rights.ts";
import type { KubeObject } from "../support/kube-client.ts";
import {
  type CiliumMinor,
  ciliumConfig,
  ciliumNode,
  condition,
  daemonSet,
  deployment,
  endpoint,
  gatewayObjects,
  healthy,
  node,
  pod,
} from "../support/live-objects.ts";
import { LASTING } from "../support/live-sicknesses.ts";
import { runCli } from "../support/run-cli.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No running cluster was read: ${tools.missing}.`);

const READER = "reader-token";
const folder = mkdtempSync(path.join(tmpdir(), "live-"));

describe.skipIf("missing" in tools)("a cluster that runs, on an API server", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["cilium-1.20.2", "gateway-api-v1.6.1"],
      controllers: false,
      users: { [READER]: "reader" },
    });
    await plane.put(healthy("1.20"));
  });
  afterAll(async () => {
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const HOUR = 3600;
  /** What runs, some seconds later: ages are counted from when an object was made, which here is just now. */
  const read = async (token?: string, later = 0): Promise<Reading> => {
    const kubeconfig = token === undefined ? plane.kubeconfig : plane.kubeconfigOf(token);
    const kube = await connectKube({ kubeconfig, timeoutSeconds: 20 }, AbortSignal.timeout(60_000));
    const source = apiSource(kube, { namespace: "kube-system" });
    return readLive({ ...source, now: () => source.now() + later }, { command: "verify", namespace: "kube-system" });
  };
  const evaluated = async (later = 0): Promise<Verdict> =>
    evaluateRunning((await read(undefined, later)).model, { aws: false });
  const idsOf = ({ findings }: Verdict): string[] => [...new Set(findings.map(({ rule }) => rule))];
  const cli = (...args: readonly string[]) =>
    runCli(["verify", "--kubeconfig", plane.kubeconfig, "--no-aws", "--timeout", "20", ...args]);

  it.each<CiliumMinor>(["1.19", "1.20"])(
    "is healthy as Cilium %s writes it, and no rule of the catalogue objects",
    async (minor) => {
      await plane.put(healthy(minor));
      const reading = await read();
      expect(reading.gaps).toEqual([]);
      const verdict = evaluateRunning(reading.model, { aws: false });
      expect(verdict.findings).toEqual([]);
      expect(verdict.checks.filter(({ state }) => state !== "ok")).toEqual([]);
      expect(verdict.evaluated).toBeGreaterThan(50);
      const [first] = reading.live.ciliumNodes;
      expect([first?.allocator, first?.held, first?.used]).toEqual([minor === "1.19" ? "crd" : "multi-pool", 32, 12]);
      expect(reading.live.nodes[0]).toMatchObject({ pods: 3, podAddresses: 1 });
    },
  );

  const NOT_READY = { conditions: [condition("Ready", "False", "KubeletNotReady", "cni plugin not initialized")] };
  const [, gateway, route, service] = gatewayObjects() as [KubeObject, KubeObject, KubeObject, KubeObject];
  const sick = (object: KubeObject, status: object): KubeObject => ({ ...object, status });
  const waiting = { phase: "Pending", containerStatuses: [container({ waiting: { reason: "ContainerCreating" } }, 0)] };
  const crashing = {
    phase: "Running",
    podIP: "10.0.0.1",
    podIPs: [{ ip: "10.0.0.1" }],
    containerStatuses: [container({ waiting: { reason: "CrashLoopBackOff" } }, 9)],
  };

  const SICKNESSES: readonly (readonly [what: string, rule: string, objects: readonly KubeObject[]])[] = [
    [
      "agents that are not ready",
      "live-workloads-rolled-out",
      [daemonSet("cilium", "quay.io/cilium/cilium:v1.20.2", 3, { numberReady: 1 })],
    ],
    [
      "an operator that does not run",
      "live-workloads-rolled-out",
      [
        deployment("cilium-operator", "quay.io/cilium/operator-aws:v1.20.2", 2, {
          readyReplicas: 0,
          availableReplicas: 0,
        }),
      ],
    ],
    [
      "an operator of the minor before",
      "live-workloads-one-version",
      [deployment("cilium-operator", "quay.io/cilium/operator-aws:v1.19.6")],
    ],
    [
      "a relay that waits",
      "live-workloads-beside",
      [
        deployment("hubble-relay", "quay.io/cilium/hubble-relay:v1.20.2", 1, {
          readyReplicas: 0,
          availableReplicas: 0,
        }),
      ],
    ],
    [
      "the VPC CNI beside Cilium",
      "live-workloads-other-cni",
      [daemonSet("aws-node", "602401143452.dkr.ecr.eu-central-1.amazonaws.com/amazon-k8s-cni:v1.23.1", 3)],
    ],
    [
      "kube-proxy beside its replacement",
      "live-workloads-kube-proxy",
      [daemonSet("kube-proxy", "602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/kube-proxy:v1.35.0", 3)],
    ],
    ["another address mode", "live-config-ipam", [ciliumConfig("1.20", { ipam: "azure" })]],
    ["Hubble that is off under its relay", "live-config-hubble", [ciliumConfig("1.20", { "enable-hubble": "false" })]],
    ["a node without addresses (1.20)", "live-addresses-none", [ciliumNode(2, "1.20", { held: 0, used: 0 })]],
    ["a node without addresses (1.19)", "live-addresses-none", [ciliumNode(2, "1.19", { held: 0, used: 0 })]],
    ["a node with too few (1.20)", "live-addresses-deficit", [ciliumNode(2, "1.20", { held: 32, used: 30 })]],
    ["a node with too few (1.19)", "live-addresses-deficit", [ciliumNode(2, "1.19", { held: 32, used: 30 })]],
    [
      "single addresses under prefix delegation",
      "live-addresses-prefixes",
      [ciliumConfig("1.20", { "aws-enable-prefix-delegation": "true" })],
    ],
    ["more pods than addresses", "live-nodes-max-pods", [node(1, { allocatable: { pods: "110" } })]],
    ["an endpoint that is invalid", "live-pods-endpoints", [endpoint("app-1", "100.64.0.1", "invalid")]],
    [
      "an agent that crashes",
      "live-pods-crashing",
      [pod("cilium-1", 1, "10.0.0.1", { namespace: "kube-system", host: true, status: crashing })],
    ],
    ["a route that its Gateway does not take", "live-gateways-routes", [sick(route, { parents: [] })]],
    [
      "a Gateway with no route",
      "live-gateways-no-routes",
      [sick(gateway, { ...(gateway["status"] as object), listeners: [] })],
    ],
    [
      "an old address",
      "live-gateways-same-address",
      [sick(service, { loadBalancer: { ingress: [{ hostname: "other.example.net" }] } })],
    ],
  ];

  it.each(SICKNESSES)("tells of %s", async (_, rule, objects) => {
    await plane.put(objects);
    try {
      expect(idsOf(await evaluated())).toContain(rule);
    } finally {
      for (const { apiVersion, kind, metadata } of objects) await plane.remove({ apiVersion, kind, metadata });
      const keys = new Set(objects.map(keyOf));
      await plane.put(healthy("1.20").filter((one) => keys.has(keyOf(one))));
    }
  });

  it("is as healthy some hours later", async () => {
    expect(idsOf(await evaluated(5 * HOUR))).toEqual([]);
  });

  it.each(LASTING)("tells some hours later of $what", async ({ rule, put = [], remove = [] }) => {
    await plane.put(put);
    for (const object of remove) await plane.remove(object);
    try {
      expect(idsOf(await evaluated(5 * HOUR))).toContain(rule);
    } finally {
      for (const object of put) await plane.remove(object);
      const keys = new Set([...put, ...remove].map(keyOf));
      await plane.put(healthy("1.20").filter((one) => keys.has(keyOf(one))));
    }
  });

  it("tells of a certificate that runs out, and of one that has", async () => {
    const secret: KubeObject = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "hubble-server-certs", namespace: "kube-system" },
      // The API server made its own for a year.
      stringData: { "tls.crt": plane.certificateAuthority },
    };
    await plane.put([secret]);
    const after = async (days: number) =>
      idsOf(await evaluated(days * 24 * HOUR)).filter((id) => id.startsWith("live-certificates"));
    expect([await after(300), await after(350), await after(370)]).toEqual([
      [],
      ["live-certificates-soon"],
      ["live-certificates-expired"],
    ]);
    await plane.remove(secret);
  });

  it("counts pods that wait, and those without an endpoint are old enough to have one", async () => {
    await plane.put([pod("stuck", 1, "", { status: waiting }), pod("lonely", 2, "100.64.0.99")]);
    const { live } = await read();
    expect(live.pods.odd.map(({ name, status, node: on }) => [name, status, on !== ""])).toEqual([
      ["stuck", "ContainerCreating", true],
    ]);
    expect(live.pods.unmanagedCount).toBe(0);
    for (const name of ["stuck", "lonely"])
      await plane.remove({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" } });
  });

  it("does not call a node lost that only boots", async () => {
    await plane.put([node(1, NOT_READY)]);
    expect(idsOf(await evaluated())).toEqual([]);
    await plane.put(healthy("1.20"));
  });

  describe("rights", () => {
    const bind = async (leaveOut?: string): Promise<void> => {
      const { kubernetes } = rightsOf("verify");
      const roles = (
        kubernetes as readonly (KubeObject & { readonly rules: readonly { readonly resources: readonly string[] }[] })[]
      ).map((role) => ({
        ...role,
        rules: role.rules.filter(({ resources }) => resources[0] !== leaveOut),
      }));
      const bindings = roles.map(({ kind, metadata }): KubeObject => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name },
        subjects: [{ kind: "User", name: "reader", apiGroup: "rbac.authorization.k8s.io" }],
      }));
      expect(await plane.apply([...roles, ...bindings])).toEqual([]);
    };

    it("are enough as they are printed", async () => {
      await bind();
      const { gaps } = await read(READER);
      expect(gaps).toEqual([]);
    });

    it.each(Object.values(KUBE_READS).filter(({ commands }) => (commands as readonly string[]).includes("verify")))(
      "that lack $plural are told, and the rest goes on",
      async (missing) => {
        await bind(missing.plural);
        // An authorizer may serve what it knew for a moment.
        const reading = await settled(
          () => read(READER),
          ({ gaps }) => gaps.length > 0,
        );
        expect(reading.gaps.map(({ kind, right }) => [kind, right])).toContainEqual([
          "denied",
          rightInWords(missing, "kube-system"),
        ]);
        expect(reading.gaps.length).toBeLessThanOrEqual(2);
        expect(evaluateRunning(reading.model, { aws: false }).findings).toEqual([]);
      },
    );
  });

  describe("by its command", () => {
    it("ends with 0 and says so in every format", () => {
      const junit = path.join(folder, "verify.xml");
      const { status, stdout } = cli("--format", "json", "--format", `junit:${junit}`);
      const document = JSON.parse(stdout) as { status: number; checks: { state: string }[] };
      expect([status, document.status]).toEqual([0, 0]);
      expect(readFileSync(junit, "utf8")).toContain('failures="0" errors="0" skipped="0"');
    });

    it("ends with 1 for an error, 2 for a right that is missing, and prints neither a stack nor a secret", async () => {
      await plane.put([ciliumConfig("1.20", { ipam: "azure" })]);
      expect(cli()).toMatchObject({ status: 1, stderr: "" });
      await plane.put(healthy("1.20"));
      await plane.apply([
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRole",
          metadata: { name: "cilium-eks-read" },
          rules: [],
        },
      ]);
      const { status, stdout, stderr } = runCli(["verify", "--kubeconfig", plane.kubeconfigOf(READER), "--no-aws"]);
      expect(status).toBe(2);
      expect(stdout).toContain("missing right: list nodes");
      expect(stdout + stderr).not.toMatch(/ {4}at |reader-token/);
    });

    it("waits until it is healthy, and no longer than it may", async () => {
      await plane.put([daemonSet("cilium", "quay.io/cilium/cilium:v1.20.2", 3, { numberReady: 1 })]);
      expect(cli("--wait", "2s", "--interval", "1s").status).toBe(1);
      await plane.put(healthy("1.20"));
      expect(cli("--wait", "2s", "--interval", "1s").status).toBe(0);
    });

    it("reads a recording as it read the cluster, without secrets in it", async () => {
      await plane.put([
        {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "cilium-ca", namespace: "kube-system" },
          stringData: { "ca.key": "very-secret" },
        },
      ]);
      const bundle = path.join(folder, "bundle");
      expect(cli("--record", bundle).status).toBe(0);
      expect(existsSync(path.join(bundle, "bundle.json"))).toBe(true);
      const text = readdirSync(bundle)
        .map((file) => readFileSync(path.join(bundle, file), "utf8"))
        .join("");
      expect(text).not.toMatch(/very-secret|dmVyeS1zZWNyZXQ/);
      const { source } = openBundle(bundle, "kube-system");
      const again = await readLive(source, { command: "verify", namespace: "kube-system" });
      const { at, server, ...live } = (await read()).live;
      expect(again.live).toMatchObject({ ...withoutAges(live), server: { version: server.version } });
      expect(Math.abs(again.live.at - at)).toBeLessThan(60);
      const told = runCli(["verify", "--bundle", bundle, "--no-aws"]);
      expect(told.status).toBe(0);
    });
  });
});

const keyOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;

function container(state: object, restartCount: number) {
  return { name: "main", ready: false, started: false, restartCount, image: "x", imageID: "", state };
}

/** Ages go on between two readings. */
function withoutAges(value: unknown): object {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key.endsWith("Seconds") || typeof inner === "symbol" ? undefined : inner,
    ),
  ) as object;
}

async function settled<T>(look: () => Promise<T>, enough: (found: T) => boolean): Promise<T> {
  const until = performance.now() + 5000;
  for (;;) {
    const found = await look();
    if (enough(found) || performance.now() > until) return found;
  }
}
