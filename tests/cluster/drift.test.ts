import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EKS } from "@aws-sdk/client-eks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DriftDocument } from "../../cli/drift/document.ts";
import type { State } from "../../core/changes/index.ts";
import { lookAround, namesOf } from "../../cli/drift/look.ts";
import type { PlanDocument } from "../../cli/plan/types.ts";
import { type Declared, type Drift, comparedOf, driftOf } from "../../lens/drift/index.ts";
import { rightsOf } from "../../readers/live/rights.ts";
import { type AwsAnswers, jsonAnswer } from "../support/aws-api.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { ciliumConfig, daemonSet } from "../support/live-objects.ts";
import { motoIsMissing, startMoto } from "../support/moto.ts";
import { objectsOfPlan, patched } from "../support/plan-objects.ts";
import { planOf } from "../support/plans.ts";
import { callCli } from "../support/run-cli.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
if ("missing" in tools) console.warn(`No drift was looked for: ${tools.missing}.`);

const PULUMI = "pulumi-kubernetes-1a2b3c4d";
const READER = "reader-token";
const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "drift-"));
const at = (name: string): string => path.join(folder, name);

const policy = {
  apiVersion: "cilium.io/v2",
  kind: "CiliumNetworkPolicy",
  metadata: { name: "web", namespace: "default" },
  spec: { endpointSelector: { matchLabels: { app: "web" } }, ingress: [{ fromEntities: ["cluster"] }] },
};
const secret = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "login", namespace: "default" },
  stringData: { user: "hubble" },
};
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const TOKEN = { name: "TOKEN", value: "very-secret" };
const sidecar = { name: "sidecar", image: "registry.example/sidecar:1" };
const container = {
  name: "proxy",
  image: "registry.example/proxy:1",
  ports: [{ name: "http", containerPort: 4180 }],
  env: [{ name: "LOG", value: "info" }],
  resources: { requests: { cpu: 0.5, memory: "1024Mi" } },
};
/** Quantities, ports without a protocol, lists that the server keeps by key. */
const proxy = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "proxy", namespace: "default" },
  spec: {
    selector: { matchLabels: { app: "proxy" } },
    template: {
      metadata: { labels: { app: "proxy" } },
      spec: {
        containers: [container],
      },
    },
  },
};

/** Definitions of other projects take long to come up, and their objects are like others. */
const isServed = ({ apiVersion = "" }: Partial<KubeObject>): boolean =>
  !/^(?:cert-manager|monitoring)\./.test(apiVersion);

const declaredOf = (object: KubeObject): Declared => {
  const group = object.apiVersion.includes("/") ? object.apiVersion : `core/${object.apiVersion}`;
  const type = `kubernetes:${group}:${object.kind}`;
  const urn = `urn:pulumi:prod::cilium-eks::${type}::${object.metadata.name}`;
  return { urn, type, name: object.metadata.name, dependencies: [], inputs: object };
};

