import type { AnalyzeRequest, AnalyzerResource, AnalyzerResourceOptions } from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { AnalyzerSdk, Sdk } from "./sdk.ts";
import { toStruct } from "./rpc.ts";
import type { EngineResource } from "./types.ts";
import { makeUrn, parseUrn } from "./urn.ts";
import { toPolicyWireMap, type PropertyMap } from "./values.ts";

/** Writes what a policy host is asked. Resources look as they do to a host that the Pulumi CLI drives. */
export class PolicyRequests {
  readonly #sdk: Sdk;
  readonly #analyzer: AnalyzerSdk["analyzer"];
  readonly #byUrn = new Map<string, EngineResource>();

  constructor(sdk: Sdk, { analyzer }: AnalyzerSdk) {
    this.#sdk = sdk;
    this.#analyzer = analyzer;
  }

  /** Resources after it may name it as their provider. */
  knows(resource: EngineResource): void {
    this.#byUrn.set(resource.urn, resource);
  }

  /** One resource with the inputs it is about to be created with. */
  resource(resource: EngineResource, inputs: PropertyMap): AnalyzeRequest {
    const request = new this.#analyzer.AnalyzeRequest();
    this.#describe(request, resource, inputs);
    return request;
  }

  /**
   * The whole stack. At the end of a preview the CLI sends outputs, not inputs: custom resources with what is known of
   * them, components with what they registered, Helm releases with nothing. A rule that needs inputs collects them in
   * `validateResource`.
   */
  stack(resources: readonly EngineResource[]) {
    const request = new this.#analyzer.AnalyzeStackRequest();
    request.setResourcesList(resources.map((resource) => this.#stackResource(resource)));
    return request;
  }

  #stackResource(resource: EngineResource): AnalyzerResource {
    const message = new this.#analyzer.AnalyzerResource();
    this.#describe(message, resource, resource.outputs);
    message.setParent(resource.parent ?? "");
    message.setDependenciesList([...resource.dependencies]);
    for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
      const dependencies = new this.#analyzer.AnalyzerPropertyDependencies();
      dependencies.setUrnsList([...urns]);
      message.getPropertydependenciesMap().set(key, dependencies);
    }
    return message;
  }

  #describe(message: AnalyzeRequest | AnalyzerResource, resource: EngineResource, properties: PropertyMap): void {
    message.setType(resource.type);
    message.setUrn(resource.urn);
    message.setName(resource.name);
    message.setProperties(toStruct(this.#sdk, toPolicyWireMap(properties)));
    message.setOptions(this.#options(resource));
    const provider = resource.options.provider && this.#byUrn.get(resource.options.provider);
    if (!provider) return;
    const described = new this.#analyzer.AnalyzerProviderResource();
    described.setType(provider.type);
    described.setUrn(provider.urn);
    described.setName(provider.name);
    described.setProperties(toStruct(this.#sdk, toPolicyWireMap(provider.inputs)));
    message.setProvider(described);
  }

  #options(resource: EngineResource): AnalyzerResourceOptions {
    const { options } = resource;
    const message = new this.#analyzer.AnalyzerResourceOptions();
    message.setProtect(options.protect ?? false);
    message.setIgnorechangesList([...(options.ignoreChanges ?? [])]);
    message.setDeletebeforereplace(options.deleteBeforeReplace ?? false);
    message.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
    message.setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])]);
    message.setAliasesList(aliasUrns(resource));
    message.setParent(resource.parent ?? "");
    const timeouts = new this.#analyzer.AnalyzerResourceOptions.CustomTimeouts();
    timeouts.setCreate(seconds(options.customTimeouts?.create));
    timeouts.setUpdate(seconds(options.customTimeouts?.update));
    timeouts.setDelete(seconds(options.customTimeouts?.delete));
    message.setCustomtimeouts(timeouts);
    return message;
  }
}

/** URNs the resource had before, from its alias specifications. */
export function aliasUrns(resource: EngineResource): string[] {
  const own = parseUrn(resource.urn);
  const urns = (resource.options.aliases ?? []).map((alias) => {
    if (alias.urn !== undefined) return alias.urn;
    const parent = alias.noParent ? undefined : (alias.parent ?? resource.parent);
    return makeUrn(
      alias.stack ?? own.stack,
      alias.project ?? own.project,
      parent,
      alias.type ?? own.type,
      alias.name ?? own.name,
    );
  });
  return [...new Set(urns)];
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** A Go duration, `1h30m`, in seconds; 0 for none. */
export function seconds(duration: string | undefined): number {
  const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((total, [, amount, unit]) => total + Number(amount) * (UNIT_SECONDS[unit ?? ""] ?? 0), 0);
}
