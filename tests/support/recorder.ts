import * as pulumi from "@pulumi/pulumi";
import type { CallResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceCallRequest,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { type EngineResource, makeUrn, prerequisites, recordedDependencies, REMOTE_NOTE } from "../../engine/index.ts";
import { describeOptions, optionsOf } from "../../engine/options.ts";
import { readStruct, toStruct } from "../../engine/rpc.ts";
import { loadSdk, type Sdk, sdkRoot } from "../../engine/sdk.ts";
import { fromWireMap } from "../../engine/values.ts";
import type { WireMap } from "../../engine/wire.ts";
import { type AwsAccount, exampleAccount, type Properties } from "./aws-account.ts";
import { awsAnswer } from "./aws-invokes.ts";
import { mockMethod, mockState } from "./mocks.ts";

/** One registration, in the words of the embedded engine, so that both are asserted on alike. */
export interface Recorded extends EngineResource {
  /** Mocks only record them; the embedded engine and the real one run them. */
  readonly transforms: readonly pulumi.ResourceTransform[];
}

export interface RecordOptions {
  /** In a preview computed outputs are unknown and `apply` does not run on them. @default false */
  readonly preview?: boolean;
  readonly account?: AwsAccount;
  /** `namespace:key` to text, as in a stack file. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** Computed outputs beside those of the mock table. */
  readonly outputs?: (resource: { type: string; name: string; inputs: Properties }) => Properties | undefined;
}

const PROJECT = "project";
const STACK = "stack";

type Answer<Response> = (error: Error | null, response?: Response) => void;

/** The part of the SDK's mock monitor that is changed; semi-internal, so it is named in this file only. */
interface MockMonitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: RegisterResourceRequest, answer: Answer<RegisterResourceResponse>): Promise<void>;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, answer: Answer<unknown>): void;
  call?(request: ResourceCallRequest, answer: Answer<CallResponse>): void;
}

/** Runs a part of a program under mocks, in this process, and gives everything an engine would have been told. */
export async function record(program: () => unknown, options: RecordOptions = {}): Promise<readonly Recorded[]> {
  const transforms = new Map<string, readonly pulumi.ResourceTransform[]>();
  pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
  await pulumi.runtime.setMocks(mocksOf(options, transforms), PROJECT, STACK, options.preview ?? false);
  const resources = listen(pulumi.runtime.getMonitor() as unknown as MockMonitor);
  const failures: unknown[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      await program();
    } catch (error) {
      // Left to the stack, one error becomes many unhandled rejections.
      failures.push(error);
    }
  });
  // Registrations may outlive the program's own promise.
  await pulumi.runtime.disconnect();
  if (failures.length > 0) throw failures[0];
  return Array.from(resources.values(), (resource) => ({
    ...resource,
    transforms: transforms.get(keyOf(resource)) ?? [],
  }));
}

function mocksOf(
  { account = exampleAccount(), preview = false, outputs }: RecordOptions,
  transforms: Map<string, readonly pulumi.ResourceTransform[]>,
): pulumi.runtime.Mocks {
  return {
    newResource(args) {
      transforms.set(keyOf(args), args.transforms ?? []);
      const resource = { type: args.type, name: args.name, inputs: args.inputs as Properties };
      const given = outputs?.(resource);
      if (preview) return { id: undefined, state: { ...resource.inputs, ...given } };
      const { id, state } = mockState(resource, account);
      return { id, state: { ...state, ...given } };
    },
    call({ token, inputs }) {
      try {
        return awsAnswer(token, inputs as Properties, account);
      } catch (error) {
        // The SDK takes the message of a failed call from where gRPC has it.
        throw Object.assign(error as Error, { details: (error as Error).message });
      }
    },
  };
}

const keyOf = ({ type, name }: { readonly type: string; readonly name: string }): string => `${type}::${name}`;

/** Makes the mock monitor name resources as the engine does, answer methods of components, and tell what it is told. */
function listen(monitor: MockMonitor): ReadonlyMap<string, EngineResource> {
  const sdk = loadSdk(sdkRoot(import.meta.dirname));
  const resources = new Map<string, EngineResource>();
  monitor.newUrn = (parent, type, name) => {
    const urn = makeUrn(STACK, PROJECT, parent || undefined, type, name);
    if (resources.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    return urn;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) =>
    register(request, (error, response) => {
      if (response) {
        const parent = resources.get(request.getParent());
        resources.set(response.getUrn(), describe(sdk, request, response, parent));
      }
      answer(error, response);
    });
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, answer) => {
    const resource = resources.get(request.getUrn());
    const outputs = fromWireMap(readStruct(request.getOutputs()));
    if (resource) resources.set(resource.urn, { ...resource, outputs });
    registerOutputs(request, answer);
  };
  monitor.call = (request, answer) => {
    const response = new sdk.provider.CallResponse();
    try {
      response.setReturn(toStruct(sdk, mockMethod(request.getTok()) as WireMap));
      answer(null, response);
    } catch (error) {
      answer(error as Error);
    }
  };
  return resources;
}

function describe(
  sdk: Sdk,
  request: RegisterResourceRequest,
  response: RegisterResourceResponse,
  parent: EngineResource | undefined,
): EngineResource {
  const remote = request.getRemote();
  const propertyDependencies = Array.from(
    request.getPropertydependenciesMap().entries(),
    ([key, urns]) => [key, urns.getUrnsList()] as const,
  );
  return {
    urn: response.getUrn(),
    type: request.getType(),
    name: request.getName(),
    ...(parent === undefined ? {} : { parent: parent.urn }),
    custom: request.getCustom(),
    remote,
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(propertyDependencies.filter(([, urns]) => urns.length > 0)),
    inputs: fromWireMap(readStruct(request.getObject())),
    outputs: fromWireMap(readStruct(response.getObject())),
    options: describeOptions(optionsOf(sdk, request), parent),
    ...(remote ? { note: REMOTE_NOTE } : {}),
  };
}

export interface Order {
  /** Whether `first` exists before `then` is created, by whatever chain. */
  readonly precedes: (first: EngineResource, then: EngineResource) => boolean;
  /** Whether `lasting` is destroyed only after `gone`: the engine destroys by recorded dependencies, parents and providers. */
  readonly outlives: (lasting: EngineResource, gone: EngineResource) => boolean;
}

/** Proves order on the recorded graph, not on the order in which resources happened to be registered. */
export function order(resources: readonly EngineResource[]): Order {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const reaches = (from: EngineResource, to: EngineResource, edges: (of: EngineResource) => Set<string>): boolean => {
    const seen = new Set<string>();
    const queue = [...edges(from)];
    for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
      if (urn === to.urn) return true;
      const next = seen.has(urn) ? undefined : byUrn.get(urn);
      seen.add(urn);
      if (next) queue.push(...edges(next));
    }
    return false;
  };
  return {
    precedes: (first, then) => reaches(then, first, prerequisites),
    outlives: (lasting, gone) => reaches(gone, lasting, recordedDependencies),
  };
}

/** The one resource of a type and, where there are several, of a name that ends so. */
export function only(resources: readonly Recorded[], type: string, nameEnd = ""): Recorded {
  const [found, ...others] = resources.filter((resource) => resource.type === type && resource.name.endsWith(nameEnd));
  if (found !== undefined && others.length === 0) return found;
  const names = resources.map((resource) => `${resource.type} "${resource.name}"`).join(", ");
  throw new Error(`${found ? "several" : "no"} ${type} "${nameEnd}" among ${names}`);
}