describe.skipIf("missing" in tools)("drift of what runs", () => {
  let plane: ControlPlane;
  let declared: readonly Declared[];
  let gateway: KubeObject & { readonly spec: object };
  let route: KubeObject;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["gateway-api-v1.4.1", "cilium-1.19.6"],
      controllers: false,
      users: { [READER]: "reader" },
    });
    const planned = objectsOfPlan("Pulumi.prod.yaml");
    const { patches } = planned;
    const objects = planned.objects.filter(isServed);
    await taken(patches.map(patched), "helm");
    await taken([...objects, ...patches, ...own], PULUMI);
    gateway = objects.find(({ kind }) => kind === "Gateway") as typeof gateway;
    route = objects.find(({ kind }) => kind === "HTTPRoute") as KubeObject;
    const { stack, resources } = JSON.parse(planOf("Pulumi.prod.yaml").stdout) as PlanDocument;
    declared = [...resources.filter(({ inputs }) => isServed(inputs as KubeObject)), ...own.map(declaredOf)];
    writeFileSync(at("plan.json"), JSON.stringify({ stack, resources: declared }));
  }, 60_000);
  /** What a test changed is set back. */
  beforeEach(async () => {
    const all = [gateway, route, ...own];
    for (const object of all) if ((await plane.get(object)) !== undefined) await plane.remove(object);
    await taken(all, PULUMI);
  });
  afterAll(async () => {
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const taken = async (objects: readonly KubeObject[], manager: string): Promise<void> => {
    const faults = await plane.apply(objects, { manager });
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
  };
  const own = [policy, secret, proxy];

  const flags = (kubeconfig = plane.kubeconfig) => ({
    kubeconfig,
    namespace: "kube-system",
    timeout: 20,
    deadline: 60,
    aws: false,
  });
  const said = ({ subject, path: place, verdict, by }: Drift): string =>
    [verdict, subject, place, by?.manager].filter(Boolean).join(" ");
  const edited = (object: object) => plane.apply([object as KubeObject], { manager: "kubectl-edit" });

  it("is none where everything is as the plan sent it", async () => {
    const { sides, gaps } = await lookAround(declared, flags(), () => {});
    expect([gaps, driftOf(sides, undefined)]).toEqual([[], { drifts: [], pending: [] }]);
    expect(comparedOf(sides)).toHaveLength(17);
  });

  it("is judged by the catalogue and by what is lost, with who wrote it, and what is read again is the same", async () => {
    const { apiVersion, kind, metadata, spec } = gateway;
    await edited({
      apiVersion,
      kind,
      metadata: { ...metadata, labels: { team: "edge" } },
      spec: { ...spec, gatewayClassName: "nginx" },
    });
    await edited({ ...policy, spec: { ...policy.spec, ingress: [{ fromEntities: ["world"] }] } });
    await edited({ apiVersion: "v1", kind: "Secret", metadata: secret.metadata, data: { user: base64("mallory") } });
    const pods = {
      metadata: { labels: { app: "proxy" } },
      spec: { containers: [sidecar, { ...container, image: "other:2", env: [TOKEN] }] },
    };
    await edited({ ...proxy, spec: { ...proxy.spec, template: pods } });
    await plane.remove(route);
    const { sides } = await lookAround(declared, { ...flags(), record: at("bundle") }, () => {});
    const { drifts: found } = driftOf(sides, undefined);
    expect(found.map(said).toSorted()).toEqual([
      "dangerous CiliumNetworkPolicy default/web spec.ingress[0].fromEntities[0] kubectl-edit",
      "dangerous Gateway gateway-edge/edge spec.gatewayClassName kubectl-edit",
      "dangerous HTTPRoute gateway-edge/edge-to-https",
      "harmless Deployment default/proxy spec.template.spec.containers[0] kubectl-edit",
      "harmless Deployment default/proxy spec.template.spec.containers[1].env[1] kubectl-edit",
      "harmless Gateway gateway-edge/edge metadata.labels kubectl-edit",
      "reverted Deployment default/proxy spec.template.spec.containers[0].image kubectl-edit",
      "reverted Secret default/login data.user kubectl-edit",
    ]);
    const SECRETS = /very-secret|mallory|bWFsbG9yeQ/;
    expect(JSON.stringify(found)).not.toMatch(SECRETS);
    const recorded = readdirSync(at("bundle")).map((file) => readFileSync(at(`bundle/${file}`), "utf8"));
    expect(recorded.join("")).not.toMatch(SECRETS);

    const bundle = ["drift", "--plan", at("plan.json"), "--bundle", at("bundle"), "--no-aws"];
    const outs = ["--format", "json", "--format", `junit:${at("drift.xml")}`, "--format", `sarif:${at("drift.sarif")}`];
    const { status, stdout } = await callCli([...bundle, ...outs]);
    const document = JSON.parse(stdout) as DriftDocument;
    expect([status, document.status]).toEqual([1, 1]);
    // The recording has no values of Secrets, and so cannot tell that one differs.
    expect(document.drifts).toEqual(found.filter(({ subject }) => !subject.startsWith("Secret ")));
    expect(readFileSync(at("drift.xml"), "utf8")).toMatch(/tests="17" failures="4" errors="0"/);
    const sarif = JSON.parse(readFileSync(at("drift.sarif"), "utf8")) as { runs: { results: { level: string }[] }[] };
    expect(sarif.runs[0]?.results.map(({ level }) => level).toSorted()).toEqual(["error", "error", "error", "warning"]);
    expect((await callCli(bundle)).stdout).toContain("by kubectl-edit");
  });

  it("is none of what the next run changes anyway", async () => {
    const wrote = (inputs: KubeObject) => ({ ...declaredOf(inputs), id: "1", inputs });
    const state = [
      ...declared,
      // The settings are newer than the last run: what it wrote is there.
      wrote({ ...proxy, spec: { ...proxy.spec, replicas: 1 } }),
      wrote({ ...policy, metadata: { ...policy.metadata, name: "old" } }),
    ];
    const newer = { ...proxy, spec: { ...proxy.spec, replicas: 3 } };
    const { sides } = await lookAround(
      [...declared.filter(({ name }) => name !== "proxy"), declaredOf(newer)],
      flags(),
      () => {},
    );
    const { drifts: found, pending } = driftOf(sides, state as State);
    expect(found).toEqual([]);
    expect(pending.map(({ subject, path: place, says }) => `${subject} ${place} ${says}`)).toEqual([
      "Deployment default/proxy spec.replicas 1 becomes 3 by the next run",
      "CiliumNetworkPolicy default/old  is removed by the next run: the plan no longer has it",
    ]);
  });

  it("tells what of Cilium's release is not as planned, and what a run does about it", async () => {
    const agents = daemonSet("cilium", "quay.io/cilium/cilium:v1.19.5", 3);
    // The one that is there has another container, which an apply would keep.
    await plane.remove(agents);
    await plane.put([
      agents,
      ciliumConfig("1.19", { ipam: "eni", "routing-mode": "tunnel", "cluster-name": "cilium-prod" }),
    ]);
    const { sides } = await lookAround(declared, flags(), () => {});
    const released = driftOf(sides, undefined).drifts.filter(({ subject }) => subject === "Cilium");
    expect(released.map((one) => `${said(one)} ${one.found}`)).toEqual([
      expect.stringMatching(/Cilium version 1\.19\.5$/),
      "dangerous Cilium values.routingMode tunnel",
    ]);
    const connection = ["--kubeconfig", plane.kubeconfig, "--no-aws", "--no-policies"];
    const against = await callCli(["plan", "--stack-file", "Pulumi.prod.yaml", "--against", "live", ...connection], {
      cwd: root,
    });
    expect(against.stdout).toMatch(/cilium-prod-cilium \(.*\): cilium agents restart/);
    // Kinds that this server does not have are made by the next run.
    expect(against.stdout).toMatch(/3 new resources/);
    expect([against.stderr, against.status]).toEqual(["", 0]);
    for (const object of [agents, ciliumConfig("1.19")]) await plane.remove(object);
  });

  it("needs no more rights than it prints, and tells the one that is missing", async () => {
    const { kubernetes } = rightsOf("drift", { objects: [...namesOf(declared).values()] });
    const roles = kubernetes as readonly KubeObject[];
    const bindings = roles.map(({ kind, metadata }): KubeObject => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name },
      subjects: [{ kind: "User", name: "reader", apiGroup: "rbac.authorization.k8s.io" }],
    }));
    expect(await plane.apply([...roles, ...bindings])).toEqual([]);
    const look = async () => (await lookAround(declared, flags(plane.kubeconfigOf(READER)), () => {})).gaps;
    await expect.poll(look, { timeout: 5000 }).toEqual([]);
    const inDefault = bindings.find(({ metadata }) => metadata.namespace === "default") as KubeObject;
    await plane.remove(inDefault);
    await expect
      .poll(async () => (await look()).map(({ right = "none" }) => right).toSorted(), { timeout: 5000 })
      .toEqual([
        "get ciliumnetworkpolicies.cilium.io in default",
        "get deployments.apps in default",
        "get secrets in default",
      ]);
  });

  describe.skipIf(motoIsMissing("drift against an AWS API"))("in AWS", () => {
    let moto: Awaited<ReturnType<typeof startMoto>>;
    beforeAll(async () => {
      moto = await startMoto();
      const eks = new EKS({
        endpoint: moto.endpoint,
        region: "eu-central-1",
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
      });
      const arn = "arn:aws:iam::123456789012:role/x";
      await eks.createCluster({
        name: "cilium-prod",
        version: "1.35",
        roleArn: arn,
        resourcesVpcConfig: { subnetIds: ["subnet-0a00000000000000a"] },
      });
      for (const { inputs, type } of declared) {
        if (type !== "aws:eks/nodeGroup:NodeGroup") continue;
        const { nodeGroupNamePrefix, scalingConfig, instanceTypes, subnetIds } = inputs as NodeGroup;
        await eks.createNodegroup({
          clusterName: "cilium-prod",
          nodegroupName: `${nodeGroupNamePrefix}20261201`,
          nodeRole: arn,
          subnets: subnetIds,
          instanceTypes,
          scalingConfig: { ...scalingConfig, maxSize: scalingConfig.maxSize + 1 },
        });
      }
      await eks.createNodegroup({ clusterName: "cilium-prod", nodegroupName: "by-hand", nodeRole: arn, subnets: [] });
    }, 60_000);
    afterAll(() => moto?.stop());

    it("is told of the cluster, its node groups and its add-ons, and who asks is the stack's cluster", async () => {
      moto.answer(answers);
      const { status, stdout } = await callCli(
        [
          "drift",
          "--plan",
          at("plan.json"),
          "--kubeconfig",
          plane.kubeconfig,
          "--region",
          "eu-central-1",
          "--format",
          "json",
        ],
        { env: moto.env },
      );
      const { drifts: found, gaps, cluster } = JSON.parse(stdout) as DriftDocument;
      expect([status, gaps, cluster]).toEqual([1, [], "cilium-prod"]);
      const account = found.filter(({ type }) => !type.startsWith("kubernetes:"));
      expect(account.map((one) => `${said(one)} ${one.found}`).toSorted()).toEqual([
        'dangerous add-on "coredns" addonVersion v1.0.0',
        'dangerous add-on "eks-pod-identity-agent" not there',
        'dangerous add-on "vpc-cni" there',
        'dangerous cluster "cilium-prod" endpointPublicAccess true',
        'dangerous node group "by-hand" there',
        'reverted cluster "cilium-prod" upgradePolicy.supportType EXTENDED',
        'reverted node group "general" scalingConfig.maxSize 31',
        'reverted node group "memory" scalingConfig.maxSize 13',
      ]);
    });
  });
});

