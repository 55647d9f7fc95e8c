import { Metadata, Server, ServerCredentials, type ServerWritableStream, status } from "@grpc/grpc-js";
import protobuf from "protobufjs";
import { GET_FLOWS, OBSERVER_PROTO } from "../../../service-map/relay/proto.ts";
import type { Authority, KeyPair } from "./certificates.ts";

const root = protobuf.parse(OBSERVER_PROTO, { keepCase: true }).root;
const Request = root.lookupType("observer.GetFlowsRequest");
const Response = root.lookupType("observer.GetFlowsResponse");

/** What a client asked for, in the names of the API. */
interface SeenRequest {
  readonly number?: string;
  readonly follow?: boolean;
  readonly since?: { readonly seconds?: string; readonly nanos?: number };
  readonly whitelist?: readonly { readonly source_pod?: string[]; readonly destination_pod?: string[] }[];
  readonly field_mask?: { readonly paths?: string[] };
}

/** One answer to a call of GetFlows, played by the test. */
export interface Scene {
  readonly request: SeenRequest;
  readonly send: (response: Record<string, unknown>) => void;
  /** Ends the stream as a relay does that has sent all. */
  readonly end: () => void;
  readonly fail: (code: number, details: string) => void;
  /** Resolves when the client has gone. */
  readonly gone: Promise<void>;
}

export interface MockRelay {
  readonly address: string;
  readonly port: number;
  /** Requests in the order in which they came. */
  readonly requests: readonly SeenRequest[];
  /** Ends all connections at once, as a killed pod does. */
  stop(): void;
}

export interface MockOptions {
  readonly tls?: { readonly server: KeyPair; readonly clientAuthority?: Authority };
  /** The same port again, for a relay that comes back. */
  readonly port?: number;
}

/** A Hubble Relay on loopback that speaks real gRPC. The n-th call is answered by the n-th scene, later ones by the last. */
export async function startRelay(
  scenes: readonly ((scene: Scene) => void | Promise<void>)[],
  options: MockOptions = {},
): Promise<MockRelay> {
  const requests: SeenRequest[] = [];
  const server = new Server();
  const answer = (call: ServerWritableStream<SeenRequest, Record<string, unknown>>): void => {
    const play = scenes[Math.min(requests.length, scenes.length - 1)];
    requests.push(call.request);
    void play?.(sceneOf(call));
  };
  server.register(
    GET_FLOWS,
    answer,
    (message) => Buffer.from(Response.encode(Response.fromObject(message)).finish()),
    (bytes) => Request.toObject(Request.decode(bytes), { longs: String }) as SeenRequest,
    "serverStream",
  );
  const port = await bind(server, options);
  return { address: `127.0.0.1:${String(port)}`, port, requests, stop: () => server.forceShutdown() };
}

function sceneOf(call: ServerWritableStream<SeenRequest, Record<string, unknown>>): Scene {
  return {
    request: call.request,
    send: (response) => void call.write(response),
    end: () => call.end(),
    fail: (code, details) => void call.emit("error", { code, details, metadata: new Metadata() }),
    gone: new Promise((resolve) => call.on("cancelled", resolve)),
  };
}

async function bind(server: Server, { tls, port = 0 }: MockOptions): Promise<number> {
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(
          tls.clientAuthority?.certificate ?? null,
          [{ cert_chain: tls.server.certificate, private_key: tls.server.key }],
          tls.clientAuthority !== undefined,
        );
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(port)}`, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
}

export { status };

/** A forwarded TCP flow from one workload to another, as a relay sends it. */
export function flowBetween(
  from: string,
  to: string,
  options: {
    readonly second?: number;
    readonly uuid?: string;
    readonly cluster?: string;
    readonly verdict?: string;
  } = {},
): Record<string, unknown> {
  const { second = 0, uuid = `${from}-${to}-${String(second)}`, cluster = "prod", verdict = "FORWARDED" } = options;
  // 2026-11-20T10:00:00Z
  const time = { seconds: 1_795_168_800 + second, nanos: 500_000_000 };
  const endpoint = (workload: string, identity: number) => ({
    identity,
    namespace: "shop",
    pod_name: `${workload}-6f4b7c9d5-abcde`,
    cluster_name: cluster,
    workloads: [{ name: workload, kind: "Deployment" }],
  });
  const node = `${cluster}/ip-10-0-1-17`;
  return {
    node_name: node,
    time,
    flow: {
      time,
      uuid,
      verdict,
      node_name: node,
      Type: "L3_L4",
      is_reply: { value: false },
      traffic_direction: "EGRESS",
      event_type: { type: 4 },
      IP: { source: "10.0.1.25", destination: "10.0.2.40", ipVersion: "IPv4" },
      l4: { TCP: { source_port: 51_544, destination_port: 8080 } },
      source: endpoint(from, 41_022),
      destination: endpoint(to, 50_311),
    },
  };
}
