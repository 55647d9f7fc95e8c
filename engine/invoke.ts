import type { CallResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import type {
  ResourceCallRequest,
  ResourceInvokeRequest,
  ResourceInvokeResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { offlineInvokes } from "./invokes.ts";
import type { Registry } from "./monitor.ts";
import { readStruct, toStruct } from "./rpc.ts";
import type { Sdk } from "./sdk.ts";
import type { InvokeTable, ProgramRun } from "./types.ts";
import { providerUrn } from "./urn.ts";
import { fromWireMap, ResourceReference, toWireMap, Unknown, UNKNOWN, type PropertyMap } from "./values.ts";

/** How the SDK asks for a resource that it holds only a reference to. */
const GET_RESOURCE = "pulumi:pulumi:getResource";

/** Answers provider functions from a table, because no provider runs. */
export class Invokes {
  readonly #sdk: Sdk;
  readonly #run: ProgramRun;
  readonly #table: InvokeTable;
  readonly #registry: Registry;
  readonly #transforms: Callback[] = [];

  constructor(sdk: Sdk, run: ProgramRun, registry: Registry) {
    this.#sdk = sdk;
    this.#run = run;
    this.#table = run.invokes ?? offlineInvokes;
    this.#registry = registry;
  }

  addTransform(callback: Callback): void {
    this.#transforms.push(callback);
  }

  async invoke(request: ResourceInvokeRequest): Promise<ResourceInvokeResponse> {
    const token = request.getTok();
    let args = readStruct(request.getArgs());
    for (const transform of this.#transforms) {
      args = await this.#registry.callbacks.transformInvoke(transform, token, args);
    }
    const answer = this.#answer(token, fromWireMap(args), request.getProvider());
    const response = new this.#sdk.resource.ResourceInvokeResponse();
    if (answer instanceof Unknown) response.setUnknown(true);
    else response.setReturn(toStruct(this.#sdk, toWireMap(answer)));
    return response;
  }

  /**
   * Resource methods run in the plugin of a component; before a deployment their result is unknown. It depends on the
   * component, where the plugin would name the children it read.
   */
  call(request: ResourceCallRequest): CallResponse {
    const { CallResponse } = this.#sdk.provider;
    const response = new CallResponse();
    response.setReturn(toStruct(this.#sdk, toWireMap({ result: UNKNOWN })));
    const self = fromWireMap(readStruct(request.getArgs()))["__self__"];
    if (self instanceof ResourceReference) {
      const dependencies = new CallResponse.ReturnDependencies();
      dependencies.setUrnsList([self.urn]);
      response.getReturndependenciesMap().set("result", dependencies);
    }
    return response;
  }

  #answer(token: string, args: PropertyMap, provider: string): PropertyMap | Unknown {
    if (token === GET_RESOURCE) return this.#getResource(args);
    const handler = this.#table[token];
    if (!handler) {
      throw new Error(
        `The program calls ${token}, and there is no offline answer for it. ` +
          `A plan runs no provider: add ${token} to the offline answers, or take the value from the stack config.`,
      );
    }
    const inputs = provider === "" ? undefined : this.#registry.find(providerUrn(provider))?.inputs;
    return handler(args, { config: this.#run.config, ...(inputs === undefined ? {} : { provider: inputs }) });
  }

  #getResource(args: PropertyMap): PropertyMap {
    const urn = args["urn"];
    const resource = typeof urn === "string" ? this.#registry.find(urn) : undefined;
    if (!resource) throw new Error(`unknown resource ${JSON.stringify(urn)}`);
    return { urn: resource.urn, id: resource.readId ?? "", state: resource.outputs };
  }
}