const cluster = {
  name: "cilium-prod",
  status: "ACTIVE",
  version: "1.35",
  resourcesVpcConfig: {
    vpcId: "vpc-1",
    endpointPublicAccess: true,
    endpointPrivateAccess: true,
    publicAccessCidrs: ["0.0.0.0/0"],
  },
  logging: {
    clusterLogging: [{ types: ["scheduler", "api", "audit", "authenticator", "controllerManager"], enabled: true }],
  },
  accessConfig: { authenticationMode: "API" },
  upgradePolicy: { supportType: "EXTENDED" },
  deletionProtection: true,
};

interface NodeGroup {
  readonly nodeGroupNamePrefix: string;
  readonly scalingConfig: { readonly minSize: number; readonly desiredSize: number; readonly maxSize: number };
  readonly instanceTypes: string[];
  readonly subnetIds: string[];
}

/** moto knows neither ListAddons nor DescribeAddon, and of a cluster not all that is compared. */
const answers: AwsAnswers = ({ operation }) =>
  operation === "GET /clusters/cilium-prod"
    ? jsonAnswer({ cluster })
    : operation === "GET /clusters/cilium-prod/addons"
      ? jsonAnswer({ addons: ["coredns", "vpc-cni"] })
      : operation.startsWith("GET /clusters/cilium-prod/addons/")
        ? jsonAnswer({
            addon: {
              addonName: operation.split("/").at(-1),
              addonVersion: "v1.0.0",
              status: "ACTIVE",
              health: { issues: [] },
            },
          })
        : undefined;
