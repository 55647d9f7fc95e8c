import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AwsAnswer,
  type AwsApi,
  jsonAnswer,
  jsonError,
  queryError,
  startAwsApi,
  xmlAnswer,
} from "../support/aws-api.ts";
import { motoIsMissing, startMoto } from "../support/moto.ts";
import { callCli } from "../support/run-cli.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of stand-in programs; each is the body of a shell script. */
function machine(programs: Readonly<Record<string, string>>): Record<string, string> {
  const bin = mkdtempSync(path.join(folder, "bin-"));
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }
  return { PATH: bin };
}

const TOOLS = {
  pulumi: "echo v3.270.0",
  kubectl: "echo 'Client Version: v1.35.0'",
  aws: "echo aws-cli/2.31.0 Python/3.13",
};
const ZONES = ["eu-central-1a", "eu-central-1b"];
const zonesAnswer = (zones: readonly string[]) =>
  xmlAnswer(
    "DescribeAvailabilityZones",
    `<availabilityZoneInfo>${zones.map((zone) => `<item><zoneName>${zone}</zoneName></item>`).join("")}</availabilityZoneInfo>`,
  );

/** An account in order: 32 vCPUs, two zones, no cluster yet. */
const ACCOUNT: Readonly<Record<string, AwsAnswer>> = {
  GetCallerIdentity: xmlAnswer(
    "GetCallerIdentity",
    "<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/ada</Arn>",
  ),
  DescribeAvailabilityZones: zonesAnswer(ZONES),
  GetServiceQuota: jsonAnswer({ Quota: { Value: 32 } }),
};
const NO_CLUSTER = jsonError(404, "ResourceNotFoundException", "No cluster found");

let api: AwsApi;
beforeAll(async () => {
  api = await startAwsApi();
});
afterAll(() => api.stop());

interface Asked {
  readonly tools?: Readonly<Record<string, string>>;
  readonly account?: Readonly<Record<string, AwsAnswer>>;
  readonly cluster?: AwsAnswer;
  readonly env?: Readonly<Record<string, string>>;
}

async function doctor({ tools = TOOLS, account = {}, cluster = NO_CLUSTER, env = {} }: Asked, ...args: string[]) {
  const answers = { ...ACCOUNT, ...account };
  api.answer(({ operation, path: at }) => (at.startsWith("/clusters/") ? cluster : answers[operation]));
  return doctorOf({ ...api.env, ...machine(tools), ...env }, ...args);
}

async function doctorOf(env: Readonly<Record<string, string>>, ...args: string[]) {
  const { status, stdout, stderr } = await callCli(["doctor", "--format", "json", ...args], { cwd: root, env });
  expect(stderr).toBe("");
  const { steps } = JSON.parse(stdout) as { steps: { name: string; state: string; found: string; fix?: string }[] };
  return {
    status,
    step: (wanted: string) => steps.find(({ name }) => name === wanted),
    failed: steps.filter(({ state }) => state === "failed").map(({ name }) => name),
  };
}

describe("doctor", () => {
  it("is content with a machine that has everything", async () => {
    const { status, failed, step } = await doctor({}, "--stack", "dev");
    expect([status, failed]).toEqual([0, []]);
    expect(step("AWS credentials")?.found).toContain("111122223333");
    expect(step("Region")?.found).toBe("eu-central-1: eu-central-1a, eu-central-1b");
    expect(step("Kubernetes API")).toMatchObject({ state: "skipped" });
  });

  it("compares quotas with what the stack file says", async () => {
    expect(await doctor({}, "--stack", "prod")).toMatchObject({ status: 1, failed: ["Quota L-1216C47A"] });
  });

  it.each<[string, Asked, readonly string[]]>([
    ["a tool that is missing", { tools: { aws: TOOLS.aws, kubectl: TOOLS.kubectl } }, ["pulumi"]],
    ["a CLI that is too old", { tools: { ...TOOLS, aws: "echo aws-cli/1.22.0" } }, ["aws"]],
    ["a CLI of version 1 that is too old", { tools: { ...TOOLS, aws: "echo aws-cli/1.23.9" } }, ["aws"]],
    ["a Region with one zone", { account: { DescribeAvailabilityZones: zonesAnswer(ZONES.slice(1)) } }, ["Region"]],
  ])("names %s", async (_, asked, missing) => {
    expect(await doctor(asked, "--stack", "dev")).toMatchObject({ status: 1, failed: missing });
  });

  it.each<[string, Asked, string]>([
    ["no credentials", { env: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" } }, "Sign in again"],
    ["a profile that is not there", { env: { AWS_PROFILE: "blue", AWS_ACCESS_KEY_ID: "" } }, "Set AWS_PROFILE"],
    [
      "a token that ran out",
      { account: { GetCallerIdentity: queryError(403, "ExpiredToken", "The security token is expired") } },
      "Sign in again",
    ],
    [
      "keys that are none",
      { account: { GetCallerIdentity: queryError(403, "InvalidClientTokenId", "The token is invalid") } },
      "Sign in again",
    ],
    ["a denial", { account: { GetCallerIdentity: queryError(403, "AccessDenied", "No") } }, "Let the identity"],
    ["an endpoint where nobody listens", { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } }, "does not reach"],
    [
      "an answer that nobody knows",
      { account: { GetCallerIdentity: queryError(400, "Odd", "something else") } },
      "by the AWS CLI",
    ],
  ])("says what to do about %s", async (_, asked, remedy) => {
    const { status, step } = await doctor(asked, "--stack", "dev");
    expect(status).toBe(1);
    expect(step("AWS credentials")?.fix).toContain(remedy);
  });

  it("asks again where AWS throttles, and gives up with words", async () => {
    const throttled = queryError(503, "RequestLimitExceeded", "Request limit exceeded.");
    const { step } = await doctor(
      { account: { DescribeAvailabilityZones: throttled }, env: { AWS_MAX_ATTEMPTS: "2" } },
      "--stack",
      "dev",
    );
    expect(step("Region")).toMatchObject({ state: "failed", found: "RequestLimitExceeded, Request limit exceeded." });
    expect(step("Region")?.fix).toContain("Wait a minute");
    expect(api.calls.slice(-20).filter((call) => call === "DescribeAvailabilityZones").length).toBeGreaterThan(1);
  });

  it("waits for nobody longer than it was told", async () => {
    const { failed, step } = await doctor(
      { account: { GetCallerIdentity: "hang" } },
      "--stack",
      "dev",
      "--timeout",
      "1",
    );
    expect(failed).toEqual(["AWS credentials"]);
    expect(step("AWS credentials")?.found).toBe("no answer within 1 s.");
  });

  it("tries the endpoint of a cluster that exists", async () => {
    const cluster = jsonAnswer({ cluster: { endpoint: "https://127.0.0.1:1" } });
    expect(await doctor({ cluster }, "--stack", "dev")).toMatchObject({ status: 1, failed: ["Kubernetes API"] });
  });
});

describe.skipIf(motoIsMissing("doctor against moto"))("doctor against an AWS API", () => {
  it("reads identity, zones, quotas and a cluster that is not there", async () => {
    const moto = await startMoto();
    try {
      const { status, failed, step } = await doctorOf({ ...moto.env, ...machine(TOOLS) }, "--stack", "dev");
      expect([status, failed]).toEqual([0, []]);
      expect(step("AWS credentials")?.found).toContain("account 123456789012");
      expect(step("Region")?.found).toContain("eu-central-1c");
      expect(step("Kubernetes API")).toMatchObject({ state: "skipped" });
    } finally {
      await moto.stop();
    }
  });
});
