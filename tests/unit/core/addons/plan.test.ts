import { describe, expect, it } from "vitest";
import { addonsModel } from "../../../../core/addons/model.ts";
import { planAddons } from "../../../../core/addons/plan.ts";
import { ADDON_MINORS, ADDON_VERSION_FORM, EksAddon, addonVersion } from "../../../../core/facts/addons.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../../../../core/facts/kubernetes.ts";
import type { CiliumSettings, ClusterSettings } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const plan = (cluster: Partial<ClusterSettings> = {}, cilium: CiliumSettings = {}) =>
  planAddons(settings({ cluster: { name: "test", kubernetesVersion: "1.35", ...cluster }, cilium }));
const phases = (...args: Parameters<typeof plan>) => plan(...args).addons.map(({ name, phase }) => [name, phase]);
const ALL = { ebsCsi: { enabled: true }, metricsServer: { enabled: true } };
const EXISTING = {
  strategy: "no-nodes",
  endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: "QUJD",
  clusterSecurityGroupId: "sg-0123456789abcdef0",
} as const;

const configuration = (cilium: CiliumSettings, more: ClusterSettings["addons"] = {}) =>
  plan({ addons: { metricsServer: { enabled: true }, ...more } }, cilium).addons.at(-1)?.configuration;
const coredns = (cluster: Partial<ClusterSettings>) => plan(cluster).addons.at(-1);

describe("planAddons", () => {
  it("makes CoreDNS and the agent, after the nodes", () => {
    expect(phases()).toEqual([
      ["eks-pod-identity-agent", "after-nodes"],
      ["coredns", "after-nodes"],
    ]);
  });

  it("makes the agent before Cilium where the operator gets its rights from it, even if it is switched off", () => {
    expect(phases({}, { operatorIdentity: "pod-identity" })[0]).toEqual(["eks-pod-identity-agent", "before-cilium"]);
    expect(
      phases({ addons: { podIdentityAgent: { enabled: false } } }, { operatorIdentity: "pod-identity" })[0],
    ).toEqual(["eks-pod-identity-agent", "before-cilium"]);
  });

  it("never makes kube-proxy, and vpc-cni only for chaining, before the nodes", () => {
    const modes: CiliumSettings[] = [
      {},
      { ipam: { mode: "aws-cni" } },
      { ipam: { mode: "cluster-pool", podCidrs: ["10.1.0.0/16"], tunnel: "vxlan" } },
    ];
    const made = modes.map((cilium) => phases({ addons: ALL }, cilium));
    expect(made.flat().map(([name]) => name)).not.toContain("kube-proxy");
    expect(made.map((addons) => addons.some(([name]) => name === "vpc-cni"))).toEqual([false, true, false]);
    expect(made[1]).toContainEqual(["vpc-cni", "before-nodes"]);
  });

  it("gives the EBS driver its role and a default class", () => {
    const { addons, storageClass } = plan({ addons: ALL });
    expect(addons.find(({ name }) => name === "aws-ebs-csi-driver")?.role).toEqual({
      role: "ebsCsi",
      serviceAccount: "ebs-csi-controller-sa",
      mechanism: "irsa",
    });
    expect(storageClass).toMatchObject({ name: "gp3", default: true, parameters: { type: "gp3", encrypted: "true" } });
    expect(plan().storageClass).toBeUndefined();
  });

  it("puts metrics-server on the host network where pods have overlay addresses", () => {
    const overlay: CiliumSettings = { ipam: { mode: "cluster-pool", podCidrs: ["10.1.0.0/16"], tunnel: "vxlan" } };
    expect(configuration({})).toBeUndefined();
    expect(configuration(overlay)).toEqual({ hostNetwork: { enabled: true } });
    expect(configuration(overlay, { metricsServer: { enabled: true, configuration: { replicas: 3 } } })).toEqual({
      hostNetwork: { enabled: true },
      replicas: 3,
    });
  });

  it("leaves a cluster that exists its add-ons", () => {
    expect(phases({ existing: EXISTING })).toEqual([]);
    expect(phases({ existing: EXISTING, addons: { coredns: { enabled: true } } })).toEqual([
      ["coredns", "after-nodes"],
    ]);
    expect(phases({ existing: EXISTING }, { operatorIdentity: "pod-identity" })).toEqual([
      ["eks-pod-identity-agent", "before-cilium"],
    ]);
  });

  it("takes the user's version, and none where the Kubernetes version has no table", () => {
    expect(coredns({ addons: { coredns: { version: "v9.9.9-eksbuild.1" } } })?.version).toBe("v9.9.9-eksbuild.1");
    expect(coredns({ kubernetesVersion: "1.99" })).not.toHaveProperty("version");
  });

  it("tells the rules which add-ons wait for nodes", () => {
    const model = addonsModel(plan({ addons: ALL }, { operatorIdentity: "pod-identity" }));
    expect(model.map(({ name, afterNodes, hasRole }) => [name, afterNodes, hasRole])).toEqual([
      ["eks-pod-identity-agent", false, false],
      ["coredns", true, false],
      ["aws-ebs-csi-driver", true, true],
      ["metrics-server", true, false],
    ]);
  });
});

describe("add-on versions", () => {
  it("are pinned for every Kubernetes version of the table, the default among them", () => {
    expect(ADDON_MINORS).toContain(DEFAULT_KUBERNETES_VERSION);
    for (const minor of ADDON_MINORS) {
      for (const name of Object.values(EksAddon)) {
        const pinned = addonVersion(name, minor);
        expect([minor, name, pinned?.version]).toEqual([minor, name, expect.stringMatching(ADDON_VERSION_FORM)]);
        expect(pinned?.source).toMatch(/\S/);
      }
    }
    expect(addonVersion("kube-proxy", "1.31")).toBeUndefined();
    expect(addonVersion("toString", "1.35")).toBeUndefined();
  });
});
