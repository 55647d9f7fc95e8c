import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

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

const AWS = `case "$1 $2" in
  "--version "*) echo "aws-cli/2.31.0 Python/3.13" ;;
  "sts get-caller-identity") echo '{"Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ada"}' ;;
  "ec2 describe-availability-zones") echo '{"AvailabilityZones":[{"ZoneName":"eu-central-1a"},{"ZoneName":"eu-central-1b"}]}' ;;
  "service-quotas get-service-quota") echo '{"Quota":{"Value":32}}' ;;
  "eks describe-cluster") echo "An error occurred (ResourceNotFoundException): No cluster found" >&2; exit 254 ;;
esac`;
const TOOLS = { pulumi: "echo v3.270.0", kubectl: "echo 'Client Version: v1.35.0'", aws: AWS };

const doctor = (programs: Readonly<Record<string, string>>, ...args: string[]) => {
  const { status, stdout } = runCli(["doctor", "--format", "json", ...args], { cwd: root, env: machine(programs) });
  const { steps } = JSON.parse(stdout) as { steps: { name: string; state: string; found: string; fix?: string }[] };
  return { status, steps, failed: steps.filter(({ state }) => state === "failed").map(({ name }) => name) };
};

describe("doctor", () => {
  it("is content with a machine that has everything", () => {
    const { status, failed, steps } = doctor(TOOLS, "--stack", "dev");
    expect([status, failed]).toEqual([0, []]);
    expect(steps.find(({ name }) => name === "AWS credentials")?.found).toContain("111122223333");
    expect(steps.find(({ name }) => name === "Kubernetes API")).toMatchObject({ state: "skipped" });
  });

  it("compares quotas with what the stack file says", () => {
    expect(doctor(TOOLS, "--stack", "prod")).toMatchObject({ status: 1, failed: ["Quota L-1216C47A"] });
  });

  it.each([
    ["a tool that is missing", { aws: AWS, kubectl: TOOLS.kubectl }, ["pulumi"]],
    ["a CLI that is too old", { ...TOOLS, aws: AWS.replace("2.31.0", "1.22.0") }, ["aws"]],
    ["a CLI of version 1 that is too old", { ...TOOLS, aws: AWS.replace("2.31.0", "1.23.9") }, ["aws"]],
    [
      "credentials that are refused",
      { ...TOOLS, aws: AWS.replace(/echo '\{"Account.*/, "echo denied >&2; exit 255 ;;") },
      ["AWS credentials"],
    ],
    ["a Region with one zone", { ...TOOLS, aws: AWS.replace(',{"ZoneName":"eu-central-1b"}', "") }, ["Region"]],
  ])("names %s", (_, programs, missing) => {
    expect(doctor(programs, "--stack", "dev")).toMatchObject({ status: 1, failed: missing });
  });

  it("takes version 1 of the AWS CLI, which refuses options of version 2", () => {
    const first = `case "$*" in *cli-pager*) echo "Unknown options: --no-cli-pager" >&2; exit 255 ;; esac
      [ "$1" != --version ] && [ -n "\${AWS_PAGER-unset}" ] && { echo "a pager" >&2; exit 1; }
      ${AWS.replace("aws-cli/2.31.0", "aws-cli/1.40.0")}`;
    expect(doctor({ ...TOOLS, aws: first }, "--stack", "dev")).toMatchObject({ status: 0, failed: [] });
  });

  it.each([
    ['Unable to locate credentials. You can configure credentials by running "aws configure".', "Sign in again"],
    ["Error when retrieving token from sso: Token has expired and refresh failed", "Sign in again"],
    ["An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: expired", "Sign in again"],
    ["The config profile (blue) could not be found", "Set AWS_PROFILE"],
    ["An error occurred (AccessDenied) when calling the GetCallerIdentity operation: no", "Let the identity"],
    ['You must specify a region. You can also configure your region by running "aws configure".', "Set the Region"],
    ['Could not connect to the endpoint URL: "https://sts.eu-centrall-1.amazonaws.com/"', "does not reach"],
    ["aws: error: argument operation: Invalid choice, valid choices are:", "Update the AWS CLI"],
    ["something else", "by hand"],
  ])("says what to do about: %s", (says, remedy) => {
    const refuses = AWS.replace(
      /"sts get-caller-identity"\) .*/,
      `"sts get-caller-identity") echo '${says}' >&2; exit 255 ;;`,
    );
    const { status, steps } = doctor({ ...TOOLS, aws: refuses }, "--stack", "dev");
    expect(status).toBe(1);
    expect(steps.find(({ name }) => name === "AWS credentials")?.fix).toContain(remedy);
  });

  it("waits for nobody longer than it was told", () => {
    const hanging = AWS.replace(/"sts get-caller-identity"\) .*/, '"sts get-caller-identity") exec /bin/sleep 600 ;;');
    const { failed, steps } = doctor({ ...TOOLS, aws: hanging }, "--stack", "dev", "--timeout", "1");
    expect(failed).toEqual(["AWS credentials"]);
    expect(steps.find(({ name }) => name === "AWS credentials")?.found).toContain("no answer within 1 s");
  });

  it("tries the endpoint of a cluster that exists", () => {
    const there = AWS.replace(
      /"eks describe-cluster"\) .*/,
      `"eks describe-cluster") echo '{"cluster":{"endpoint":"https://127.0.0.1:1"}}' ;;`,
    );
    expect(doctor({ ...TOOLS, aws: there }, "--stack", "dev")).toMatchObject({ status: 1, failed: ["Kubernetes API"] });
  });
});
