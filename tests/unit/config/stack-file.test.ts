import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { locateInStack, parseSettings } from "../../../config/parse.ts";
import { parseStackFile, readStackFile } from "../../../config/stack-file.ts";
import { StackFileError } from "../../../config/stack.ts";
import { STACK_TEMPLATE } from "../../../config/template.ts";
import { renderFinding } from "../../../core/findings/render.ts";
import { completePlan, evaluate } from "../../../core/plan/index.ts";

const KEYS = {
  "aws:region": "eu-central-1",
  "cilium-eks:cluster": "{ name: blue }",
  "cilium-eks:network": "{ vpc: { cidr: 10.0.0.0/16 } }",
  "cilium-eks:nodeGroups": "{ general: { instanceTypes: [m6i.large], scaling: { min: 2, max: 3 } } }",
};

/** A stack file that is right but for some keys; one without a value is left out. */
const stack = (change: Readonly<Record<string, string | undefined>>): string =>
  [
    "config:",
    ...Object.entries({ ...KEYS, ...change }).flatMap(([key, value]) =>
      value === undefined ? [] : [`  ${key}: ${value}`],
    ),
  ].join("\n");

const cluster = (text: string): string => stack({ "cilium-eks:cluster": `{ name: blue, ${text} }` });
const group = (text: string): string =>
  stack({
    "cilium-eks:nodeGroups": `{ general: { instanceTypes: [m6i.large], scaling: { min: 2, max: 3 }, ${text} } }`,
  });
const key = (name: string, text: string): string => stack({ [`cilium-eks:${name}`]: text });

/** Each fault with its line, as a person reads it. */
function faults(text: string): string[] {
  const file = parseStackFile(text, "Pulumi.x.yaml");
  const parsed = parseSettings(file.raw);
  return parsed.ok
    ? []
    : parsed.findings.map(
        (finding) =>
          `${file.position(finding.path) ?? ""} ${renderFinding(finding, { where: "x", locate: locateInStack() })}`,
      );
}

