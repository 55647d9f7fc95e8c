import { ByteTable } from "./intern.ts";

/** Places in {@link FlowScanner.spans}: each field's start, and its end one further; 0 and 0 where it is missing. */
export const Field = {
  Source: 0,
  Destination: 2,
  /** The first name in each list. */
  SourceName: 4,
  DestinationName: 6,
  SourceIp: 8,
  DestinationIp: 10,
  Verdict: 12,
  DropReason: 14,
  Protocol: 16,
  Layer7: 18,
  Time: 20,
} as const;
export type Field = (typeof Field)[keyof typeof Field];
const FIELDS = 22;

/** Distinct endpoints kept for recognition. */
const ENDPOINTS = 1 << 16;
/** An endpoint that is not in the table. */
export const UNRECOGNISED = -1;

/**
 * Finds a flow's fields without building objects: of the ten million lines of a day nearly all bytes are skipped. What it
 * does not understand (an escape in a key, something that is no JSON) it refuses, and the caller parses the line as usual.
 */
export class FlowScanner {
  readonly spans = new Int32Array(FIELDS);
  /** Endpoints that the caller has named; it adds the ones that came back unrecognised. */
  readonly endpoints = new ByteTable(ENDPOINTS);
  /** What the table says of both ends. */
  source = UNRECOGNISED;
  destination = UNRECOGNISED;
  sourcePort = 0;
  destinationPort = 0;
  /** 1 true, 0 false, -1 not said. */
  reply = -1;
  /** 1 egress, 2 ingress, 0 unknown. */
  direction = 0;
  /** The line holds a flow. */
  found = false;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  #enveloped = false;

