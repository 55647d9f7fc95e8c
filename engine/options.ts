import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb.js";
import type { Sdk } from "./sdk.ts";
import type { EngineAlias, EngineOptions, EngineResource } from "./types.ts";
import { providerUrn } from "./urn.ts";

type Bindings = RegisterResourceRequest.ResourceHooksBinding.AsObject;

/** The options of a registration in the form that transforms read and write. */
export function optionsOf(sdk: Sdk, request: RegisterResourceRequest): TransformResourceOptions {
  const options = new sdk.resource.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() === true);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() === true);
  options.setDeletedWith(request.getDeletedwith());
  if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  for (const [name, reference] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, reference);
  options.setHooks(request.getHooks());
  options.setImport(request.getImportid());
  options.setReplaceWithList(request.getReplaceWithList());
  return options;
}

/** Options as plain data. Protection, retention and `deletedWith` pass from parent to child in the engine itself. */
export function describeOptions(options: TransformResourceOptions, parent: EngineResource | undefined): EngineOptions {
  const inherited = parent?.options ?? {};
  const timeouts = options.getCustomTimeouts()?.toObject();
  const providers = options.getProvidersMap().toArray();
  return compact({
    protect: options.hasProtect() ? options.getProtect() : inherited.protect,
    retainOnDelete: options.hasRetainOnDelete() ? options.getRetainOnDelete() : inherited.retainOnDelete,
    deletedWith: options.getDeletedWith() || inherited.deletedWith,
    ignoreChanges: options.getIgnoreChangesList(),
    replaceOnChanges: options.getReplaceOnChangesList(),
    replaceWith: options.getReplaceWithList(),
    deleteBeforeReplace: options.hasDeleteBeforeReplace() ? options.getDeleteBeforeReplace() : undefined,
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    customTimeouts:
      timeouts && compact({ create: timeouts.create, update: timeouts.update, delete: timeouts.pb_delete }),
    aliases: options.getAliasesList().map(describeAlias),
    provider: options.getProvider() === "" ? undefined : providerUrn(options.getProvider()),
    providers: Object.fromEntries(providers.map(([name, reference]) => [name, providerUrn(reference)])),
    version: options.getVersion(),
    pluginDownloadUrl: options.getPluginDownloadUrl(),
    import: options.getImport(),
    hooks: describeHooks(options.getHooks()?.toObject()),
  });
}

function describeAlias(alias: Alias): EngineAlias {
  const spec = alias.getSpec();
  if (!spec) return { urn: alias.getUrn() };
  return compact({
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent() || undefined,
  });
}

function describeHooks(bindings: Bindings | undefined): Record<string, string[]> {
  const entries = Object.entries(bindings ?? {}).filter(([, names]) => names.length > 0);
  return Object.fromEntries(entries.map(([key, names]) => [key.replace(/List$/, ""), names]));
}

type Compact<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what says nothing: undefined, empty text, empty lists and empty objects. */
export function compact<T extends object>(value: T): Compact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => saysSomething(inner))) as Compact<T>;
}

function saysSomething(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== "";
}
