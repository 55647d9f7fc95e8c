import type { Server } from "@grpc/grpc-js";
import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import { Invokes } from "./invoke.ts";
import { readable } from "./messages.ts";
import { Registry } from "./monitor.ts";
import { method } from "./rpc.ts";
import { CHANNEL_OPTIONS, type Sdk } from "./sdk.ts";
import { Severity, type EngineMessage, type ProgramRun } from "./types.ts";

/** The engine's own name for the organization of a stack whose backend has none. */
export const DEFAULT_ORGANIZATION = "organization";

export interface EngineServer {
  /** `127.0.0.1:port`, for monitor and engine alike. */
  readonly address: string;
  readonly registry: Registry;
  readonly log: readonly EngineMessage[];
  close(): void;
}

/** Serves the two services that a program talks to: ResourceMonitor and Engine. */
export async function serve(sdk: Sdk, run: ProgramRun): Promise<EngineServer> {
  const registry = new Registry(sdk, run);
  const log: EngineMessage[] = [];
  const server = new sdk.grpc.Server(CHANNEL_OPTIONS);
  server.addService(sdk.resourceService.ResourceMonitorService, monitorMethods(sdk, run, registry));
  server.addService(sdk.engineService.EngineService, engineMethods(sdk, registry, log));
  const port = await listen(sdk, server);
  return {
    address: `127.0.0.1:${port}`,
    registry,
    log,
    close() {
      registry.callbacks.close();
      server.forceShutdown();
    },
  };
}

function monitorMethods(sdk: Sdk, run: ProgramRun, registry: Registry): IResourceMonitorServer {
  const invokes = new Invokes(sdk, run, registry);
  const empty = new sdk.empty.Empty();
  const features = supportedFeatures(sdk);
  return {
    getDeploymentInfo: method(sdk, () => {
      const info = new sdk.resource.DeploymentInfo();
      info.setProject(run.projectName);
      info.setStack(run.stackName);
      info.setOrganization(run.organization ?? DEFAULT_ORGANIZATION);
      info.setDryrun(run.dryRun ?? true);
      info.setSupportedfeaturesList(features);
      for (const [key, value] of Object.entries(run.config)) info.getConfigMap().set(key, value);
      info.setConfigsecretkeysList([...(run.secretKeys ?? [])]);
      return info;
    }),
    supportsFeature: method(sdk, (request) => {
      const response = new sdk.resource.SupportsFeatureResponse();
      response.setHassupport(LEGACY_FEATURES.has(request.getId()));
      return response;
    }),
    registerResource: method(sdk, (request) => registry.register(request)),
    readResource: method(sdk, (request) => registry.read(request)),
    existsResource: method(sdk, () => {
      const response = new sdk.resource.ExistsResourceResponse();
      response.setUnknown(true);
      return response;
    }),
    registerResourceOutputs: method(sdk, (request) => {
      registry.registerOutputs(request);
      return empty;
    }),
    registerStackTransform: method(sdk, (callback) => {
      registry.addStackTransform(callback);
      return empty;
    }),
    registerStackInvokeTransform: method(sdk, (callback) => {
      invokes.addTransform(callback);
      return empty;
    }),
    invoke: method(sdk, (request) => invokes.invoke(request)),
    call: method(sdk, (request) => invokes.call(request)),
    // Hooks run during a deployment. Their names stay in the options of the resources they belong to.
    registerResourceHook: method(sdk, () => empty),
    registerErrorHook: method(sdk, () => empty),
    registerPackage: method(sdk, (request) => {
      const response = new sdk.resource.RegisterPackageResponse();
      response.setRef(`${request.getName()}@${request.getVersion()}`);
      return response;
    }),
    signalAndWaitForShutdown: method(sdk, () => empty),
  };
}

function engineMethods(sdk: Sdk, registry: Registry, log: EngineMessage[]): IEngineServer {
  const empty = new sdk.empty.Empty();
  const severities: Readonly<Record<number, Severity>> = {
    [sdk.engine.LogSeverity.DEBUG]: Severity.Debug,
    [sdk.engine.LogSeverity.INFO]: Severity.Info,
    [sdk.engine.LogSeverity.WARNING]: Severity.Warning,
    [sdk.engine.LogSeverity.ERROR]: Severity.Error,
  };
  return {
    log: method(sdk, (request) => {
      const severity = severities[request.getSeverity()] ?? Severity.Info;
      const urn = request.getUrn();
      if (severity !== Severity.Debug) {
        log.push({ severity, message: readable(request.getMessage()), ...(urn === "" ? {} : { urn }) });
      }
      return empty;
    }),
    getRootResource: method(sdk, () => {
      const response = new sdk.engine.GetRootResourceResponse();
      response.setUrn(registry.stackUrn);
      return response;
    }),
    setRootResource: method(sdk, () => new sdk.engine.SetRootResourceResponse()),
    startDebugging: method(sdk, () => empty),
    // Which CLI will deploy is not known here; the real engine checks the range again.
    requirePulumiVersion: method(sdk, () => new sdk.engine.RequirePulumiVersionResponse()),
  };
}

/** Everything that changes what a program sends. Left out: invokes that wait in the engine, byte strings, hook options. */
function supportedFeatures(sdk: Sdk) {
  const { ResourceMonitorFeature: Feature } = sdk.resource;
  return [
    Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
    Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
    Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
    Feature.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
  ];
}

/** The same list by the names that SDKs before GetDeploymentInfo ask for one at a time. */
const LEGACY_FEATURES: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);

function listen(sdk: Sdk, server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", sdk.grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}