describe("a fault says how to write what was meant", () => {
  it.each([
    ["a version that YAML reads as a number", cluster("kubernetesVersion: 1.30"), "found 1.30", 'quotes: "1.30".'],
    ["a version with more than a minor", cluster('kubernetesVersion: "v1.35.2"'), '"v1.35.2"', 'Write "1.35".'],
    ["a chart version with a v", key("cilium", "{ version: v1.19.6 }"), "exact chart version", 'Write "1.19.6".'],
    ["a chart's minor", key("cilium", "{ version: 1.19 }"), "found 1.19;", 'Write "1.19.6".'],
    ["days with a unit", cluster("logs: { retentionDays: 7d }"), '"7d"', "in days: 7."],
    ["weeks in days", cluster("logs: { retentionDays: 2w }"), '"2w"', "in days: 14."],
    ["minutes in seconds", key("gateway", "{ exposure: { type: internal, idleTimeoutSeconds: 5m } }"), '"5m"', "300."],
    ["a Kubernetes quantity", group("disk: { sizeGiB: 50Gi }"), '"50Gi"', "in GiB: 50."],
    ["terabytes", group("disk: { sizeGiB: 1Ti }"), '"1Ti"', "in GiB: 1024."],
    ["a percentage", key("network", "{ vpc: {}, podSubnets: { prefixReservationPercent: 50% } }"), '"50%"', ": 50."],
    ["a number in quotes", group('maxPods: "110"'), '"110"', "alone: 110."],
    [
      "a number out of bounds",
      key("gateway", "{ exposure: { type: internal, idleTimeoutSeconds: 5 } }"),
      "60 to 6000",
      "60 or more",
    ],
    ["one text for a list", group("zones: eu-central-1a"), "a list of text", "Write a list: zones: [eu-central-1a]"],
    ["texts with commas", group('zones: "a, b"'), "a list of text", "Write a list: zones: [a, b]"],
    [
      "a taint as kubectl writes it",
      group('taints: "a=b:NoSchedule"'),
      "groups",
      "taints: [{ key: a, value: b, effect: NoSchedule }]",
    ],
    ["a taint within a list", group('taints: ["a:NoExecute"]'), "taints.0", "Write { key: a, effect: NoExecute }"],
    ["a list for names", group('labels: ["team=a"]'), "a group by name", "labels: { team: a }"],
    ["pairs for names", group("labels: [{ key: team, value: a }]"), "a group by name", "labels: { team: a }"],
    ["groups in a list", key("nodeGroups", "[{ name: general }]"), "a list of 1", "general: { … }"],
    ["a number for text", group("labels: { rev: 1.10 }"), "found 1.10", 'quotes: "1.10".'],
    ["a list for one text", stack({ "cilium-eks:cluster": "{ name: [blue] }" }), "a list of 1", "without a list: blue"],
    ["a block for a VPC", key("network", "{ vpc: 10.0.0.0/16 }"), '"10.0.0.0/16"', "vpc: { cidr: 10.0.0.0/16 }"],
    ["true for a group", key("observability", "{ metrics: true }"), "found true", "metrics: { enabled: true }"],
    ["a mode for a group", key("cilium", "{ ipam: eni }"), '"eni"', "ipam: { mode: eni }"],
    ["yes for true", group('repair: "yes"'), "true or false", "Write true"],
    ["a choice in other letters", group("capacityType: on-demand"), '"ON_DEMAND"', "Did you mean ON_DEMAND?"],
    ["a number that is no choice", key("cilium", "{ firstInterfaceIndex: 2 }"), "one of 0, 1", "Choose one"],
    [
      "a fault within an alternative",
      key("observability", "{ redact: { urlQuery: 1 } }"),
      "redact.urlQuery",
      "Write true",
    ],
    [
      "an alternative without its keys",
      key("cilium", "{ ipam: { mode: multi-pool, tunnel: vxlan } }"),
      "cilium.ipam.pools",
      "Add",
    ],
    ["a key of another choice", key("cilium", "{ ipam: { mode: eni, pools: {} } }"), "unknown key", "mode: multi-pool"],
    ["a key of another group", key("cilium", "{ maxPods: 5 }"), "unknown key", "Move it to nodeGroups.<name>.maxPods"],
    [
      "an empty group that must be there",
      stack({ "cilium-eks:cluster": "" }),
      "an empty value",
      "cilium-eks:cluster: { name: blue }",
    ],
    ["an empty group that may be left out", key("cilium", ""), "an empty value", "Remove the key"],
    ["an empty leaf", stack({ "cilium-eks:cluster": "{ name: }" }), "an empty value", "name: blue"],
    ["an empty text", stack({ "cilium-eks:cluster": '{ name: "" }' }), "empty text", "name: blue"],
    [
      "a misspelled key that must be there",
      stack({ "cilium-eks:cluster": "{ nmae: blue }" }),
      "cluster.nmae",
      '"name"?',
    ],
    [
      "a misspelled stack key",
      stack({ "cilium-eks:cluster": undefined, "cilium-eks:clutser": "{ name: blue }" }),
      "5:3",
      '"cluster"?',
    ],
  ])("%s", (_, text, found, fix) => {
    const [message = "", ...others] = faults(text);
    expect(others).toEqual([]);
    expect(message).toContain(found);
    expect(message).toContain(fix);
  });
});

describe("a key in a wrong place", () => {
  const gone = { "cilium-eks:cluster": undefined };
  it.each([
    [
      "without its prefix",
      stack({ ...gone, cluster: "{ name: blue }" }),
      '5:3 x, cilium-eks:cluster: found "cluster" without its prefix, line 5',
    ],
    ["outside config", `${stack(gone)}\ncluster: { name: blue }`, "outside config, line 5"],
    ["outside config with its prefix", `${stack(gone)}\ncilium-eks:cluster: { name: blue }`, "outside config, line 5"],
    ["with another prefix", stack({ ...gone, "cilium_eks:cluster": "{ name: blue }" }), "with another prefix"],
    ["with a dot", stack({ ...gone, "cilium-eks:cluster.name": "blue" }), "with name as a key within it"],
    ["the Region without aws", stack({ "aws:region": undefined, region: "eu-central-1" }), '"aws:region" under config'],
    [
      "the Region as a setting",
      stack({ "aws:region": undefined, "cilium-eks:region": "eu-central-1" }),
      '"aws:region" under config',
    ],
    [
      "the Region in a group",
      stack({ "aws:region": undefined, aws: "{ region: eu-central-1 }" }),
      '"aws:region" under config',
    ],
  ])("%s is one fault, and its content is read", (_, text, words) => {
    expect(faults(text)).toEqual([expect.stringContaining(words)]);
  });

  it("in a group named as the namespace is told for each key", () => {
    const text =
      "config:\n  aws:region: eu-central-1\n  cilium-eks:\n    cluster: { name: 3 }\n    network: { vpc: {} }\n    nodeGroups: {}";
    expect(faults(text)).toEqual([
      ...["cluster", "network", "nodeGroups"].map(
        (name) => expect.stringContaining(`"${name}" in a group "cilium-eks"`) as string,
      ),
      expect.stringContaining("4:16 x, cilium-eks:cluster.name: found 3"),
    ]);
  });

  it("leaves keys of others alone", () => {
    expect(faults(`${stack({ "other:cluster": "{}", "aws:profile": "x" })}\nencryptionsalt: v1:abc`)).toEqual([]);
  });
});

