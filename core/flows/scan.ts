import { ByteTable } from "./intern.ts";
import { Key, UNREAD, keyAt } from "./keys.ts";
import { BAD, isBlank, skipBlanks, skipText, skipValue } from "./skip.ts";

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
  /** `cluster/node` of the reporter. */
  NodeName: 22,
  /** TCP flags. */
  Flags: 24,
} as const;
export type Field = (typeof Field)[keyof typeof Field];
const FIELDS = 26;

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
    return skipBlanks(this.#bytes, at, this.#end);
  }

  /** Reads an object's members and hands each to its level. */
  #members(from: number, level: number): number {
    const bytes = this.#bytes;
    if (bytes[from] !== OPEN_BRACE) return BAD;
    let at = from + 1;
    if (isBlank(bytes[at] as number)) at = this.#blanks(at);
    if (bytes[at] === CLOSE_BRACE) return at < this.#end ? at + 1 : BAD;
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
        if (this.found) return BAD;
        this.found = true;
        this.#enveloped = true;
        return this.#members(at, FLOW);
      }
      // The envelope has a time and a node of its own; the flow's stand.
      if (this.#enveloped && !this.#isLacking(key)) return this.#skip(at);
      // A bare flow, without its envelope. An envelope that has parts of one is written by nobody: JSON.parse may read it.
      if (key !== Key.Unknown && key !== Key.Time && key !== Key.NodeName) this.found = true;
    }
    return this.#flowMember(at, key);
  }

  /** What the envelope knows and the flow did not say, as in masked exports. */
  #isLacking(key: Key): boolean {
    return (
      (key === Key.Time && this.spans[Field.Time + 1] === 0) ||
      (key === Key.NodeName && this.spans[Field.NodeName + 1] === 0)
    );
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
        this.#clear(Field.SourceIp);
        this.#clear(Field.DestinationIp);
        return this.#bytes[at] === OPEN_BRACE ? this.#members(at, ADDRESSES) : this.#skip(at);
      case Key.Layer4:
        this.#clear(Field.Protocol);
        return this.#bytes[at] === OPEN_BRACE ? this.#members(at, LAYER4) : this.#skip(at);
      case Key.Layer7:
        return this.#keep(at, this.#skip(at), Field.Layer7);
      case Key.Verdict:
        return this.#text(at, Field.Verdict);
      case Key.DropReason:
        return this.#text(at, Field.DropReason);
      case Key.Time:
        return this.#text(at, Field.Time);
      case Key.NodeName:
        return this.#text(at, Field.NodeName);
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
    if (this.#bytes[at] !== QUOTE) {
      this.#clear(into);
      return this.#skip(at);
    }
    const end = this.#toQuote(at + 1);
    this.#keep(at + 1, end - 1, into);
    return end;
  }

  /** Of a key that comes twice the last value stands, as with JSON.parse. */
  #clear(field: Field): void {
    this.spans[field] = 0;
    this.spans[field + 1] = 0;
  }

  #firstName(at: number, into: Field): number {
    this.#clear(into);
    if (this.#bytes[at] === OPEN_BRACKET) {
      const first = this.#blanks(at + 1);
      if (this.#bytes[first] === QUOTE && this.#text(first, into) === BAD) return BAD;
    }
    return this.#skip(at);
  }

  #direction(at: number): number {
    this.direction = 0;
    if (this.#bytes[at] !== QUOTE) return this.#skip(at);
    const end = this.#toQuote(at + 1);
    const letter = this.#bytes[at + 1];
    if (letter === LETTER_E && end - at === 8) this.direction = 1;
    else if (letter === LETTER_I && end - at === 9) this.direction = 2;
    return end;
  }

  #layer4(at: number, key: number, keyEnd: number): number {
    this.#clear(Field.Flags);
    this.sourcePort = 0;
    this.destinationPort = 0;
    if (this.#bytes[at] !== OPEN_BRACE) return this.#skip(at);
    this.#keep(key, keyEnd, Field.Protocol);
    return this.#members(at, PORTS);
  }

  #port(at: number, key: Key): number {
    if (key === Key.Flags) return this.#keep(at, this.#skip(at), Field.Flags);
    if (key !== Key.SourcePort && key !== Key.DestinationPort) return this.#skip(at);
    const bytes = this.#bytes;
    let port = 0;
    let end = at;
    for (let byte = bytes[end] as number; byte >= 48 && byte <= 57; byte = bytes[++end] as number)
      port = port * 10 + byte - 48;
    // Anything but plain digits is read the usual way.
    if (end === at || end - at > 5 || (bytes[at] === ZERO && end - at > 1)) return BAD;
    if (key === Key.SourcePort) this.sourcePort = port;
    else this.destinationPort = port;
    return end;
  }

  #address(at: number, key: Key): number {
    if (key === Key.Source) return this.#text(at, Field.SourceIp);
    return key === Key.Destination ? this.#text(at, Field.DestinationIp) : this.#skip(at);
  }

  #toQuote(start: number): number {
    return skipText(this.#bytes, start, this.#end);
  }

  #skip(at: number): number {
    return skipValue(this.#bytes, at, this.#end);
  }
}

const [QUOTE, COLON, COMMA, ZERO] = [34, 58, 44, 48] as const;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET] = [123, 125, 91] as const;
const [LETTER_T, LETTER_F, LETTER_E, LETTER_I] = [116, 102, 69, 73] as const;
const [TOP, FLOW, LAYER4, PORTS, ADDRESSES] = [0, 1, 2, 3, 4] as const;