  /** Whether the line was understood; the fields then hold what it says. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#end = end;
    this.#reset();
    const at = this.#members(this.#blanks(start), TOP);
    return at !== BAD && this.#blanks(at) >= end;
  }

  #reset(): void {
    this.spans.fill(0);
    this.source = UNRECOGNISED;
    this.destination = UNRECOGNISED;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.reply = -1;
    this.direction = 0;
    this.found = false;
    this.#enveloped = false;
  }

  // Every method below takes the place where it starts and gives the place after what it read, or BAD.

  #blanks(at: number): number {
    const bytes = this.#bytes;
    while (at < this.#end && isBlank(bytes[at] as number)) at++;
    return at;
  }

  /** Reads an object's members and hands each to its level. */
  #members(from: number, level: number): number {
    const bytes = this.#bytes;
    if (bytes[from] !== OPEN_BRACE) return BAD;
    let at = from + 1;
    if (isBlank(bytes[at] as number)) at = this.#blanks(at);
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    while (at < this.#end) {
      if (isBlank(bytes[at] as number)) at = this.#blanks(at);
      if (bytes[at] !== QUOTE) return BAD;
      const start = at + 1;
      at = this.#toQuote(start);
      if (at === BAD) return BAD;
      const end = at - 1;
      if (bytes[at] !== COLON) at = this.#blanks(at);
      if (bytes[at] !== COLON) return BAD;
      at++;
      if (isBlank(bytes[at] as number)) at = this.#blanks(at);
      at = this.#member(at, level, start, end);
      if (at === BAD) return BAD;
      if (isBlank(bytes[at] as number)) at = this.#blanks(at);
      const byte = bytes[at++];
      if (byte === CLOSE_BRACE) return at <= this.#end ? at : BAD;
      if (byte !== COMMA) return BAD;
    }
    return BAD;
  }

  #member(at: number, level: number, start: number, end: number): number {
    if (level === LAYER4) return this.#layer4(at, start, end);
    const key = keyAt(this.#bytes, start, end);
    if (key === UNREAD) return BAD;
    if (level === PORTS) return this.#port(at, key);
    if (level === ADDRESSES) return this.#address(at, key);
    if (level === TOP) {
      if (key === Key.Flow && this.#bytes[at] === OPEN_BRACE) {
        this.found = true;
        this.#enveloped = true;
        return this.#members(at, FLOW);
      }
      // The envelope has a time of its own.
      if (this.#enveloped) return this.#skip(at);
      // A bare flow, without its envelope.
      if (key === Key.Source || key === Key.Destination) this.found = true;
    }
    return this.#flowMember(at, key);
  }

  #flowMember(at: number, key: Key): number {
    switch (key) {
      case Key.Unknown:
        return this.#skip(at);
      case Key.Source:
        return this.#endpoint(at, Field.Source);
      case Key.Destination:
        return this.#endpoint(at, Field.Destination);
      case Key.SourceNames:
        return this.#firstName(at, Field.SourceName);
      case Key.DestinationNames:
        return this.#firstName(at, Field.DestinationName);
      case Key.Ip:
        return this.#bytes[at] === OPEN_BRACE ? this.#members(at, ADDRESSES) : this.#skip(at);
      case Key.Layer4:
        return this.#bytes[at] === OPEN_BRACE ? this.#members(at, LAYER4) : this.#skip(at);
      case Key.Layer7:
        return this.#keep(at, this.#skip(at), Field.Layer7);
      case Key.Verdict:
        return this.#text(at, Field.Verdict);
      case Key.DropReason:
        return this.#text(at, Field.DropReason);
      case Key.Time:
        return this.#text(at, Field.Time);
      case Key.IsReply:
        this.reply = this.#bytes[at] === LETTER_T ? 1 : this.#bytes[at] === LETTER_F ? 0 : -1;
        return this.#skip(at);
      case Key.Direction:
        return this.#direction(at);
      default:
        return this.#skip(at);
    }
  }

  #keep(start: number, end: number, into: Field): number {
    this.spans[into] = start;
    this.spans[into + 1] = end;
    return end;
  }

  /** A known endpoint is passed over as a whole. */
  #endpoint(at: number, into: Field): number {
    const known = this.#bytes[at] === OPEN_BRACE ? this.endpoints.find(this.#bytes, at, this.#end) : UNRECOGNISED;
    if (into === Field.Source) this.source = known;
    else this.destination = known;
    return this.#keep(at, known === UNRECOGNISED ? this.#skip(at) : at + this.endpoints.length, into);
  }

  /** A string's inside. */
  #text(at: number, into: Field): number {
    if (this.#bytes[at] !== QUOTE) return this.#skip(at);
    const end = this.#toQuote(at + 1);
    this.spans[into] = at + 1;
    this.spans[into + 1] = end - 1;
    return end;
  }

  #firstName(at: number, into: Field): number {
    if (this.#bytes[at] === OPEN_BRACKET) {
      const first = this.#blanks(at + 1);
      if (this.#bytes[first] === QUOTE && this.#text(first, into) === BAD) return BAD;
    }
    return this.#skip(at);
  }

  #direction(at: number): number {
    if (this.#bytes[at] !== QUOTE) return this.#skip(at);
    const end = this.#toQuote(at + 1);
    const letter = this.#bytes[at + 1];
    this.direction = letter === LETTER_E && end - at === 8 ? 1 : letter === LETTER_I && end - at === 9 ? 2 : 0;
    return end;
  }

  #layer4(at: number, key: number, keyEnd: number): number {
    if (this.#bytes[at] !== OPEN_BRACE) return this.#skip(at);
    this.#keep(key, keyEnd, Field.Protocol);
    return this.#members(at, PORTS);
  }

  #port(at: number, key: Key): number {
    if (key !== Key.SourcePort && key !== Key.DestinationPort) return this.#skip(at);
    const bytes = this.#bytes;
    let port = 0;
    let end = at;
    for (let byte = bytes[end] as number; byte >= 48 && byte <= 57; byte = bytes[++end] as number)
      port = port * 10 + byte - 48;
    // Anything but plain digits is read the usual way.
    if (end === at || end - at > 5) return BAD;
    if (key === Key.SourcePort) this.sourcePort = port;
    else this.destinationPort = port;
    return end;
  }

  #address(at: number, key: Key): number {
    if (key === Key.Source) return this.#text(at, Field.SourceIp);
    return key === Key.Destination ? this.#text(at, Field.DestinationIp) : this.#skip(at);
  }

  /** Past the closing quote of a string whose inside starts here. */
  #toQuote(start: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      // Nearly every byte.
      if (byte > QUOTE && byte !== BACKSLASH) continue;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at++;
      else if (byte < 32) return BAD;
    }
    return BAD;
  }

  /** Past any value. */
  #skip(start: number): number {
    const bytes = this.#bytes;
    const first = bytes[start] as number;
    if (first === QUOTE) return this.#toQuote(start + 1);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) return this.#skipNested(start);
    for (let at = start; at < this.#end; at++) {
      const byte = bytes[at] as number;
      // Numbers, true, false, null: letters, digits and signs.
      if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= 32) return at > start ? at : BAD;
      if (byte === QUOTE || byte === COLON || byte === OPEN_BRACE || byte === OPEN_BRACKET) return BAD;
    }
    return BAD;
  }

  #skipNested(start: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let depth = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (STRUCTURAL[byte] === 0) continue;
      if (byte === QUOTE) {
        at = this.#toQuote(at + 1);
        if (at === BAD) return BAD;
        at--;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return at + 1;
    }
    return BAD;
  }
}

/** No place: the line is not understood. */
const BAD = -1;
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 13 || byte === 10;
const [QUOTE, BACKSLASH, COLON, COMMA] = [34, 92, 58, 44] as const;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93] as const;
const [LETTER_T, LETTER_F, LETTER_E, LETTER_I] = [116, 102, 69, 73] as const;
const [TOP, FLOW, LAYER4, PORTS, ADDRESSES] = [0, 1, 2, 3, 4] as const;

/** 1 for the bytes that nested values are measured by. */
const STRUCTURAL = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET]) STRUCTURAL[byte] = 1;

/** A key with an escape: it could be any. */
const UNREAD = -1;
const Key = {
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
} as const;
type Key = (typeof Key)[keyof typeof Key] | typeof UNREAD;

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
};
const LONGEST_KEY = 32;
/** Known keys by length and last letter, which tell all of them apart. */
const KEYS: ({ readonly bytes: Buffer; readonly key: Key } | undefined)[] = Array.from({ length: LONGEST_KEY * 128 });
for (const [name, key] of Object.entries(NAMES))
  KEYS[name.length * 128 + name.charCodeAt(name.length - 1)] = { bytes: Buffer.from(name), key };

function keyAt(bytes: Uint8Array, start: number, end: number): Key {
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
