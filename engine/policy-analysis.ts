import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type {
  AnalyzerStackConfigureResponse,
  AnalyzeResponse,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Report } from "./policy-report.ts";
import { PolicyRequests } from "./policy-requests.ts";
import type { PolicyAnalysis, PolicyReport, StackInfo } from "./policy-types.ts";
import { unary } from "./rpc.ts";
import type { AnalyzerSdk, Sdk } from "./sdk.ts";
import { DEFAULT_ORGANIZATION } from "./server.ts";
import type { EngineResource } from "./types.ts";
import { stackUrn } from "./urn.ts";

export interface Connection {
  readonly sdk: Sdk;
  readonly analyzer: AnalyzerSdk;
  readonly client: AnalyzerClient;
  /** Whether a policy is configured to change inputs. */
  readonly remediates: boolean;
}

/** One call after another: packs may collect in one policy what another reports, so the order must not vary. */
export class Analysis implements PolicyAnalysis {
  readonly #connection: Connection;
  readonly #requests: PolicyRequests;
  readonly #report: Report;
  #last: Promise<void>;

  constructor(connection: Connection, stack: StackInfo) {
    this.#connection = connection;
    this.#requests = new PolicyRequests(connection.sdk, connection.analyzer);
    this.#report = new Report(stackUrn(stack.stackName, stack.projectName));
    this.#last = configureStack(connection, stack);
    this.#ignoreUntilAwaited();
  }

  add(resource: EngineResource): void {
    this.#requests.knows(resource);
    this.#report.knows(resource.urn);
    this.#last = this.#last.then(() => this.#analyze(resource));
    this.#ignoreUntilAwaited();
  }

  async end(resources: readonly EngineResource[]): Promise<PolicyReport> {
    await this.#last;
    const { client } = this.#connection;
    const request = this.#requests.stack(resources);
    const response = await unary<AnalyzeResponse>((done) => client.analyzeStack(request, done));
    this.#report.addAnalysis(undefined, response);
    return this.#report;
  }

  async #analyze(resource: EngineResource): Promise<void> {
    const { client, remediates } = this.#connection;
    let { inputs } = resource;
    if (remediates) {
      const request = this.#requests.resource(resource, inputs);
      const response = await unary<RemediateResponse>((done) => client.remediate(request, done));
      inputs = this.#report.addRemediations(resource.urn, response, inputs);
    }
    const request = this.#requests.resource(resource, inputs);
    this.#report.addAnalysis(resource.urn, await unary<AnalyzeResponse>((done) => client.analyze(request, done)));
  }

  /** A pack that fails is reported by `end`, not as an unhandled rejection. */
  #ignoreUntilAwaited(): void {
    this.#last.catch(() => undefined);
  }
}

async function configureStack({ analyzer: { analyzer }, client }: Connection, stack: StackInfo): Promise<void> {
  const request = new analyzer.AnalyzerStackConfigureRequest();
  request.setProject(stack.projectName);
  request.setStack(stack.stackName);
  request.setOrganization(stack.organization ?? DEFAULT_ORGANIZATION);
  request.setDryRun(stack.dryRun ?? true);
  request.setConfigSecretKeysList([...(stack.secretKeys ?? [])]);
  for (const [key, value] of Object.entries(stack.config ?? {})) request.getConfigMap().set(key, value);
  for (const [key, value] of Object.entries(stack.tags ?? {})) request.getTagsMap().set(key, value);
  await unary<AnalyzerStackConfigureResponse>((done) => client.configureStack(request, done));
}
