import protobuf from "protobufjs";
import { dropReason } from "./drop-reasons.ts";
import { OBSERVER_PROTO } from "./proto.ts";

/** What is asked of a relay. */
export interface FlowsRequest {
  /** Newest flows of each node, a decimal number. "0" asks for none but new ones, or for all since `since`. */
  readonly number: string;
  readonly follow: boolean;
  /** RFC 3339 instant; a server then takes no notice of `number`. */
  readonly since?: string;
  /** Flows from or to pods of these namespaces alone. */
  readonly namespaces?: readonly string[];
  readonly fieldMask: readonly string[];
}

/** One answer in the form of a line of `hubble observe -o json`. */
export type FlowLine = Record<string, unknown>;

const root = protobuf.parse(OBSERVER_PROTO, { keepCase: true }).root;
const Request = root.lookupType("observer.GetFlowsRequest");
const Response = root.lookupType("observer.GetFlowsResponse");

/** Unset fields stay absent, as in protojson; 64-bit numbers are strings; an enum value that has no name stays a number. */
const AS_JSON = { enums: String, longs: String } as const;

export function encodeRequest(request: FlowsRequest): Buffer {
  const { namespaces = [], since } = request;
  const pods = namespaces.map((namespace) => `${namespace}/`);
  const message = Request.fromObject({
    number: request.number,
    follow: request.follow,
    field_mask: { paths: request.fieldMask },
    ...(since === undefined ? {} : { since: toTimestamp(since) }),
    ...(pods.length === 0 ? {} : { whitelist: [{ source_pod: pods }, { destination_pod: pods }] }),
  });
  return Buffer.from(Request.encode(message).finish());
}

/** Throws on bytes that are no answer. */
export function decodeResponse(bytes: Uint8Array): FlowLine {
  const line: FlowLine = Response.toObject(Response.decode(bytes), AS_JSON);
  setTime(line);
  const flow = line["flow"];
  if (isRecord(flow)) toFlowJson(flow);
  return line;
}

/** What differs between the wire and protojson: instants, wrapped booleans, and reasons that are an open enum. */
function toFlowJson(flow: FlowLine): void {
  setTime(flow);
  const reply = flow["is_reply"];
  if (isRecord(reply)) flow["is_reply"] = reply["value"] === true;
  const reason = flow["drop_reason_desc"];
  if (typeof reason === "number") flow["drop_reason_desc"] = dropReason(reason);
}

function setTime(message: FlowLine): void {
  const time = message["time"];
  if (isRecord(time)) message["time"] = fromTimestamp(time);
}

function fromTimestamp({ seconds, nanos }: FlowLine): string {
  const whole = new Date(Number(seconds ?? 0) * 1000);
  // A broken instant must not end the stream.
  if (Number.isNaN(whole.getTime())) return "1970-01-01T00:00:00Z";
  const fraction = typeof nanos === "number" && nanos > 0 ? `.${String(nanos).padStart(9, "0")}` : "";
  return `${whole.toISOString().slice(0, 19)}${fraction}Z`;
}

function toTimestamp(instant: string): { seconds: number; nanos: number } {
  const milliseconds = Date.parse(instant);
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
