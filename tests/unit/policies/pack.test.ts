import { readFileSync } from "node:fs";
import path from "node:path";
import { type ResourceValidationArgs, type StackValidationArgs, UnknownValueError } from "@pulumi/policy";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../core/rules/index.ts";
import { SECURITY_BASELINE } from "../../../policies/baseline.ts";
import { COLLECTOR } from "../../../policies/collector.ts";
import { runConfigure } from "../../../policies/group-config.ts";
import { groupsOf, idsOf, urlOf } from "../../../policies/metadata.ts";
import { toPolicy } from "../../../policies/rule-policy.ts";
import { remediations } from "../../../policies/remediations.ts";
import { policies } from "../../../policies/rules.ts";
import { visibleRules } from "../../../lens/evaluate.ts";

const schema = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, "../../../policies/config.schema.json"), "utf8"),
) as object;

describe("every policy", () => {
  it.each(policies.map((policy) => [policy.name, policy] as const))("%s says what it is", (name, policy) => {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(policy.description).toMatch(/\S/);
    expect(["low", "medium", "high"]).toContain(policy.severity);
  });

  it("of the catalogue has a group, a source, a remedy and a place in the documentation", () => {
    for (const rule of visibleRules) {
      const policy = policies.find(({ name }) => name === rule.id);
      expect(policy).toMatchObject({
        displayName: rule.title,
        url: urlOf(rule.group),
        framework: { reference: rule.source },
      });
      expect(policy?.tags).toContain(rule.group);
      expect(policy?.remediationSteps?.length).toBeGreaterThan(rule.why.length);
    }
  });

  it("has a name of its own, and the collector runs before all others", () => {
    const names = policies.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toBe(COLLECTOR);
  });
});

describe("a rule that meets a shape that it does not know", () => {
  it("says that it could not decide, and stops nobody else", () => {
    const broken = toPolicy({
      id: "nodes-broken",
      group: "nodes",
      severity: "error",
      title: "Holds",
      why: "Because.",
      source: "none",
      fix: "None.",
      needs: [],
      check: () => {
        throw new TypeError("x.map is not a function");
      },
    });
    const args = { resources: [], getConfig: () => ({}) } as unknown as StackValidationArgs;
    const run = () => broken.validateStack(args, () => expect.unreachable("it reports nothing"));
    expect(run).toThrow(UnknownValueError);
    expect(run).toThrow("x.map is not a function");
  });
});

describe("the security baseline", () => {
  it("is made of rules that the pack asks", () => {
    const ids = new Set(visibleRules.map(({ id }) => id));
    expect(Object.keys(SECURITY_BASELINE).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("holds the whole group security", () => {
    const own = catalogue.filter(({ group }) => group === "security").map(({ id }) => id);
    expect(own.filter((id) => !Object.hasOwn(SECURITY_BASELINE, id))).toEqual([]);
  });

  it("names the ids of scanners, but for those that nobody verified", () => {
    expect(idsOf("checkov CKV_AWS_37; EKS best practices; UNVERIFIED id: Security Hub EKS.8 (audit)")).toEqual([
      "CKV_AWS_37",
    ]);
    expect(idsOf("Security Hub EKS.1 (AWS Config eks-endpoint-no-public-access); checkov CKV_AWS_38")).toEqual([
      "EKS.1",
      "eks-endpoint-no-public-access",
      "CKV_AWS_38",
    ]);
  });
});

describe("the schema of the policy config", () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

  it.each([
    ["a level", { "nodes-disk-type": "disabled" }],
    ["a level for all", { all: "advisory" }],
    ["a waiver", { "security-deletion-protection": { waiver: "Preview clusters live for a day." } }],
    ["a remediation", { "remediate-metadata-tokens": "remediate" }],
    ["groups that are left out", { [COLLECTOR]: { disabledGroups: ["observability", "security-baseline"] } }],
  ])("takes %s", (_, config) => {
    expect(validate(config)).toBe(true);
  });

  it.each([
    ["a policy that is not there", { "nodes-disk-typ": "disabled" }],
    ["a level that is none", { "nodes-disk-type": "off" }],
    ["an empty waiver", { "nodes-disk-type": { waiver: "" } }],
    ["a group that is not there", { [COLLECTOR]: { disabledGroups: ["nets"] } }],
  ])("refuses %s", (_, config) => {
    expect(validate(config)).toBe(false);
  });
});

describe("levels for groups", () => {
  it("are written out by policy, single rules after groups", () => {
    const { text, status } = runConfigure(["--group", "security=mandatory", "--rule", "security-secrets-key=disabled"]);
    const config = JSON.parse(text) as Record<string, string>;
    expect(status).toBe(0);
    const members = visibleRules.filter((rule) => groupsOf(rule).includes("security")).map(({ id }) => id);
    expect(Object.keys(config)).toEqual(members);
    expect(config["security-endpoint-open"]).toBe("mandatory");
    expect(config["security-secrets-key"]).toBe("disabled");
  });

  it.each([
    [["--group", "secure=mandatory"], 'No group is called "secure"'],
    [["--group", "security=harsh"], 'found the level "harsh"'],
    [["--rule", "nothing=advisory"], 'No policy is called "nothing"'],
    [["--grp", "x"], "Unknown option"],
  ])("refuse %s", (argv, message) => {
    const { text, status } = runConfigure(argv);
    expect(status).toBe(2);
    expect(text).toContain(message);
    expect(text).toContain("usage:");
  });
});

describe("a remediation", () => {
  const run = (name: string, type: string, props: object): unknown =>
    remediations
      .find((policy) => policy.name === name)
      ?.remediateResource?.({ type, props } as unknown as ResourceValidationArgs);

  it("is off until it is asked for", () => {
    expect(remediations.map(({ enforcementLevel }) => enforcementLevel)).toEqual(remediations.map(() => "disabled"));
  });

  const template = "aws:ec2/launchTemplate:LaunchTemplate";
  const reservation = "aws:ec2/subnetCidrReservation:SubnetCidrReservation";
  const release = "kubernetes:helm.sh/v3:Release";
  const gateway = (create: unknown) => ({ gatewayAPI: { enabled: true, gatewayClass: { create } } });

  it.each([
    [
      "remediate-metadata-tokens",
      template,
      { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1 } },
      { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } },
    ],
    [
      "remediate-gateway-class-create",
      release,
      { chart: "cilium", values: gateway(true) },
      { chart: "cilium", values: gateway("true") },
    ],
    [
      "remediate-reservation-type",
      reservation,
      { cidrBlock: "100.64.0.0/18", reservationType: "explicit" },
      { cidrBlock: "100.64.0.0/18", reservationType: "prefix" },
    ],
  ])("%s changes what is wrong", (name, type, props, wanted) => {
    expect(run(name, type, props)).toEqual(wanted);
  });

  it.each([
    ["remediate-metadata-tokens", template, { metadataOptions: { httpTokens: "required" } }],
    ["remediate-metadata-tokens", template, {}],
    ["remediate-metadata-tokens", "aws:ec2/instance:Instance", { metadataOptions: { httpTokens: "optional" } }],
    ["remediate-gateway-class-create", release, { chart: "traefik", values: gateway(true) }],
    ["remediate-gateway-class-create", release, { chart: "cilium", values: gateway("auto") }],
    ["remediate-reservation-type", reservation, { cidrBlock: "100.64.0.0/28", reservationType: "explicit" }],
  ])("%s leaves the rest of %s alone", (name, type, props) => {
    expect(run(name, type, props)).toBeUndefined();
  });
});
