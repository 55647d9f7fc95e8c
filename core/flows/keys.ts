/** A key with an escape: it could be any. */
export const UNREAD = -1;
const BACKSLASH = 92;

/** Keys of a flow that the map is made of. */
export const Key = {
  Unknown: 0,
  Flow: 1,
  Source: 2,
  Destination: 3,
  SourceNames: 4,
  DestinationNames: 5,
  Ip: 6,
  Layer4: 7,
  Layer7: 8,
  Verdict: 9,
  DropReason: 10,
  Time: 11,
  IsReply: 12,
  Direction: 13,
  SourcePort: 14,
  DestinationPort: 15,
  NodeName: 16,
  Flags: 17,
} as const;
export type Key = (typeof Key)[keyof typeof Key] | typeof UNREAD;

const NAMES: Readonly<Record<string, Key>> = {
  flow: Key.Flow,
  source: Key.Source,
  destination: Key.Destination,
  source_names: Key.SourceNames,
  destination_names: Key.DestinationNames,
  IP: Key.Ip,
  l4: Key.Layer4,
  l7: Key.Layer7,
  verdict: Key.Verdict,
  drop_reason_desc: Key.DropReason,
  time: Key.Time,
  is_reply: Key.IsReply,
  traffic_direction: Key.Direction,
  source_port: Key.SourcePort,
  destination_port: Key.DestinationPort,
  node_name: Key.NodeName,
  flags: Key.Flags,
};
const LONGEST_KEY = 32;
/** Known keys by length and last letter, which tell all of them apart. */
const KEYS: ({ readonly bytes: Buffer; readonly key: Key } | undefined)[] = Array.from({ length: LONGEST_KEY * 128 });
for (const [name, key] of Object.entries(NAMES))
  KEYS[name.length * 128 + name.charCodeAt(name.length - 1)] = { bytes: Buffer.from(name), key };

export function keyAt(bytes: Uint8Array, start: number, end: number): Key {
  const length = end - start;
  const last = bytes[end - 1] as number;
  const candidate = length < LONGEST_KEY && last < 128 ? KEYS[length * 128 + last] : undefined;
  if (candidate === undefined) return hasEscape(bytes, start, end) ? UNREAD : Key.Unknown;
  const known = candidate.bytes;
  for (let at = 0; at < length; at++) {
    if (known[at] !== bytes[start + at]) return hasEscape(bytes, start, end) ? UNREAD : Key.Unknown;
  }
  return candidate.key;
}

function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}
