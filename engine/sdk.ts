import type * as Grpc from "@grpc/grpc-js";
import type * as AnalyzerGrpcPb from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as AnalyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as CallbackGrpcPb from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import type * as CallbackPb from "@pulumi/pulumi/proto/callback_pb.js";
import type * as EngineGrpcPb from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as EnginePb from "@pulumi/pulumi/proto/engine_pb.js";
import type * as ProviderPb from "@pulumi/pulumi/proto/provider_pb.js";
import type * as ResourceGrpcPb from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type * as ResourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import type * as EmptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type * as StructPb from "google-protobuf/google/protobuf/struct_pb.js";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { keepStructsAsBytes } from "./structs.ts";

/**
 * The Pulumi SDK of the program that is run: its runner, its policy host and its protocol stubs. Everything comes from one
 * copy, so the two sides of the wire always speak the same version. Loaded on first use, because it costs 70 ms.
 */
export interface Sdk {
  /** Folder of `@pulumi/pulumi`. */
  readonly root: string;
  readonly grpc: typeof Grpc;
  readonly resource: typeof ResourcePb;
  readonly resourceService: typeof ResourceGrpcPb;
  readonly provider: typeof ProviderPb;
  readonly engine: typeof EnginePb;
  readonly engineService: typeof EngineGrpcPb;
  readonly callback: typeof CallbackPb;
  readonly callbackService: typeof CallbackGrpcPb;
  readonly struct: typeof StructPb;
  readonly empty: typeof EmptyPb;
}

export interface AnalyzerSdk {
  readonly analyzer: typeof AnalyzerPb;
  readonly analyzerService: typeof AnalyzerGrpcPb;
}

/** Longest message either side may send, as in the SDK's own settings. */
export const CHANNEL_OPTIONS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
} as const;

const loaded = new Map<string, Sdk>();

/** Folder of the SDK that files in a folder import, or a file by its URL; else of the one installed beside this command. */
export function sdkRoot(dir: string): string {
  for (const from of [dir.startsWith("file:") ? dir : join(dir, "package.json"), import.meta.url]) {
    try {
      return dirname(createRequire(from).resolve("@pulumi/pulumi/package.json"));
    } catch {
      // Not installed there: try the next place.
    }
  }
  throw new Error(`@pulumi/pulumi is not installed for ${dir}. Run there: npm install pulumi-cilium-eks`);
}

export function loadSdk(root: string): Sdk {
  const known = loaded.get(root);
  if (known) return known;
  const require = createRequire(join(root, "package.json"));
  const sdk: Sdk = {
    root,
    grpc: require("@grpc/grpc-js") as Sdk["grpc"],
    resource: require("./proto/resource_pb.js") as Sdk["resource"],
    resourceService: require("./proto/resource_grpc_pb.js") as Sdk["resourceService"],
    provider: require("./proto/provider_pb.js") as Sdk["provider"],
    engine: require("./proto/engine_pb.js") as Sdk["engine"],
    engineService: require("./proto/engine_grpc_pb.js") as Sdk["engineService"],
    callback: require("./proto/callback_pb.js") as Sdk["callback"],
    callbackService: require("./proto/callback_grpc_pb.js") as Sdk["callbackService"],
    struct: require("google-protobuf/google/protobuf/struct_pb.js") as Sdk["struct"],
    empty: require("google-protobuf/google/protobuf/empty_pb.js") as Sdk["empty"],
  };
  keepStructsAsBytes(sdk.struct);
  loaded.set(root, sdk);
  return sdk;
}

export function loadAnalyzer(root: string): AnalyzerSdk {
  const require = createRequire(join(root, "package.json"));
  return {
    analyzer: require("./proto/analyzer_pb.js") as AnalyzerSdk["analyzer"],
    analyzerService: require("./proto/analyzer_grpc_pb.js") as AnalyzerSdk["analyzerService"],
  };
}
