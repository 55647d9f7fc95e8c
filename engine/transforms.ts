import type { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import type { Callback, CallbackInvokeResponse } from "@pulumi/pulumi/proto/callback_pb.js";
import type { TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb.js";
import { readStruct, toStruct, unary } from "./rpc.ts";
import { CHANNEL_OPTIONS, type Sdk } from "./sdk.ts";
import type { WireMap } from "./wire.ts";

/** What a transform may change, and what it sees. */
export interface Transformed {
  readonly props: WireMap;
  readonly options: TransformResourceOptions;
}

export interface TransformSubject {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
}

/** Calls functions that live in the program: the SDK serves them on a port of its own. */
export class Callbacks {
  readonly #sdk: Sdk;
  readonly #clients = new Map<string, CallbacksClient>();

  constructor(sdk: Sdk) {
    this.#sdk = sdk;
  }

  async transform(callback: Callback, subject: TransformSubject, current: Transformed): Promise<Transformed> {
    const { resource } = this.#sdk;
    const request = new resource.TransformRequest();
    request.setType(subject.type);
    request.setName(subject.name);
    request.setCustom(subject.custom);
    request.setParent(subject.parent);
    request.setProperties(toStruct(this.#sdk, current.props));
    request.setOptions(current.options);
    const response = resource.TransformResponse.deserializeBinary(
      await this.#call(callback, request.serializeBinary()),
    );
    return {
      props: readStruct(response.getProperties()),
      options: response.getOptions() ?? current.options,
    };
  }

  async transformInvoke(callback: Callback, token: string, args: WireMap): Promise<WireMap> {
    const { resource } = this.#sdk;
    const request = new resource.TransformInvokeRequest();
    request.setToken(token);
    request.setArgs(toStruct(this.#sdk, args));
    request.setOptions(new resource.TransformInvokeOptions());
    const bytes = await this.#call(callback, request.serializeBinary());
    return readStruct(resource.TransformInvokeResponse.deserializeBinary(bytes).getArgs());
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  async #call(callback: Callback, payload: Uint8Array): Promise<Uint8Array> {
    const request = new this.#sdk.callback.CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(payload);
    const client = this.#client(callback.getTarget());
    const response = await unary<CallbackInvokeResponse>((done) => client.invoke(request, done));
    return response.getResponse_asU8();
  }

  #client(target: string): CallbacksClient {
    const known = this.#clients.get(target);
    if (known) return known;
    const { callbackService, grpc } = this.#sdk;
    const client = new callbackService.CallbacksClient(target, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
    this.#clients.set(target, client);
    return client;
  }
}
