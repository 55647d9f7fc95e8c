import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Analysis, type Connection } from "./policy-analysis.ts";
import { configureRequest, policiesOf, reconcile } from "./policy-config.ts";
import { startPack } from "./policy-process.ts";
import { EnforcementLevel, type PolicyHost, type PolicyHostOptions } from "./policy-types.ts";
import { unary } from "./rpc.ts";
import { CHANNEL_OPTIONS, loadAnalyzer, loadSdk, sdkRoot } from "./sdk.ts";

const DEFAULT_TIMEOUT_MS = 60_000;

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
    const info = await unary<AnalyzerInfo>((done) => client.getAnalyzerInfo(new sdk.empty.Empty(), done));
    const settings = reconcile(info, options.config ?? {});
    await unary<Empty>((done) => client.configure(configureRequest(sdk, analyzer, settings), done));
    const remediates = settings.some(({ enforcementLevel }) => enforcementLevel === EnforcementLevel.Remediate);
    const connection: Connection = { sdk, analyzer, client, remediates };
    return {
      name: info.getName(),
      version: info.getVersion(),
      policies: policiesOf(analyzer, info),
      begin: (stack) => new Analysis(connection, stack),
      analyze(resources, stack) {
        const analysis = new Analysis(connection, stack);
        for (const resource of resources) analysis.add(resource);
        return analysis.end(resources);
      },
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
