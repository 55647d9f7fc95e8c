import { Client, credentials, type ClientOptions, connectivityState, type ClientReadableStream } from "@grpc/grpc-js";
import { decodeResponse, encodeRequest, type FlowLine, type FlowsRequest } from "./codec.ts";
import { GET_FLOWS } from "./proto.ts";
import type { RelayTarget, TlsMaterial } from "./types.ts";

/**
 * A gRPC server in Go answers pings that come more often than every five minutes with "too many pings". A little above it
 * finds a connection that a load balancer or NAT has forgotten (a Network Load Balancer does so after 350 seconds).
 */
const KEEPALIVE_MS = 310_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;

/** An open stream of one relay. */
export interface FlowStream {
  readonly lines: AsyncIterable<FlowLine>;
  close(): void;
}

/** Opens a stream. A relay that takes no connection within `timeoutMs` makes `lines` throw. */
export function openStream(target: RelayTarget, request: FlowsRequest, timeoutMs: number): FlowStream {
  const client = new Client(target.address, channelCredentials(target.tls), channelOptions(target.tls));
  const call: ClientReadableStream<FlowLine> = client.makeServerStreamRequest(
    GET_FLOWS,
    encodeRequest,
    decodeResponse,
    request,
  );
  const close = (): void => {
    call.cancel();
    client.close();
  };
  return { lines: read(client, call, timeoutMs), close };
}

async function* read(
  client: Client,
  call: ClientReadableStream<FlowLine>,
  timeoutMs: number,
): AsyncGenerator<FlowLine> {
  const slow = { passed: false };
  const timer = setTimeout(() => {
    // An agent that is quiet sends nothing for minutes; only a connection that is not there is a fault.
    if (client.getChannel().getConnectivityState(false) === connectivityState.READY) return;
    slow.passed = true;
    call.cancel();
  }, timeoutMs);
  try {
    for await (const line of call) yield line as FlowLine;
  } catch (error) {
    if (slow.passed) throw new SlowConnection(timeoutMs, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    call.cancel();
    client.close();
  }
}

/** Nothing answered at the address in time; the relay may still come. */
export class SlowConnection extends Error {
  constructor(timeoutMs: number, options: ErrorOptions) {
    super(`no connection within ${String(timeoutMs / 1000)} seconds`, options);
    this.name = "SlowConnection";
  }
}

function channelCredentials(tls: TlsMaterial | undefined) {
  if (tls === undefined) return credentials.createInsecure();
  const authorities =
    tls.authorities.length === 0 ? null : Buffer.concat(tls.authorities.flatMap((pem) => [pem, LINE]));
  return credentials.createSsl(
    authorities,
    tls.client?.key ?? null,
    tls.client?.certificate ?? null,
    tls.allowInsecure ? { rejectUnauthorized: false, checkServerIdentity: () => undefined } : {},
  );
}

const LINE = Buffer.from("\n");

function channelOptions(tls: TlsMaterial | undefined): ClientOptions {
  const serverName = tls?.serverName;
  return {
    "grpc.keepalive_time_ms": KEEPALIVE_MS,
    "grpc.keepalive_timeout_ms": KEEPALIVE_TIMEOUT_MS,
    // A new attempt must dial anew, not wait for the backoff of the last one.
    "grpc.use_local_subchannel_pool": 1,
    ...(serverName === undefined
      ? {}
      : { "grpc.ssl_target_name_override": serverName, "grpc.default_authority": serverName }),
  };
}
