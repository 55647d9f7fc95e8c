import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UpgradeDocument } from "../../cli/upgrade/types.ts";
import { KUBE_READS } from "../../readers/live/reads.ts";
import { rightInWords, rightsOf } from "../../readers/live/rights.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { healthy } from "../support/live-objects.ts";
import { readManifests } from "../support/manifests.ts";
import { runCli } from "../support/run-cli.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No upgrade was looked at on an API server: ${tools.missing}.`);

const AS_JSON = ["--format", "json", "--as-of", "2026-11-30"];
const READER = "upgrade-token";
const TLS_ROUTES = "tlsroutes.gateway.networking.k8s.io";
const folder = mkdtempSync(path.join(tmpdir(), "upgrade-"));
const inShop = (name: string) => ({ name, namespace: "default" });

/** What stands in the way, made as a cluster of some years has it. */
const IN_THE_WAY: readonly KubeObject[] = [
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: inShop("orders"),
    spec: {
      endpointSelector: {},
      ingress: [
        {
          toPorts: [
            { ports: [{ port: "9092", protocol: "TCP" }], rules: { kafka: [{ role: "produce", topic: "orders" }] } },
          ],
        },
      ],
    },
  },
  {
    apiVersion: "gateway.networking.k8s.io/v1alpha2",
    kind: "TLSRoute",
    metadata: inShop("passthrough"),
    spec: {
      hostnames: ["shop.example.com"],
      parentRefs: [{ name: "edge" }],
      rules: [{ backendRefs: [{ name: "shop", port: 443 }] }],
    },
  },
  budget("web", { expectedPods: 2, desiredHealthy: 2, currentHealthy: 2, disruptionsAllowed: 0 }),
  budget("api", { expectedPods: 3, desiredHealthy: 2, currentHealthy: 2, disruptionsAllowed: 0 }),
  budget("jobs", { expectedPods: 3, desiredHealthy: 2, currentHealthy: 3, disruptionsAllowed: 1 }),
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: inShop("database"),
    spec: {
      replicas: 1,
      serviceName: "database",
      selector: { matchLabels: { app: "database" } },
      template: {
        metadata: { labels: { app: "database" } },
        spec: { containers: [{ name: "main", image: "example.com/database:1" }] },
      },
    },
  },
];

/** The experimental definition as v1.4.1 has it: served and stored in its old versions. */
function tlsRoutesOfBefore(): KubeObject {
  const definition = readManifests(path.join(process.env["CRD_DIR"] ?? "", "gateway-api-v1.6.1")).find(
    ({ metadata }) => metadata.name === TLS_ROUTES,
  );
  if (definition === undefined) throw new Error("no definition of TLSRoutes");
  const { spec } = definition as KubeObject & {
    readonly spec: { readonly versions: readonly { readonly name: string }[] };
  };
  const versions = spec.versions
    .filter(({ name }) => name !== "v1")
    .map((version) => ({ ...version, served: true, storage: version.name === "v1alpha2" }));
  return { ...definition, spec: { ...spec, versions } };
}

