import { dropReason } from "../relay/drop-reasons.ts";
import { VERDICTS } from "./counts.ts";
import { isRecord } from "./values.ts";

// Flows in forms that hubble and its exporter do not write by default, but their files and clients hold: protobuf JSON with
// camelCase names or with numbers for enums, and what Go's own encoder makes of the messages. They are written anew.

type Line = Record<string, unknown>;
type Names = readonly (string | undefined)[];

/** Enums of cilium/cilium api/v1/flow/flow.proto and observer.proto, by number. */
const DIRECTIONS: Names = ["TRAFFIC_DIRECTION_UNKNOWN", "INGRESS", "EGRESS"];
const LAYER7_TYPES: Names = ["UNKNOWN_L7_TYPE", "REQUEST", "RESPONSE", "SAMPLE"];
const NODE_STATES: Names = ["UNKNOWN_NODE_STATE", "NODE_CONNECTED", "NODE_UNAVAILABLE", "NODE_GONE", "NODE_ERROR"];

/** Where Go's encoder keeps the choices of a message, and how it spells the one that was made. */
const CHOICES = ["ResponseTypes", "Protocol", "Record"] as const;
const SPELLINGS: Readonly<Record<string, string>> = {
  Flow: "flow",
  NodeStatus: "node_status",
  LostEvents: "lost_events",
  AgentEvent: "agent_event",
  DebugEvent: "debug_event",
  Http: "http",
  Dns: "dns",
  Kafka: "kafka",
};
/** Deeper than any flow. */
const DEEPEST = 16;

/** A line of any form, in the form that `hubble observe -o json` writes. */
export function usualForm(line: Readonly<Line>): Line {
  const usual = usualNames(line);
  mend(usual);
  const { flow, node_status: status } = usual;
  if (isRecord(flow)) mend(flow);
  if (isRecord(status)) name(status, "state_change", NODE_STATES);
  return usual;
}

/** A part of a flow with its keys in the usual form; what a mask left of a line need not show how the rest is spelled. */
export const usualNames = (part: Readonly<Line>): Line => renamed(part, 0) as Line;

/** Layer 7 likewise, seldom written anew because it is read of every request. */
export function usualLayer7(l7: Line): Line {
  if (typeof l7["type"] === "string" && !("latencyNs" in l7)) return l7;
  const usual = usualNames(l7);
  name(usual, "type", LAYER7_TYPES);
  return usual;
}

function renamed(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, depth + 1));
  if (!isRecord(value)) return value;
  const made: Line = {};
  for (const [key, item] of Object.entries(unwrapped(value))) {
    const usual = snakeCase(key);
    // Where both spellings stand, the usual one does.
    if (usual === key || !(usual in value)) made[usual] = renamed(item, depth + 1);
  }
  return made;
}

function unwrapped(value: Line): Line {
  const choice = CHOICES.find((key) => isRecord(value[key]));
  if (choice === undefined) return value;
  const { [choice]: chosen, ...rest } = value;
  return { ...rest, ...(chosen as Line) };
}

const snakeCase = (key: string): string =>
  SPELLINGS[key] ?? key.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The values of a flow, or of an envelope, that have several forms. */
function mend(flow: Line): void {
  name(flow, "verdict", VERDICTS);
  name(flow, "traffic_direction", DIRECTIONS);
  const { drop_reason_desc: reason, time, is_reply: reply, l7 } = flow;
  if (isRecord(l7)) name(l7, "type", LAYER7_TYPES);
  // A reason of 0 is none.
  if (reason === 0) delete flow["drop_reason_desc"];
  else if (typeof reason === "number") flow["drop_reason_desc"] = String(dropReason(reason));
  if (isRecord(time)) flow["time"] = instant(time);
  if (isRecord(reply)) flow["is_reply"] = reply["value"] === true;
  else if (typeof reply === "number") flow["is_reply"] = reply !== 0;
  // What is an object where a name belongs would be refused again.
  for (const key of ["verdict", "traffic_direction", "drop_reason_desc"]) if (isRecord(flow[key])) delete flow[key];
}

/** A number that has no name yet stays one, as text. */
function name(message: Line, key: string, names: Names): void {
  const value = message[key];
  if (typeof value === "number") message[key] = names[value] ?? String(value);
}

/** A Timestamp as its two numbers; nothing where they are none. */
function instant({ seconds }: Line): string | undefined {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 19)}Z`;
}
