import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { CiliumEniCluster, HybridNodePool, createObjects, createPremises } from "../../components/index.ts";
import { seal } from "../../secrets/seal.ts";
import { loadSettings } from "../../config/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { meshed } from "../support/premises.ts";
import { type Recorded, only, record } from "../support/recorder.ts";
import { Box } from "../support/registrations.ts";

const KEY = "-----BEGIN EC PRIVATE KEY-----\nMARKKEY\n-----END EC PRIVATE KEY-----";
const MARKS = /MARK[A-Z0-9]+/g;

/** Marks that stand in clear in what an engine is told: a secret prints as `[secret]`. */
const clear = (recorded: readonly Recorded[]): string[] =>
  recorded.flatMap(({ urn, custom, inputs, outputs }) => {
    // Answers of the mock provider repeat the inputs without their secrecy; a component's outputs are the program's own.
    const said = JSON.stringify(custom ? inputs : { inputs, outputs });
    const hidden = [...said.matchAll(/"userData":"([^"]+)"/g)].map(([, data = ""]) =>
      Buffer.from(data, "base64").toString("utf8"),
    );
    return [said, ...hidden].flatMap((text) => text.match(MARKS) ?? []).map((mark) => `${urn} ${mark}`);
  });

const OPEN = { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] };
const holding: Settings = settings({
  cluster: {
    name: "test",
    kubernetesVersion: "1.35",
    endpoint: OPEN,
    proxy: { httpProxy: "http://user:MARKPROXY@proxy.example.com:3128" },
    registry: { charts: "https://user:MARKCHARTS@charts.example.com" },
    autoscaler: "cluster-autoscaler",
    addons: { coredns: { configuration: { extra: { password: "MARKADDON" } } } },
  },
  cilium: {
    version: "1.19.6",
    helmValues: {
      tls: { ca: { cert: "public", key: "MARKCAKEY" } },
      extraEnv: [{ name: "API_TOKEN", value: "MARKENV" }],
      podAnnotations: { note: "http://user:MARKURL@example.com" },
    },
  },
});

describe("plain secrets that a component is given", () => {
  it("are secrets in everything that a cluster registers", async () => {
    const recorded = await record(() => void new CiliumEniCluster("test", holding));
    expect(clear(recorded)).toEqual([]);
    // Of what it patches the provider keeps the whole object, with the pods' environment.
    const patches = recorded.filter(({ type }) => type.endsWith("Patch"));
    expect(patches.length).toBeGreaterThan(1);
    for (const { options } of patches) expect(options.additionalSecretOutputs).toEqual(["metadata", "spec"]);
    const values = only(recorded, "kubernetes:helm.sh/v3:Release", "test-cilium").inputs["values"];
    expect(values).toMatchObject({ tls: { ca: { cert: "public", key: { value: "MARKCAKEY" } } } });
    expect(JSON.stringify(values)).toContain("[secret]");
  });

  it("are secrets in a mesh, on both of its sides", async () => {
    const mesh = {
      certificateAuthority: { certificate: "public", privateKey: KEY },
      addresses: ["10.0.2.20", "10.0.66.20", "10.0.130.20"],
    };
    const base = meshed({}, { kubeconfig: "MARKKUBE" }, mesh);
    const stack = { ...base, cluster: { ...base.cluster, endpoint: OPEN } };
    const recorded = await record(() => {
      void new CiliumEniCluster("cloud", stack);
      createPremises(stack);
    });
    expect(clear(recorded)).toEqual([]);
    expect(only(recorded, "pulumi:providers:kubernetes", "premises").inputs["kubeconfig"]).toMatchObject({
      value: "MARKKUBE",
    });
  });

  it("are secrets where nodes on premises get in by an activation", async () => {
    const outputs = ({ type }: { type: string }) =>
      type === "aws:ssm/activation:Activation" ? { activationCode: "MARKCODE" } : undefined;
    const recorded = await record(
      () => {
        const provider = new kubernetes.Provider("k8s", { kubeconfig: pulumi.secret("{}") });
        void new HybridNodePool("rack", {
          cluster: { name: "mixed", region: "eu-central-1", provider, ready: [] },
          strategy: "mixed",
          ciliumVersion: "1.18.8-1",
          nodeCidrs: ["192.168.0.0/24"],
          podCidrs: ["192.168.64.0/20"],
          identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
          pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
        });
      },
      { outputs },
    );
    expect(clear(recorded)).toEqual([]);
    const { options } = only(recorded, "aws:ssm/activation:Activation");
    expect(options.additionalSecretOutputs).toEqual(["activationCode"]);
    const { nodeConfigs } = only(recorded, "cilium-eks:index:HybridNodePool").outputs;
    expect(JSON.stringify(nodeConfigs)).toBe('{"rack":"[secret]"}');
  });

  it("are secrets in the headers of a route", async () => {
    const recorded = await record(() => {
      const provider = new kubernetes.Provider("k8s", { kubeconfig: pulumi.secret("{}") });
      const filters = [
        {
          type: "RequestHeaderModifier",
          requestHeaderModifier: { set: [{ name: "Authorization", value: "Basic MARKHEADER" }] },
        },
      ];
      const metadata = { name: "shop", namespace: "shop" };
      const route = {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata,
        spec: { rules: [{ filters }] },
      };
      createObjects({ name: "edge", parent: new Box() }, [route], { provider, dependsOn: [] });
    });
    expect(clear(recorded)).toEqual([]);
  });

  it("leave data without one as it is, label selectors and names of Secrets among it", () => {
    const data = {
      tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists" }],
      hubble: { tls: { auto: { nodeSelector: { matchExpressions: [{ key: "a", operator: "Exists" }] } } } },
      oidc: { secret: "ui-oidc" },
      metadataOptions: { httpTokens: "required" },
      url: "https://charts.example.com/a@b",
    };
    expect(seal(data)).toBe(data);
  });
});

describe("secrets of a stack file", () => {
  const config = {
    "aws:region": "eu-central-1",
    "cilium-eks:cluster": JSON.stringify({ name: "test", kubernetesVersion: "1.35", endpoint: OPEN }),
    "cilium-eks:network": JSON.stringify({ vpc: { cidr: "10.0.0.0/16" } }),
    "cilium-eks:nodeGroups": JSON.stringify(settings().nodeGroups),
    "cilium-eks:cilium": JSON.stringify({ version: "1.19.6", helmValues: { podAnnotations: { a: "x MARKANY" } } }),
  };

  it("are secrets in every resource, whatever their key is", async () => {
    const options = { config, secretKeys: ["cilium-eks:cilium"] };
    const recorded = await record(() => {
      const loaded = loadSettings();
      void new CiliumEniCluster("test", loaded);
      void new kubernetes.core.v1.ConfigMap("own", { data: { text: JSON.stringify(loaded.cilium) } });
    }, options);
    expect(clear(recorded)).toEqual([]);
  });

  it("do not stand in the error that refuses the settings", async () => {
    const cilium = JSON.stringify({
      version: "1.19.6",
      helmValues: { podAnnotations: { a: "x MARKANY" } },
      ciliun: "x MARKANY",
    });
    const secretKeys = ["cilium-eks:cilium"];
    const failed = record(() => loadSettings(), { config: { ...config, "cilium-eks:cilium": cilium }, secretKeys });
    await expect(failed).rejects.toThrow(/ciliun/);
    await expect(failed).rejects.not.toThrow(/MARKANY/);
  });
});
