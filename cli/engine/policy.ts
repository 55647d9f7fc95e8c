import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type {
  AnalyzeDiagnostic,
  AnalyzerInfo,
  AnalyzerStackConfigureResponse,
  AnalyzeResponse,
  PolicyNotApplicable as NotApplicableMessage,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { configureRequest, levelOf, policiesOf, reconcile, severityOf } from "./policy-config.ts";
import { startPack } from "./policy-process.ts";
import { PolicyRequests } from "./policy-requests.ts";
import {
  EnforcementLevel,
  type PolicyHost,
  type PolicyHostOptions,
  type PolicyNotApplicable,
  type PolicyRemediation,
  type PolicyReport,
  type PolicyUndecided,
  type PolicyViolation,
  type StackInfo,
} from "./policy-types.ts";
import { readStruct, unary } from "./rpc.ts";
import { CHANNEL_OPTIONS, loadAnalyzer, loadSdk, sdkRoot, type AnalyzerSdk, type Sdk } from "./sdk.ts";
import { DEFAULT_ORGANIZATION } from "./server.ts";
import type { EngineResource } from "./types.ts";
import { stackUrn } from "./urn.ts";
import { fromWireMap, type PropertyMap } from "./values.ts";

const DEFAULT_TIMEOUT_MS = 60_000;

/** How the SDK's server words the advisory for a policy that met an unknown value. */
const UNDECIDED = /^can't run .* during preview: (.*)$/s;

interface Connection {
  readonly sdk: Sdk;
  readonly analyzer: AnalyzerSdk;
  readonly client: AnalyzerClient;
}

/**
 * Starts the SDK's own host for a policy pack. Loading a pack takes about as long as running a program: call this before
 * the program is run, and await it after.
 */
export function startPolicyHost(packDir: string, options: PolicyHostOptions = {}): Promise<PolicyHost> {
  const host = connect(packDir, options);
  // A pack that fails while the program still runs is reported to whoever awaits the host, not as an unhandled rejection.
  host.catch(() => undefined);
  return host;
}

async function connect(packDir: string, options: PolicyHostOptions): Promise<PolicyHost> {
  const root = sdkRoot(packDir);
  const pack = startPack(root, packDir, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  pack.port.catch(() => undefined);
  try {
    // The stubs load while the pack does.
    const sdk = loadSdk(root);
    const analyzer = loadAnalyzer(root);
    const { AnalyzerClient: Client } = analyzer.analyzerService;
    const credentials = sdk.grpc.credentials.createInsecure();
    const client = new Client(`127.0.0.1:${await pack.port}`, credentials, CHANNEL_OPTIONS);
    const connection: Connection = { sdk, analyzer, client };
    const info = await unary<AnalyzerInfo>((done) => client.getAnalyzerInfo(new sdk.empty.Empty(), done));
    const settings = reconcile(info, options.config ?? {});
    await unary<Empty>((done) => client.configure(configureRequest(sdk, analyzer, settings), done));
    const remediates = settings.some(({ enforcementLevel }) => enforcementLevel === EnforcementLevel.Remediate);
    return {
      name: info.getName(),
      version: info.getVersion(),
      policies: policiesOf(analyzer, info),
      analyze: (resources, stack) => analyze(connection, resources, stack, remediates),
      async close() {
        client.close();
        await pack.end();
      },
    };
  } catch (error) {
    pack.kill();
    throw error;
  }
}

/** One call after another: packs may collect in one policy what another reports, so the order must not vary. */
async function analyze(
  connection: Connection,
  resources: readonly EngineResource[],
  stack: StackInfo,
  remediates: boolean,
): Promise<PolicyReport> {
  const { sdk, analyzer, client } = connection;
  const requests = new PolicyRequests(sdk, analyzer, resources);
  const report = new Report(resources, stackUrn(stack.stackName, stack.projectName));
  await configureStack(connection, stack);
  for (const resource of resources) {
    let { inputs } = resource;
    if (remediates) {
      const request = requests.resource(resource, inputs);
      const response = await unary<RemediateResponse>((done) => client.remediate(request, done));
      inputs = report.addRemediations(resource.urn, response, inputs);
    }
    const request = requests.resource(resource, inputs);
    report.addAnalysis(resource.urn, await unary<AnalyzeResponse>((done) => client.analyze(request, done)));
  }
  const request = requests.stack(resources);
  report.addAnalysis(undefined, await unary<AnalyzeResponse>((done) => client.analyzeStack(request, done)));
  return report;
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

/** Sorts what a host says into decisions, remediations, and what it could not or need not decide. */
class Report implements PolicyReport {
  readonly violations: PolicyViolation[] = [];
  readonly undecided: PolicyUndecided[] = [];
  readonly remediations: PolicyRemediation[] = [];
  readonly notApplicable: PolicyNotApplicable[] = [];
  readonly #known: ReadonlySet<string>;
  readonly #stackUrn: string;

  constructor(resources: readonly EngineResource[], ofStack: string) {
    this.#known = new Set(resources.map(({ urn }) => urn));
    this.#stackUrn = ofStack;
  }

  /** Returns the inputs as the remediations leave them. */
  addRemediations(urn: string, response: RemediateResponse, inputs: PropertyMap): PropertyMap {
    let current = inputs;
    for (const message of response.getRemediationsList()) {
      const policy = message.getPolicyname();
      if (message.getDiagnostic() !== "") {
        this.undecided.push({
          policy,
          urn,
          reason: undecidedReason(message.getDiagnostic()) ?? message.getDiagnostic(),
        });
        continue;
      }
      current = fromWireMap(readStruct(message.getProperties()));
      this.remediations.push({ policy, urn, description: message.getDescription(), properties: current });
    }
    this.#addNotApplicable(urn, response.getNotApplicableList());
    return current;
  }

  /** Diagnostics of a stack policy name their resource, or belong to the stack. */
  addAnalysis(urn: string | undefined, response: AnalyzeResponse): void {
    for (const message of response.getDiagnosticsList()) {
      const named = message.getUrn();
      this.#addDiagnostic(this.#known.has(named) ? named : (urn ?? this.#stackUrn), message);
    }
    this.#addNotApplicable(urn, response.getNotApplicableList());
  }

  #addDiagnostic(urn: string, message: AnalyzeDiagnostic): void {
    const policy = message.getPolicyname();
    const reason = undecidedReason(message.getMessage());
    if (reason !== undefined) {
      this.undecided.push({ policy, urn, reason });
      return;
    }
    const severity = severityOf(message.getSeverity());
    this.violations.push({
      policy,
      urn,
      message: withoutDescription(message),
      description: message.getDescription(),
      enforcementLevel: levelOf(message.getEnforcementlevel()),
      ...(severity === undefined ? {} : { severity }),
    });
  }

  #addNotApplicable(urn: string | undefined, messages: readonly NotApplicableMessage[]): void {
    for (const message of messages) {
      const entry = { policy: message.getPolicyName(), reason: message.getReason() };
      this.notApplicable.push(urn === undefined ? entry : { ...entry, urn });
    }
  }
}

/** The server puts the description on a line of its own before what a policy reports. */
function withoutDescription(message: AnalyzeDiagnostic): string {
  const prefix = `${message.getDescription()}\n`;
  const text = message.getMessage();
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function undecidedReason(message: string): string | undefined {
  return UNDECIDED.exec(message)?.[1];
}
