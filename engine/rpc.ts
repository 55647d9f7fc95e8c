import type { handleUnaryCall, ServiceError } from "@grpc/grpc-js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Sdk } from "./sdk.ts";
import type { WireMap } from "./wire.ts";

export function toStruct(sdk: Sdk, map: WireMap): Struct {
  return sdk.struct.Struct.fromJavaScript(map);
}

export function readStruct(struct: Struct | undefined): WireMap {
  return struct?.toJavaScript() ?? {};
}

/** A call of ours as a promise; a failure is an Error with the message the other side gave. */
export function unary<T>(call: (done: (error: ServiceError | null, response: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) reject(new Error(error.details || error.message, { cause: error }));
      else resolve(response);
    });
  });
}

/** A service method from a plain function. What it throws reaches the program as the message of the failed call. */
export function method<Request, Response>(
  sdk: Sdk,
  run: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  const answer = async (request: Request): Promise<Response> => run(request);
  return (call, callback) => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => {
        const details = error instanceof Error ? error.message : String(error);
        callback({ code: sdk.grpc.status.INVALID_ARGUMENT, details });
      },
    );
  };
}
