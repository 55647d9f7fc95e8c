import { afterAll, beforeAll, describe, expect, it } from "vitest";
import path from "node:path";
import { type PolicyHost, type PolicyReport, type ProgramResult, startPolicyHost } from "../../engine/index.ts";
import { readMessage } from "../../core/rules/message.ts";
import { MISTAKES } from "../support/article-mistakes.ts";
import { runFixture } from "./engine-fixtures.ts";

const PACK = path.resolve(import.meta.dirname, "../../policies");
const stack = { projectName: "house", stackName: "dev" };

let host: PolicyHost;
beforeAll(async () => {
  host = await startPolicyHost(PACK);
});
afterAll(() => host.close());

interface Judged {
  readonly program: ProgramResult;
  readonly report: PolicyReport;
}

async function evaluate(name: string): Promise<Judged> {
  const program = await runFixture(name);
  expect(program.errors).toEqual([]);
  return { program, report: await host.analyze(program.resources, stack) };
}

/** Rule, path and resource of every violation. */
const told = ({ program, report }: Judged): string[] =>
  report.violations.map(({ policy, urn, message }) => {
    const { type = "", name = "" } = program.resources.find((resource) => resource.urn === urn) ?? {};
    return `${policy} ${readMessage(message)?.path ?? "?"} <- ${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
  });

describe("the pack over a program that never heard of it", () => {
  it("finds each of its 25 mistakes, in its place", async () => {
    const evaluated = await evaluate("article-wrong");
    expect(told(evaluated)).toEqual(expect.arrayContaining(Object.values(MISTAKES)));
  });

  it("has nothing to say of the same cluster as it should be", async () => {
    const { report } = await evaluate("article-right");
    expect(report.violations).toEqual([]);
  });

  it("says what it cannot decide there before the cluster's address and issuer are known", async () => {
    const { report } = await evaluate("article-right");
    const paths = report.undecided.map(({ reason }) => /\.(\S+) can't be known/.exec(reason)?.[1]);
    expect(new Set(paths)).toEqual(
      new Set(["cilium.values.eni.iamRole", "cilium.values.k8sServiceHost", "identity.2.trust.0"]),
    );
  });
});