describe("a file with nothing in it", () => {
  it.each(["", "# later\n", "config:\n", "config: {}\n", "config:\n  aws:region: eu-central-1\n"])(
    "%j is answered by a stack to start with",
    (text) => {
      expect(faults(text)).toEqual([expect.stringContaining(STACK_TEMPLATE)]);
    },
  );

  it("the stack to start with plans without an error", () => {
    const parsed = parseSettings(parseStackFile(STACK_TEMPLATE, "x").raw);
    expect(parsed.ok && completePlan(evaluate(parsed.settings, { asOf: "2026-11-20" }))).toHaveProperty("plan");
  });
});

describe("what may be a secret is not shown", () => {
  it.each([
    ["an unknown key's value", cluster("password: hunter2")],
    ["a group's content", cluster("kubernetesVersion: { apiToken: hunter2 }")],
    ["a kubeconfig that is no text", key("hybrid", "{ kubeconfig: { users: [{ token: hunter2 }] } }")],
    ["a label that is no text", group("labels: { password: [hunter2] }")],
    ["a label as a pair", group('labels: ["password=hunter2"]')],
  ])("%s", (_, text) => {
    expect(faults(text).length).toBeGreaterThan(0);
    expect(faults(text).join("\n")).not.toContain("hunter2");
  });

  it("an encrypted value where the plan must read is the one fault there", () => {
    const text = stack({ "cilium-eks:cluster": "{ name: { secure: AAAB } }" });
    expect(faults(text)).toEqual([expect.stringContaining("found an encrypted value; expected plain text")]);
  });

  it("an encrypted number is told so, and not as text", () => {
    expect(faults(group("maxPods: { secure: AAAB }"))).toEqual([expect.stringContaining("found an encrypted value")]);
  });

  it.each([
    ["an ARN", cluster("secretsKeyArn: { secure: AAAB }")],
    ["a Helm value", key("cilium", "{ helmValues: { tls: { ca: { key: { secure: AAAB } } } } }")],
    ["a proxy with a password", cluster("proxy: { httpProxy: { secure: AAAB } }")],
  ])("%s may be encrypted", (_, text) => {
    expect(faults(text)).toEqual([]);
  });
});

describe("a file that cannot be read", () => {
  const bomb = [
    "x: &a0 [1,1,1,1,1,1,1,1,1,1]",
    ...Array.from({ length: 5 }, (_, at) => `y${at}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(",")}]`),
  ].join("\n");
  it.each([
    ["two documents", "config: {}\n---\nconfig: {}\n", "more than one YAML document"],
    [
      "a key twice",
      "config:\n  cilium-eks:cilium: {}\n  cilium-eks:cilium: {}\n",
      ":3:3 has the key cilium-eks:cilium a second time",
    ],
    ["aliases that multiply", `${bomb}\nconfig: { a: *a5 }`, "multiply"],
    ["an anchor within itself", "config: &a\n  x: *a\n", "name themselves"],
    ["an alias of nothing", "config: *nope\n", "name nothing"],
    ["nesting without end", `config: ${"[".repeat(20_000)}`, "nested too deeply"],
    ["a list", "- a\n", "must be a group of keys"],
  ])("%s", (_, text, reason) => {
    expect(() => parseStackFile(text, "Pulumi.x.yaml")).toThrow(StackFileError);
    expect(() => parseStackFile(text, "Pulumi.x.yaml")).toThrow(reason);
  });

  it("is told without its lines, which may hold secrets", () => {
    expect(() => parseStackFile("config:\n  password: hunter2: x\n", "Pulumi.x.yaml")).toThrow(
      /^Pulumi\.x\.yaml:2:13 is not valid YAML: (?!.*hunter2)/s,
    );
  });

  it("may be a folder, missing, or no text in UTF-8", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
    const file = path.join(folder, "Pulumi.dev.yaml");
    writeFileSync(file, Buffer.from("\uFEFFconfig: {}\n", "utf16le"));
    expect(() => readStackFile(folder, "conf")).toThrow(/^conf is a folder.*Pulumi\.dev\.yaml/);
    expect(() => readStackFile(`${file}x`, "a.yaml")).toThrow(/^a\.yaml does not exist\. There is Pulumi\.dev\.yaml/);
    expect(() => readStackFile(file)).toThrow("UTF-8");
  });
});
