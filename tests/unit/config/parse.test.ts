import { describe, expect, it } from "vitest";
import { locateInStack, parseSettings } from "../../../config/parse.ts";
import { parseStackFile } from "../../../config/stack-file.ts";
import { NAMESPACE, StackFileError } from "../../../config/stack.ts";
import { renderFinding } from "../../../core/findings/render.ts";

const minimal = {
  cluster: { name: "blue" },
  network: { vpc: { cidr: "10.0.0.0/16" } },
  nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 3 } } },
};

const faults = (values: Record<string, unknown>, region: unknown = "eu-central-1"): string[] => {
  const parsed = parseSettings({ region, values });
  return parsed.ok
    ? []
    : parsed.findings.map((finding) => renderFinding(finding, { where: "Pulumi.x.yaml", locate: locateInStack() }));
};

describe("parseSettings", () => {
  it("takes a minimal stack and keeps it as written", () => {
    expect(parseSettings({ region: "eu-central-1", values: minimal })).toEqual({
      ok: true,
      settings: { region: "eu-central-1", ...minimal },
    });
  });

  it.each([
    [
      "a misspelled key",
      { cilium: { prefixDelegaton: true } },
      "cilium-eks:cilium.prefixDelegaton",
      'Did you mean "prefixDelegation"?',
    ],
    ["a misspelled stack key", { ciliums: {} }, "ciliums", 'Did you mean "cilium"?'],
    ["a key that is like no other", { cilium: { zzzzzz: 1 } }, "cilium-eks:cilium.zzzzzz", "Remove the key."],
    [
      "the VPC CNI",
      { cluster: { name: "x", addons: { vpcCni: {} } } },
      "addons.vpcCni",
      "Cilium takes the VPC CNI's place",
    ],
    [
      "the same as AWS writes it",
      { cluster: { name: "x", addons: { "vpc-cni": {} } } },
      "addons.vpc-cni",
      "two CNIs fight",
    ],
    [
      "kube-proxy",
      { cluster: { name: "x", addons: { kubeProxy: {} } } },
      "addons.kubeProxy",
      "Cilium takes kube-proxy's place",
    ],
    ["EKS Auto Mode", { cluster: { name: "x", autoMode: true } }, "cluster.autoMode", "Cilium cannot run there"],
    [
      "Fargate",
      { cluster: { name: "x", fargateProfiles: {} } },
      "cluster.fargateProfiles",
      "Fargate runs no DaemonSet",
    ],
    [
      "a scalar for a group",
      { nodeGroups: { a: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 3 }, disk: "50Gi" } } },
      "nodeGroups.a.disk",
      "For example: disk: { sizeGiB: 50 }",
    ],
    [
      "a number for a version",
      { cluster: { name: "x", kubernetesVersion: 1.35 } },
      "found 1.35; expected a Kubernetes minor in quotes",
      "Put it in quotes as you mean it",
    ],
    [
      "text for a number",
      { nodeGroups: { a: { instanceTypes: ["m6i.large"], scaling: { min: "2", max: 3 } } } },
      "nodeGroups.a.scaling.min",
      "expected a whole number from 0 to 100000",
    ],
    [
      "an unknown choice",
      { cilium: { loadBalancer: { acceleration: "xdp" } } },
      "loadBalancer.acceleration",
      '"disabled", "best-effort", "native"',
    ],
    ["a refused IPAM mode", { cilium: { ipam: { mode: "kubernetes" } } }, "cilium.ipam.mode", "EKS writes none"],
    ["a missing key", { cluster: {} }, "cilium-eks:cluster.name: found nothing", "Add cluster.name."],
    [
      "an impossible count",
      { network: { vpc: { cidr: "10.0.0.0/16", availabilityZones: 0 } } },
      "network.vpc.availabilityZones",
      "expected a whole number from 1 to 6",
    ],
  ])("names %s, its place and the remedy", (_, change, place, remedy) => {
    const [message = "", ...others] = faults({ ...minimal, ...change });
    expect(others).toEqual([]);
    expect(message).toContain(place);
    expect(message).toContain(remedy);
  });

  it("reports every fault at once", () => {
    expect(faults({ cluster: {}, network: {}, nodeGroups: 3 }, null)).toHaveLength(4);
  });

  it("asks for the Region with the command that sets it", () => {
    expect(faults(minimal, "")).toEqual([expect.stringContaining("pulumi config set aws:region")]);
  });
});

describe("locateInStack", () => {
  const locate = locateInStack({ "cilium.values": "cilium.helmValues", "cilium.values.eni": "cilium.eni" });
  it.each([
    ["controlPlane.kubernetesVersion", `${NAMESPACE}:cluster.kubernetesVersion`],
    ["cilium.values.tunnel", `${NAMESPACE}:cilium.helmValues.tunnel`],
    ["cilium.values.eni.gcTags", `${NAMESPACE}:cilium.eni.gcTags`],
    ["nodeGroups.general.maxPods", `${NAMESPACE}:nodeGroups.general.maxPods`],
    ["program", "program"],
  ])("%s", (path, place) => {
    expect(locate(path)).toBe(place);
  });
});

describe("parseStackFile", () => {
  const text = [
    "config:",
    "  aws:region: eu-central-1",
    "  other:token: { secure: AAABAxyz }",
    "  cilium-eks:cluster:",
    "    name: blue",
    "    endpoint:",
    "      publicAccessCidrs: [10.0.0.0/8, 11.0.0.0/8]",
    "  cilium-eks:waivers: {}",
  ].join("\n");

  it("separates our keys, passes all of them on, and hides encrypted values", () => {
    const file = parseStackFile(text, "Pulumi.x.yaml");
    expect(file.raw.region).toBe("eu-central-1");
    expect(Object.keys(file.raw.values)).toEqual(["cluster", "waivers"]);
    expect(file.config["other:token"]).toBe("[secret]");
    expect(file.secretKeys).toEqual(["other:token"]);
    expect(JSON.parse(file.config["cilium-eks:cluster"] ?? "")).toMatchObject({ name: "blue" });
  });

  it("names the leaves that are encrypted", () => {
    const mesh = "  cilium-eks:mesh: { peers: [{ a: { secure: AAAB } }], key: { secure: AAAB }, plain: a }";
    expect(parseStackFile(`${text}\n${mesh}`, "Pulumi.x.yaml").secretPaths).toEqual([
      ["mesh", "peers", "0", "a"],
      ["mesh", "key"],
    ]);
  });

  it.each([
    ["cluster.name", "5:5"],
    ["cluster.endpoint.publicAccessCidrs.1", "7:39"],
    ["cluster.endpoint.publicAccess", "6:5"],
    ["aws:region", "2:3"],
    ["nodeGroups.general", "1:1"],
  ])("finds the line of %s, or of what is nearest", (path, position) => {
    expect(parseStackFile(text, "Pulumi.x.yaml").position(path)).toBe(position);
  });

  it.each([
    ["config: [", "not valid YAML"],
    ["config: 3", "must be a group of keys"],
  ])("refuses %j as unreadable", (broken, reason) => {
    expect(() => parseStackFile(broken, "Pulumi.x.yaml")).toThrow(StackFileError);
    expect(() => parseStackFile(broken, "Pulumi.x.yaml")).toThrow(reason);
  });
});
