/**
 * A stand-in for the aws provider: the real engine talks to it as to the real one, and nothing leaves the machine.
 * It echoes inputs, adds what AWS would add (../aws-outputs.ts), answers data sources (../aws-invokes.ts) and writes
 * what it does into a log. It knows no rules of AWS: nothing is refused and nothing needs a replacement.
 *
 * Environment: STANDIN_AWS_LOG, the log file; STANDIN_AWS_LATENCY_MS, how long an operation takes, so that two that may
 * overlap do; STANDIN_EKS_ENDPOINT and STANDIN_EKS_CA (base64), the control plane behind EKS clusters; AWS_REGION.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { provider } from "@pulumi/pulumi";
import { type AwsAccount, exampleAccount, type Properties } from "../aws-account.ts";
import { awsAnswer } from "../aws-invokes.ts";
import { awsState } from "../aws-outputs.ts";
import { type LogLine, Operation, writeLine } from "./log.ts";

const VERSION = "7.48.0";
const DEFAULT_LATENCY_MS = 20;

const environment = {
  log: process.env["STANDIN_AWS_LOG"],
  latency: Number(process.env["STANDIN_AWS_LATENCY_MS"] ?? DEFAULT_LATENCY_MS),
  account: accountOf(process.env),
};

class StandIn implements provider.Provider {
  readonly version = VERSION;

  check(_urn: string, _olds: Properties, news: Properties): Promise<provider.CheckResult> {
    return Promise.resolve({ inputs: news });
  }

  diff(_id: string, urn: string, olds: Properties, news: Properties): Promise<provider.DiffResult> {
    const computed = awsState({ ...resourceOf(urn), inputs: news }, environment.account).computed;
    const changed = Object.entries(news).some(([key, value]) => !contains(olds[key], value));
    const removed = Object.keys(olds).some((key) => !(key in news) && !(key in computed) && key !== "id");
    return Promise.resolve({ changes: changed || removed });
  }

  async create(urn: string, inputs: Properties): Promise<provider.CreateResult> {
    const resource = resourceOf(urn);
    const { id, computed } = awsState({ ...resource, inputs }, environment.account);
    await logged({ operation: Operation.Create, ...resource, id });
    return { id, outs: { ...inputs, ...computed } };
  }

  async read(id: string, urn: string, props: Properties = {}): Promise<provider.ReadResult> {
    const resource = resourceOf(urn);
    await logged({ operation: Operation.Read, ...resource, id });
    return { id, props: { ...awsState({ ...resource, inputs: props }, environment.account).computed, ...props } };
  }

  async update(id: string, urn: string, olds: Properties, news: Properties): Promise<provider.UpdateResult> {
    const resource = resourceOf(urn);
    await logged({ operation: Operation.Update, ...resource, id });
    const { computed } = awsState({ ...resource, inputs: news }, environment.account);
    const version = olds["latestVersion"];
    return { outs: { ...news, ...computed, ...(typeof version === "number" ? { latestVersion: version + 1 } : {}) } };
  }

  async delete(id: string, urn: string): Promise<void> {
    await logged({ operation: Operation.Delete, ...resourceOf(urn), id });
  }

  async invoke(token: string, args: Properties): Promise<provider.InvokeResult> {
    await logged({ operation: Operation.Invoke, type: token, name: "" });
    return { outputs: awsAnswer(token, args, environment.account) };
  }
}

function accountOf(env: NodeJS.ProcessEnv): AwsAccount {
  const account = exampleAccount(env["AWS_REGION"]);
  const [endpoint, certificateAuthority] = [env["STANDIN_EKS_ENDPOINT"], env["STANDIN_EKS_CA"]];
  if (endpoint === undefined || certificateAuthority === undefined) return account;
  return { ...account, controlPlane: { endpoint, certificateAuthority } };
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
function resourceOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? types, name: name.join("::") };
}

async function logged(line: Omit<LogLine, "phase">): Promise<void> {
  const { log, latency } = environment;
  if (log !== undefined) writeLine(log, { phase: "start", ...line });
  await sleep(latency);
  if (log !== undefined) writeLine(log, { phase: "end", ...line });
}

/** Whether the state holds the input: AWS adds to nested objects, and what it added is no change. */
function contains(state: unknown, input: unknown): boolean {
  if (typeof input !== "object" || input === null) return state === input;
  if (typeof state !== "object" || state === null) return false;
  if (Array.isArray(input)) {
    return (
      Array.isArray(state) && state.length === input.length && input.every((item, at) => contains(state[at], item))
    );
  }
  return Object.entries(input).every(([key, value]) => contains((state as Properties)[key], value));
}

await provider.main(new StandIn(), process.argv.slice(2));
