import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import type {
  ReadResourceRequest,
  ReadResourceResponse,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { compact, describeOptions, optionsOf } from "./options.ts";
import { readStruct, toStruct } from "./rpc.ts";
import type { Sdk } from "./sdk.ts";
import { Callbacks, type Transformed, type TransformSubject } from "./transforms.ts";
import type { EngineResource, ProgramRun } from "./types.ts";
import { makeUrn, providerUrn, stackUrn } from "./urn.ts";
import { fromWireMap, Secret, toWireMap, UNKNOWN, type PropertyMap } from "./values.ts";
import { outputDependencies, stripOutputMap, withDependencies, type WireMap } from "./wire.ts";

/** Why a component from a plugin has no children here. */
export const REMOTE_NOTE = "its children come from its plugin";

/** Types whose first preview has no output at all, not even the inputs (seen on the real engine, provider 4.32). */
const OPAQUE_OUTPUTS: ReadonlySet<string> = new Set(["kubernetes:helm.sh/v3:Release"]);

type PropertyDependencies = Record<string, string[]>;

interface Registration {
  readonly resource: EngineResource;
  readonly transforms: readonly Callback[];
}

/** The stack as it grows: what the program registers, and what an engine would answer in a first preview. */
export class Registry {
  readonly #sdk: Sdk;
  readonly #run: ProgramRun;
  readonly #registrations = new Map<string, Registration>();
  readonly #reserved = new Set<string>();
  readonly #stackTransforms: Callback[] = [];
  readonly callbacks: Callbacks;
  readonly stackUrn: string;

  constructor(sdk: Sdk, run: ProgramRun) {
    this.#sdk = sdk;
    this.#run = run;
    this.callbacks = new Callbacks(sdk);
    this.stackUrn = stackUrn(run.stackName, run.projectName);
  }

  /** In the order of registration. */
  get resources(): EngineResource[] {
    return Array.from(this.#registrations.values(), ({ resource }) => resource);
  }

  find(urn: string): EngineResource | undefined {
    return this.#registrations.get(urn)?.resource;
  }

  addStackTransform(callback: Callback): void {
    this.#stackTransforms.push(callback);
  }

  async register(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    const subject: TransformSubject = {
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      parent: request.getParent(),
    };
    const urn = this.#reserve(subject);
    const transforms = request.getTransformsList();
    const asked = { props: readStruct(request.getObject()), options: optionsOf(this.#sdk, request) };
    const { props, options, dependencies, propertyDependencies } = await this.#transform(request, subject, asked);
    const remote = request.getRemote();
    const resource: EngineResource = {
      urn,
      type: subject.type,
      name: subject.name,
      ...(subject.parent === "" ? {} : { parent: subject.parent }),
      custom: subject.custom,
      remote,
      dependencies,
      propertyDependencies,
      inputs: fromWireMap(stripOutputMap(props)),
      outputs: {},
      options: describeOptions(options, this.find(subject.parent)),
      ...(remote ? { note: REMOTE_NOTE } : {}),
    };
    const outputs = this.#outputsOf(resource);
    this.#add({ resource: { ...resource, outputs }, transforms });

    const response = new this.#sdk.resource.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(subject.custom && this.#run.dryRun === false ? `${subject.name}-id` : "");
    response.setObject(toStruct(this.#sdk, toWireMap(outputs)));
    return response;
  }

  /** `Type.get(name, id)`: offline nothing is read, so only the id is known. */
  read(request: ReadResourceRequest): ReadResourceResponse {
    const subject = { type: request.getType(), name: request.getName(), custom: true, parent: request.getParent() };
    const urn = this.#reserve(subject);
    const state = fromWireMap(stripOutputMap(readStruct(request.getProperties())));
    const provider = request.getProvider();
    this.#add({
      transforms: [],
      resource: {
        urn,
        type: subject.type,
        name: subject.name,
        ...(subject.parent === "" ? {} : { parent: subject.parent }),
        custom: true,
        remote: false,
        readId: request.getId(),
        dependencies: request.getDependenciesList().toSorted(),
        propertyDependencies: {},
        inputs: state,
        outputs: state,
        options: compact({ provider: provider === "" ? undefined : providerUrn(provider) }),
      },
    });
    const response = new this.#sdk.resource.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(toStruct(this.#sdk, toWireMap(state)));
    return response;
  }

  registerOutputs(request: RegisterResourceOutputsRequest): void {
    const registration = this.#registrations.get(request.getUrn());
    if (!registration) throw new Error(`Outputs were registered for ${request.getUrn()}, which is not in this stack.`);
    const outputs = fromWireMap(stripOutputMap(readStruct(request.getOutputs())));
    this.#registrations.set(request.getUrn(), { ...registration, resource: { ...registration.resource, outputs } });
  }

  #add(registration: Registration): void {
    this.#registrations.set(registration.resource.urn, registration);
    this.#run.onResource?.(registration.resource);
  }

  /** Checks the URN before anything else runs for the resource, so that the first of two equal names wins. */
  #reserve({ type, name, parent }: TransformSubject): string {
    if (parent !== "" && !this.#registrations.has(parent)) {
      throw new Error(`The parent ${parent} of "${name}" is not in this stack.`);
    }
    const urn = makeUrn(this.#run.stackName, this.#run.projectName, parent || undefined, type, name);
    if (this.#reserved.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.#reserved.add(urn);
    return urn;
  }

  /** Own transforms, then those of each ancestor from the nearest up, then those of the stack. */
  async #transform(request: RegisterResourceRequest, subject: TransformSubject, asked: Transformed) {
    const requested: PropertyDependencies = Object.fromEntries(
      Array.from(request.getPropertydependenciesMap().entries(), ([key, urns]) => [key, urns.getUrnsList()]),
    );
    const chain = [
      ...request.getTransformsList(),
      ...this.#inheritedTransforms(subject.parent),
      ...this.#stackTransforms,
    ];
    if (chain.length === 0) {
      const propertyDependencies = mergeDependencies(asked.props, requested);
      return { ...asked, dependencies: request.getDependenciesList().toSorted(), propertyDependencies };
    }
    let current: Transformed = { ...asked, props: withDependencies(asked.props, requested) };
    for (const callback of chain) current = await this.callbacks.transform(callback, subject, current);
    const propertyDependencies = mergeDependencies(current.props, {});
    const dependencies = new Set([
      ...current.options.getDependsOnList(),
      ...Object.values(propertyDependencies).flat(),
    ]);
    return { ...current, dependencies: [...dependencies].toSorted(), propertyDependencies };
  }

  #inheritedTransforms(parent: string): Callback[] {
    const found: Callback[] = [];
    for (let urn: string | undefined = parent; urn; urn = this.find(urn)?.parent) {
      found.push(...(this.#registrations.get(urn)?.transforms ?? []));
    }
    return found;
  }

  /**
   * A first preview knows the inputs of a resource and nothing else: whatever is missing here the SDK takes as unknown.
   * Outputs of remote components are their plugin's to say, those of local ones the program's.
   */
  #outputsOf(resource: EngineResource): PropertyMap {
    const computed = this.#run.computed?.(resource) ?? {};
    if (!resource.custom) return resource.remote ? computed : {};
    if (OPAQUE_OUTPUTS.has(resource.type) && (this.#run.dryRun ?? true)) return computed;
    const outputs: Record<string, PropertyMap[string]> = { ...resource.inputs, ...computed };
    for (const key of resource.options.additionalSecretOutputs ?? []) {
      const value = outputs[key] ?? UNKNOWN;
      outputs[key] = value instanceof Secret ? value : new Secret(value);
    }
    return outputs;
  }
}

/** Adds what output values say to what the program said, keeping only properties that exist. */
function mergeDependencies(props: WireMap, requested: PropertyDependencies): PropertyDependencies {
  const merged: PropertyDependencies = {};
  for (const [key, value] of Object.entries(props)) {
    const urns = outputDependencies(value, new Set(requested[key]));
    if (urns.size > 0) merged[key] = [...urns].toSorted();
  }
  return merged;
}
