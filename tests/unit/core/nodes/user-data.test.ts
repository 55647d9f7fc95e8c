import { spawnSync } from "node:child_process";
import { parse as parseToml } from "smol-toml";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { type MimePart, readMime, writeMime } from "../../../../core/boot/mime.ts";
import { USER_DATA_LIMIT, renderUserData } from "../../../../core/nodes/render.ts";
import type { NodeGroupPlan } from "../../../../core/nodes/types.ts";
import { readUserData } from "../../../../core/nodes/user-data.ts";
import { JOIN_TARGET, nodePlan } from "../../../support/nodes.ts";

const text = (plan: NodeGroupPlan): string => Buffer.from(renderUserData(JOIN_TARGET, plan), "base64").toString("utf8");
const base64 = (content: string): string => Buffer.from(content).toString("base64");
const taints = [
  { key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" },
  { key: "dedicated", effect: "NoSchedule" },
] as const;
const everything = {
  group: { taints: [{ key: "dedicated", effect: "NoSchedule" }], labels: { workload: "web" } },
  cluster: {
    proxy: { httpProxy: "http://proxy:3128" },
    registry: { mirrors: { "quay.io": "registry.example.com/quay" } },
  },
  cilium: { loadBalancer: { acceleration: "native" } },
} as const;

const bottlerocket = (kind: "none" | "ssm" | "ssh" = "none"): NodeGroupPlan =>
  nodePlan({ ...everything, group: { ...everything.group, ami: { family: "Bottlerocket" }, access: { kind } } });

const maxPodsPart = (maxPods: number): MimePart => ({
  contentType: "application/node.eks.aws",
  body: `apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n      maxPods: ${maxPods}\n`,
});

/** Fields of nodeadm's API, read from amazon-eks-ami nodeadm/api/v1alpha1/nodeconfig_types.go at 81fec2e8. */
const FIELDS = {
  spec: ["cluster", "containerd", "instance", "kubelet", "featureGates"],
  cluster: ["name", "apiServerEndpoint", "certificateAuthority", "cidr", "enableOutpost", "id"],
  kubelet: ["config", "flags", "maxPodsExpression"],
  instance: ["localStorage", "environment", "network"],
} as const;

describe("user data of AL2023", () => {
  const parts = readMime(text(nodePlan(everything))) ?? [];
  const config = parseYaml(parts.find(({ contentType }) => contentType === "application/node.eks.aws")?.body ?? "") as {
    apiVersion: string;
    kind: string;
    spec: Record<string, Record<string, never>>;
  };

  test("is a whole NodeConfig in the fields of nodeadm's API", () => {
    expect(config).toMatchObject({ apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig" });
    expect(FIELDS.spec).toEqual(expect.arrayContaining(Object.keys(config.spec)));
    for (const part of ["cluster", "kubelet", "instance"] as const) {
      expect(FIELDS[part]).toEqual(expect.arrayContaining(Object.keys(config.spec[part] ?? {})));
    }
    expect(config.spec["cluster"]).toEqual({
      name: "test",
      apiServerEndpoint: JOIN_TARGET.endpoint,
      certificateAuthority: JOIN_TARGET.certificateAuthority,
      cidr: "172.20.0.0/16",
    });
    expect(config.spec["kubelet"]).toEqual({
      config: { maxPods: 110, registerWithTaints: taints },
      flags: ["--node-labels=cilium-eks/node-group=general,workload=web"],
      maxPodsExpression: "110",
    });
    expect(config.spec["instance"]).toMatchObject({ environment: { default: { HTTPS_PROXY: "http://proxy:3128" } } });
  });

  test("is one NodeConfig and nothing else where nothing else is asked for", () => {
    expect(readMime(text(nodePlan()))?.map(({ contentType }) => contentType)).toEqual(["application/node.eks.aws"]);
  });

  test("has scripts that a shell can parse", () => {
    const script = parts.find(({ contentType }) => contentType === "text/x-shellscript")?.body ?? "";
    expect(spawnSync("bash", ["-n"], { input: script }).status).toBe(0);
    const program = /<<'PROGRAM'\n(.*?)\nPROGRAM\n/s.exec(script)?.[1] ?? "";
    expect(spawnSync("bash", ["-n"], { input: program }).status).toBe(0);
    expect(program).toContain("mtu 3498");
    expect(script).toContain('ENV{ID_NET_DRIVER}=="ena"');
    expect(script).toContain('[host."https://registry.example.com/v2/quay"]');
  });

  test("is the same twice and fits into what EC2 takes", () => {
    expect(text(nodePlan(everything))).toBe(text(nodePlan(everything)));
    expect(text(nodePlan(everything)).length).toBeLessThan(USER_DATA_LIMIT / 2);
  });

  test("is read back", () => {
    expect(readUserData(renderUserData(JOIN_TARGET, nodePlan(everything)))).toEqual({
      kind: "nodeadm",
      clusterName: "test",
      endpoint: JOIN_TARGET.endpoint,
      serviceCidr: "172.20.0.0/16",
      labels: { workload: "web", "cilium-eks/node-group": "general" },
      taints,
      maxPods: 110,
      maxPodsExpression: "110",
      nodeConfigs: 1,
      xdpUdevRule: true,
      mtu: 3498,
    });
  });
});

describe("user data of Bottlerocket", () => {
  test("is TOML in the names of Bottlerocket's settings", () => {
    expect(parseToml(text(bottlerocket()))).toEqual({
      settings: {
        kubernetes: {
          "cluster-name": "test",
          "api-server": JOIN_TARGET.endpoint,
          "cluster-certificate": JOIN_TARGET.certificateAuthority,
          "cluster-dns-ip": "172.20.0.10",
          "max-pods": 110,
          "node-labels": { "cilium-eks/node-group": "general", workload: "web" },
          "node-taints": { "node.cilium.io/agent-not-ready": ["true:NoExecute"], dedicated: [":NoSchedule"] },
        },
        "host-containers": { admin: { enabled: false }, control: { enabled: false } },
        network: {
          "https-proxy": "http://proxy:3128",
          "no-proxy": expect.arrayContaining(["169.254.170.23"]) as unknown,
        },
        "container-registry": {
          mirrors: [{ registry: "quay.io", endpoint: ["https://registry.example.com/v2/quay"] }],
        },
      },
    });
  });

  test.each([
    ["ssm", { admin: { enabled: false }, control: { enabled: true } }],
    ["ssh", { admin: { enabled: true }, control: { enabled: false } }],
  ] as const)("opens only the container of access %s", (kind, containers) => {
    expect(parseToml(text(bottlerocket(kind)))).toMatchObject({ settings: { "host-containers": containers } });
  });

  test("is read back", () => {
    expect(readUserData(renderUserData(JOIN_TARGET, bottlerocket()))).toMatchObject({
      kind: "bottlerocket",
      clusterName: "test",
      labels: { workload: "web", "cilium-eks/node-group": "general" },
      taints: expect.arrayContaining([...taints]) as unknown,
      maxPods: 110,
      xdpUdevRule: false,
    });
  });
});

describe("user data of others", () => {
  test("a bare NodeConfig with kubelet flags", () => {
    const config = `---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  cluster: { name: other }
  kubelet:
    flags:
      - --node-labels=a=b,c=d
      - --register-with-taints=node.cilium.io/agent-not-ready=true:NoExecute,x:NoSchedule
`;
    for (const encoded of [base64(config), config]) {
      expect(readUserData(encoded)).toMatchObject({
        kind: "nodeadm",
        clusterName: "other",
        labels: { a: "b", c: "d" },
        taints: [taints[0], { key: "x", effect: "NoSchedule" }],
      });
    }
  });

  test("several NodeConfig parts, of which the last wins", () => {
    expect(readUserData(base64(writeMime([maxPodsPart(20), maxPodsPart(30)])))).toMatchObject({
      maxPods: 30,
      nodeConfigs: 2,
    });
  });

  test("MIME with Windows line ends, another boundary and a base64 part", () => {
    const config = base64("apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: { cluster: { name: crlf } }\n");
    const mime = [
      "Content-Type: multipart/mixed; boundary=XX",
      "MIME-Version: 1.0",
      "",
      "--XX",
      "Content-Transfer-Encoding: base64",
      "Content-Type: application/node.eks.aws",
      "",
      config,
      "--XX--",
    ].join("\r\n");
    expect(readUserData(base64(mime))).toMatchObject({ kind: "nodeadm", clusterName: "crlf" });
  });

  test("bootstrap.sh with extra kubelet arguments over several lines", () => {
    const script = `#!/bin/bash
/etc/eks/bootstrap.sh my-cluster --b64-cluster-ca "$CA" \\
  --apiserver-endpoint https://api.example.com \\
  --use-max-pods false --kubelet-extra-args '--max-pods=58 --register-with-taints=node.cilium.io/agent-not-ready=true:NoExecute'
`;
    expect(readUserData(base64(script))).toMatchObject({
      kind: "bootstrap-sh",
      clusterName: "my-cluster",
      endpoint: "https://api.example.com",
      maxPods: 58,
      taints: [taints[0]],
    });
  });

  test.each([
    ["nothing", "", "none"],
    ["a script that joins nothing", "#!/bin/sh\necho hello\n", "none"],
    ["cloud-config", "#cloud-config\npackages: [jq]\n", "none"],
  ])("%s", (_, content, kind) => {
    expect(readUserData(base64(content))?.kind).toBe(kind);
  });

  test.each([
    ["compressed data", Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00]).toString("base64")],
    ["broken TOML", base64("[settings.kubernetes\nx = ")],
  ])("%s is not understood rather than empty", (_, encoded) => {
    expect(readUserData(encoded)).toBeUndefined();
  });
});