function budget(name: string, status: object): KubeObject {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: inShop(name),
    spec: { minAvailable: 2, selector: { matchLabels: { app: name } } },
    status: { ...status, observedGeneration: 1 },
  };
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf("missing" in tools)("an upgrade, with a cluster that runs", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["cilium-1.19.6", "gateway-api-v1.4.1"],
      controllers: false,
      users: { [READER]: "reader" },
    });
    await plane.apply([tlsRoutesOfBefore()]);
    await plane.put([...healthy("1.19"), ...IN_THE_WAY]);
  });
  afterAll(() => plane?.stop());

  const run = (args: readonly string[], kubeconfig = plane.kubeconfig) => {
    const { status, stdout, stderr } = runCli(["upgrade", "--no-aws", "--kubeconfig", kubeconfig, ...AS_JSON, ...args]);
    expect(stderr).toBe("");
    return { status, document: JSON.parse(stdout) as UpgradeDocument };
  };
  const told = ({ findings }: UpgradeDocument): string[] =>
    findings.map(({ rule, setting }) => `${rule} ${setting}`).toSorted();

  const EXPECTED = [
    "upgrade-api-in-use apiUse.gateway.networking.k8s.io/v1alpha2.TLSRoute",
    "upgrade-budget-never budgets.default/web",
    "upgrade-budget-now budgets.default/api",
    "upgrade-policy-parsers objects.CiliumNetworkPolicy.orders.spec.ingress.0.toPorts.0.rules",
    "upgrade-single-replica singleReplicas.default/database",
    "upgrade-single-replica singleReplicas.kube-system/hubble-relay",
    `upgrade-stored-versions definitions.${TLS_ROUTES}`,
  ];

  it("is told from what runs, without a stack", () => {
    // The test server is of Kubernetes 1.35.
    const { status, document } = run(["--values", "/dev/null"]);
    expect(status).toBe(1);
    expect([document.from, document.to]).toEqual([
      { cilium: "1.19.6", kubernetes: "1.35", gatewayApi: "v1.4.1" },
      { cilium: "1.20.2", kubernetes: "1.36", gatewayApi: "v1.6.1" },
    ]);
    expect(told(document)).toEqual(EXPECTED);
    expect(document.gaps).toEqual([]);
  });

  it("says beside a stack what the stack's file has to say, and the same of a recording", () => {
    const bundle = path.join(folder, "bundle");
    const { document } = run(["--stack-file", "Pulumi.prod.yaml", "--record", bundle]);
    expect(told(document)).toEqual(expect.arrayContaining(EXPECTED));
    expect(document.steps.map(({ of, edits }) => [of, edits.flatMap((one) => one.new)])).toEqual([
      ["cilium", ['    upgradeCompatibility: "1.19"', '    installedVersion: "1.19.6"', '    version: "1.20.2"']],
      ["kubernetes", ['    kubernetesVersion: "1.36"', '    installedVersion: "1.20.2"']],
    ]);
    const recorded = runCli([
      "upgrade",
      "--no-aws",
      "--stack-file",
      "Pulumi.prod.yaml",
      "--bundle",
      bundle,
      ...AS_JSON,
    ]);
    expect(recorded.status).toBe(1);
    const same = JSON.parse(recorded.stdout) as UpgradeDocument;
    expect([told(same), same.steps, same.gaps]).toEqual([told(document), document.steps, []]);
  });

  it("asks nothing of nodes where they stay", () => {
    const { document } = run(["--stack-file", "Pulumi.prod.yaml", "--to-cilium", "1.20.2"]);
    expect(told(document).filter((one) => /budget|single/.test(one))).toEqual([]);
  });

  describe("rights", () => {
    const grant = async (leaveOut: readonly string[] = []): Promise<void> => {
      const roles = rightsOf("upgrade").kubernetes as readonly (KubeObject & {
        readonly rules: readonly { readonly resources: readonly string[] }[];
      })[];
      const granted = roles.map((role) => ({
        ...role,
        rules: role.rules.filter(({ resources }) => !leaveOut.includes(resources[0] ?? "")),
      }));
      const bindings = granted.map(({ kind, metadata }): KubeObject => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name },
        subjects: [{ kind: "User", name: "reader", apiGroup: "rbac.authorization.k8s.io" }],
      }));
      expect(await plane.apply([...granted, ...bindings])).toEqual([]);
    };
    const asReader = () => run(["--stack-file", "Pulumi.prod.yaml"], plane.kubeconfigOf(READER)).document;

    it("are enough as they are printed", async () => {
      await grant();
      const document = asReader();
      expect(document.gaps).toEqual([]);
      expect(told(document)).toEqual(expect.arrayContaining(EXPECTED));
    });

    it("that are missing are named, and the rest goes on", async () => {
      const missing = [KUBE_READS.budgets, KUBE_READS.definitions, KUBE_READS.everyDeployment];
      await grant(missing.map(({ plural }) => plural));
      const named = missing.map((read) => rightInWords(read, "kube-system"));
      await expect
        .poll(() => asReader().gaps.map(({ right }) => right), { timeout: 10_000 })
        .toEqual(expect.arrayContaining(named));
      expect(told(asReader())).toContain(
        "upgrade-policy-parsers objects.CiliumNetworkPolicy.orders.spec.ingress.0.toPorts.0.rules",
      );
    });
  });
});

describe("an upgrade without a cluster", () => {
  it("moves values that go elsewhere, and finds manifests that do not go with it", () => {
    const values = path.join(folder, "values.yaml");
    const manifests = path.join(folder, "manifests.yaml");
    writeFileSync(
      values,
      "eni: { enabled: true }\nipam: { mode: eni }\nencryption:\n  strictMode:\n    enabled: true\n",
    );
    writeFileSync(manifests, "apiVersion: cilium.io/v2alpha1\nkind: CiliumBGPPeeringPolicy\nmetadata: { name: one }\n");
    const versions = "--from-cilium 1.18.12 --from-kubernetes 1.32 --to-cilium 1.20.2 --to-kubernetes 1.33".split(" ");
    const { status, stdout } = runCli([
      "upgrade",
      "--values",
      values,
      "--manifests",
      manifests,
      ...versions,
      ...AS_JSON,
    ]);
    const document = JSON.parse(stdout) as UpgradeDocument;
    expect(status).toBe(1);
    expect(document.findings.map(({ rule, where }) => `${rule} ${path.basename(where)}`)).toEqual([
      "upgrade-api-removed manifests.yaml:1:1",
    ]);
    expect(document.steps.map(({ of, to }) => `${of} ${of === "cilium" ? (to.cilium ?? "") : to.kubernetes}`)).toEqual([
      "cilium 1.19.6",
      "kubernetes 1.33",
      "cilium 1.20.2",
    ]);
    expect(document.steps[0]?.edits.map((one) => [one.line, one.old, one.new])).toEqual([
      [5, ["    enabled: true"], ["    egress: { enabled: true }", 'upgradeCompatibility: "1.18"']],
    ]);
    expect(readFileSync(values, "utf8")).toContain("enabled: true");
  });
});
