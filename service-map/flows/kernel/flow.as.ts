// AssemblyScript: scripts/build-kernel.ts compiles it to WebAssembly, because JavaScript is too slow to look at every byte of a
// day of flows. Addresses are places in the module's memory. Functions take the place where they start and give the place after
// what they read, or BAD. All are as strict as JSON.parse: a torn line must not pass for another flow.

// The layout of the memory, as in ../scan.ts.
const SPANS: i32 = 0x1000;
const KEYS: i32 = 0x2000;
const SLOTS: i32 = 0x10000;
const SLOT_COUNT: i32 = 0x20000;
const ENTRIES: i32 = 0x100000;
const MOST_ENTRIES: i32 = 0x10000;
const ARENA: i32 = 0x200000;
const ARENA_END: i32 = 0x1200000;

// Numbers of the spans; a field's start, and its end one further. As in ../fields.ts.
const SOURCE: i32 = 0;
const DESTINATION: i32 = 2;
const SOURCE_NAME: i32 = 4;
const DESTINATION_NAME: i32 = 6;
const SOURCE_IP: i32 = 8;
const DESTINATION_IP: i32 = 10;
const VERDICT: i32 = 12;
const DROP_REASON: i32 = 14;
const PROTOCOL: i32 = 16;
const LAYER7: i32 = 18;
const TIME: i32 = 20;
const NODE_NAME: i32 = 22;
const FLAGS: i32 = 24;
const EVENT_TYPE: i32 = 26;
const AGGREGATE: i32 = 28;
const FIELDS: i32 = 30;
const KNOWN_SOURCE: i32 = 30;
const KNOWN_DESTINATION: i32 = 31;
const SOURCE_PORT: i32 = 32;
const DESTINATION_PORT: i32 = 33;
const REPLY: i32 = 34;
const DIRECTION: i32 = 35;
const FOUND: i32 = 36;

// Keys by their place in the list of ../keys.ts, from 1.
const UNREAD: i32 = -1;
const KEY_UNKNOWN: i32 = 0;
const KEY_FLOW: i32 = 1;
const KEY_SOURCE: i32 = 2;
const KEY_DESTINATION: i32 = 3;
const KEY_SOURCE_NAMES: i32 = 4;
const KEY_DESTINATION_NAMES: i32 = 5;
const KEY_IP: i32 = 6;
const KEY_LAYER4: i32 = 7;
const KEY_LAYER7: i32 = 8;
const KEY_VERDICT: i32 = 9;
const KEY_DROP_REASON: i32 = 10;
const KEY_TIME: i32 = 11;
const KEY_IS_REPLY: i32 = 12;
const KEY_DIRECTION: i32 = 13;
const KEY_SOURCE_PORT: i32 = 14;
const KEY_DESTINATION_PORT: i32 = 15;
const KEY_NODE_NAME: i32 = 16;
const KEY_FLAGS: i32 = 17;
const KEY_EVENT_TYPE: i32 = 18;
const KEY_AGGREGATE: i32 = 19;
/** Keys as other writers spell them: ../forms.ts writes the line anew. */
const KEY_FOREIGN: i32 = 20;
const LONGEST_KEY: i32 = 32;

const BAD: i32 = -1;
const NONE: i32 = -1;
/** Deeper values are left to JSON.parse. */
const DEEPEST: i32 = 32;
/** Bytes that an endpoint is looked up by before all are compared. */
const HEAD: i32 = 32;
/** Endpoints with the same first bytes; beyond it nothing is kept. */
const MOST_ALIKE: i32 = 8;

const TOP: i32 = 0;
const FLOW: i32 = 1;
const IN_LAYER4: i32 = 2;
const PORTS: i32 = 3;
const ADDRESSES: i32 = 4;

const QUOTE: i32 = 34;
const BACKSLASH: i32 = 92;
const COMMA: i32 = 44;
const COLON: i32 = 58;
const OPEN_BRACE: i32 = 123;
const CLOSE_BRACE: i32 = 125;
const OPEN_BRACKET: i32 = 91;
const CLOSE_BRACKET: i32 = 93;

let limit: i32 = 0;
let enveloped: bool = false;
let knownLength: i32 = 0;
let entryCount: i32 = 0;
let arena: i32 = ARENA;

function byteAt(at: i32): i32 {
  return <i32>load<u8>(at);
}

function get(field: i32): i32 {
  return load<i32>(SPANS + (field << 2));
}

function set(field: i32, value: i32): void {
  store<i32>(SPANS + (field << 2), value);
}

function isBlank(byte: i32): bool {
  return byte == 32 || byte == 10 || byte == 13 || byte == 9;
}

function isDigit(byte: i32): bool {
  return byte >= 48 && byte <= 57;
}

// ---- values

function skipBlanks(start: i32): i32 {
  let at = start;
  while (at < limit && isBlank(byteAt(at))) at++;
  return at;
}

/** Past the closing quote of a string whose inside starts here; sixteen bytes at a time, some beyond the line. */
function skipText(start: i32): i32 {
  let at = start;
  while (at < limit) {
    const bytes = v128.load(at);
    const special = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92))),
        i8x16.lt_u(bytes, i8x16.splat(32)),
      ),
    );
    if (special == 0) {
      at += 16;
      continue;
    }
    at += ctz(special);
    if (at >= limit) return BAD;
    const byte = byteAt(at);
    if (byte == QUOTE) return at + 1;
    if (byte != BACKSLASH) return BAD;
    at = skipEscape(at + 1);
    if (at == BAD) return BAD;
  }
  return BAD;
}

function skipEscape(at: i32): i32 {
  if (at >= limit) return BAD;
  const byte = byteAt(at);
  if (byte == 117) {
    const stop = at + 5;
    if (stop > limit) return BAD;
    for (let digit = at + 1; digit < stop; digit++) if (!isHex(byteAt(digit))) return BAD;
    return stop;
  }
  // " \\ / b f n r t
  const simple =
    byte == 34 || byte == 92 || byte == 47 || byte == 98 || byte == 102 || byte == 110 || byte == 114 || byte == 116;
  return simple ? at + 1 : BAD;
}

function isHex(byte: i32): bool {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}

function skipValue(at: i32, depth: i32): i32 {
  if (at >= limit) return BAD;
  const byte = byteAt(at);
  if (byte == QUOTE) return skipText(at + 1);
  if (byte == OPEN_BRACE) return depth < DEEPEST ? skipMembers(at + 1, depth, CLOSE_BRACE) : BAD;
  if (byte == OPEN_BRACKET) return depth < DEEPEST ? skipMembers(at + 1, depth, CLOSE_BRACKET) : BAD;
  // true, false, null: little-endian words
  if (byte == 116) return at + 4 <= limit && load<u32>(at) == 0x65757274 ? at + 4 : BAD;
  if (byte == 102) return at + 5 <= limit && load<u32>(at + 1) == 0x65736c61 ? at + 5 : BAD;
  if (byte == 110) return at + 4 <= limit && load<u32>(at) == 0x6c6c756e ? at + 4 : BAD;
  return skipNumber(at);
}

/** Members of an object, or elements of an array, past the bracket that closes it. */
function skipMembers(start: i32, depth: i32, close: i32): i32 {
  let at = skipBlanks(start);
  if (at < limit && byteAt(at) == close) return at + 1;
  while (at < limit) {
    if (close == CLOSE_BRACE) {
      at = skipKey(at);
      if (at == BAD) return BAD;
    }
    at = skipValue(at, depth + 1);
    if (at == BAD) return BAD;
    at = skipBlanks(at);
    if (at >= limit) return BAD;
    const byte = byteAt(at++);
    if (byte == close) return at;
    if (byte != COMMA) return BAD;
    at = skipBlanks(at);
  }
  return BAD;
}

/** Past a key, its colon and the blanks round it. */
function skipKey(start: i32): i32 {
  if (byteAt(start) != QUOTE) return BAD;
  let at = skipText(start + 1);
  if (at == BAD) return BAD;
  at = skipBlanks(at);
  return at < limit && byteAt(at) == COLON ? skipBlanks(at + 1) : BAD;
}

function skipNumber(start: i32): i32 {
  const whole = byteAt(start) == 45 ? start + 1 : start;
  let at = skipDigits(whole);
  if (at == BAD || (byteAt(whole) == 48 && at > whole + 1)) return BAD;
  if (at < limit && byteAt(at) == 46) at = skipDigits(at + 1);
  if (at != BAD && at < limit && (byteAt(at) | 32) == 101) {
    const sign = at + 1 < limit && (byteAt(at + 1) == 43 || byteAt(at + 1) == 45);
    at = skipDigits(at + (sign ? 2 : 1));
  }
  return at;
}

/** At least one digit. */
function skipDigits(start: i32): i32 {
  let at = start;
  while (at < limit && isDigit(byteAt(at))) at++;
  return at == start ? BAD : at;
}

// ---- endpoints that came before

function slotOf(start: i32): i32 {
  let hash: u32 = 0;
  const stop = min(start + HEAD, limit) - 3;
  for (let at = start; at < stop; at += 4) hash = (hash ^ load<u32>(at)) * 0x9e3779b1;
  return SLOTS + (((hash ^ (hash >>> 15)) & (SLOT_COUNT - 1)) << 2);
}

/** Compares whole words, the last of which reaches back over bytes that were compared before. */
function same(a: i32, b: i32, length: i32): bool {
  if (length >= 16) {
    const last = length - 16;
    for (let at = 0; at < last; at += 16) if (differs(a + at, b + at)) return false;
    return !differs(a + last, b + last);
  }
  if (length >= 8) return load<u64>(a) == load<u64>(b) && load<u64>(a + length - 8) == load<u64>(b + length - 8);
  if (length >= 4) return load<u32>(a) == load<u32>(b) && load<u32>(a + length - 4) == load<u32>(b + length - 4);
  for (let at = 0; at < length; at++) if (load<u8>(a + at) != load<u8>(b + at)) return false;
  return true;
}

function differs(a: i32, b: i32): bool {
  return v128.any_true(v128.xor(v128.load(a), v128.load(b)));
}

/** The number kept for the endpoint that starts here; equal bytes end where the known ones do. */
function findEndpoint(start: i32): i32 {
  let at = load<i32>(slotOf(start));
  while (at != 0) {
    const length = load<i32>(at + 4);
    if (start + length <= limit && same(load<i32>(at), start, length)) {
      knownLength = length;
      return load<i32>(at + 8);
    }
    at = load<i32>(at + 12);
  }
  return NONE;
}

/** Keeps an endpoint of the line that was scanned last; forgets all when there is no room, because what is asked for again comes back. */
export function keep(start: i32, end: i32, value: i32): void {
  const length = end - start;
  if (entryCount >= MOST_ENTRIES || arena + length > ARENA_END) {
    memory.fill(SLOTS, 0, SLOT_COUNT << 2);
    entryCount = 0;
    arena = ARENA;
    if (arena + length > ARENA_END) return;
  }
  const slot = slotOf(start);
  let alike = 0;
  for (let at = load<i32>(slot); at != 0; at = load<i32>(at + 12)) alike++;
  if (alike >= MOST_ALIKE) return;
  const entry = ENTRIES + (entryCount++ << 4);
  memory.copy(arena, start, length);
  store<i32>(entry, arena);
  store<i32>(entry + 4, length);
  store<i32>(entry + 8, value);
  store<i32>(entry + 12, load<i32>(slot));
  store<i32>(slot, entry);
  arena += length;
}

// ---- flows

function keyAt(start: i32, end: i32): i32 {
  const length = end - start;
  const letters = length > 0 ? (byteAt(start) + byteAt(end - 1)) & 127 : 0;
  const candidate = length < LONGEST_KEY ? load<i32>(KEYS + ((length * 128 + letters) << 2)) : 0;
  if (candidate != 0 && same(candidate + 4, start, length)) return load<i32>(candidate);
  for (let at = start; at < end; at++) if (byteAt(at) == BACKSLASH) return UNREAD;
  return KEY_UNKNOWN;
}

function keepSpan(start: i32, end: i32, into: i32): i32 {
  set(into, start);
  set(into + 1, end);
  return end;
}

/** Of a key that comes twice the last value stands, as with JSON.parse. */
function clear(field: i32): void {
  set(field, 0);
  set(field + 1, 0);
}

/** Reads an object's members and hands each to its level. */
function members(from: i32, level: i32): i32 {
  if (from >= limit || byteAt(from) != OPEN_BRACE) return BAD;
  let at = skipBlanks(from + 1);
  if (at < limit && byteAt(at) == CLOSE_BRACE) return at + 1;
  while (at < limit) {
    if (byteAt(at) != QUOTE) return BAD;
    const start = at + 1;
    at = skipText(start);
    if (at == BAD) return BAD;
    const end = at - 1;
    at = skipBlanks(at);
    if (at >= limit || byteAt(at) != COLON) return BAD;
    at = skipBlanks(at + 1);
    at = member(at, level, start, end);
    if (at == BAD) return BAD;
    at = skipBlanks(at);
    if (at >= limit) return BAD;
    const byte = byteAt(at++);
    if (byte == CLOSE_BRACE) return at;
    if (byte != COMMA) return BAD;
    at = skipBlanks(at);
  }
  return BAD;
}

function member(at: i32, level: i32, start: i32, end: i32): i32 {
  if (at >= limit) return BAD;
  if (level == IN_LAYER4) return layer4(at, start, end);
  const key = keyAt(start, end);
  if (key == UNREAD) return BAD;
  if (level == PORTS) return port(at, key);
  if (level == ADDRESSES) return address(at, key);
  if (key == KEY_FOREIGN) return BAD;
  if (level == TOP) {
    if (key == KEY_FLOW && byteAt(at) == OPEN_BRACE) {
      if (get(FOUND) != 0) return BAD;
      set(FOUND, 1);
      enveloped = true;
      return members(at, FLOW);
    }
    // The envelope has a time and a node of its own; the flow's stand.
    if (enveloped && !isLacking(key)) return skipValue(at, 0);
    // A bare flow, without its envelope. An envelope that has parts of one is written by nobody: JSON.parse may read it.
    if (key != KEY_UNKNOWN && key != KEY_TIME && key != KEY_NODE_NAME) set(FOUND, 1);
  }
  return flowMember(at, key);
}

/** What the envelope knows and the flow did not say, as in masked exports. */
function isLacking(key: i32): bool {
  return (key == KEY_TIME && get(TIME + 1) == 0) || (key == KEY_NODE_NAME && get(NODE_NAME + 1) == 0);
}

function flowMember(at: i32, key: i32): i32 {
  switch (key) {
    case KEY_SOURCE:
      return endpoint(at, SOURCE, KNOWN_SOURCE);
    case KEY_DESTINATION:
      return endpoint(at, DESTINATION, KNOWN_DESTINATION);
    case KEY_SOURCE_NAMES:
      return firstName(at, SOURCE_NAME);
    case KEY_DESTINATION_NAMES:
      return firstName(at, DESTINATION_NAME);
    case KEY_IP:
      clear(SOURCE_IP);
      clear(DESTINATION_IP);
      return byteAt(at) == OPEN_BRACE ? members(at, ADDRESSES) : skipValue(at, 0);
    case KEY_LAYER4:
      clear(PROTOCOL);
      return byteAt(at) == OPEN_BRACE ? members(at, IN_LAYER4) : skipValue(at, 0);
    case KEY_LAYER7:
      return keepSpan(at, skipValue(at, 0), LAYER7);
    case KEY_EVENT_TYPE:
      return keepSpan(at, skipValue(at, 0), EVENT_TYPE);
    case KEY_AGGREGATE:
      return keepSpan(at, skipValue(at, 0), AGGREGATE);
    case KEY_VERDICT:
      return isForeign(at) ? BAD : text(at, VERDICT);
    case KEY_DROP_REASON:
      return isForeign(at) ? BAD : text(at, DROP_REASON);
    case KEY_TIME:
      return isForeign(at) ? BAD : text(at, TIME);
    case KEY_NODE_NAME:
      return text(at, NODE_NAME);
    case KEY_IS_REPLY:
      if (isForeign(at)) return BAD;
      set(REPLY, byteAt(at) == 116 ? 1 : byteAt(at) == 102 ? 0 : -1);
      return skipValue(at, 0);
    case KEY_DIRECTION:
      return isForeign(at) ? BAD : direction(at);
    default:
      return skipValue(at, 0);
  }
}

/** A number where protojson writes a name, or an object where it writes a plain value. */
function isForeign(at: i32): bool {
  const byte = byteAt(at);
  return byte == OPEN_BRACE || isDigit(byte);
}

/** A known endpoint is passed over as a whole. */
function endpoint(at: i32, into: i32, known: i32): i32 {
  const found = byteAt(at) == OPEN_BRACE ? findEndpoint(at) : NONE;
  set(known, found);
  return keepSpan(at, found == NONE ? skipValue(at, 0) : at + knownLength, into);
}

/** A string's inside. */
function text(at: i32, into: i32): i32 {
  if (byteAt(at) != QUOTE) {
    clear(into);
    return skipValue(at, 0);
  }
  const end = skipText(at + 1);
  keepSpan(at + 1, end - 1, into);
  return end;
}

function firstName(at: i32, into: i32): i32 {
  clear(into);
  if (byteAt(at) == OPEN_BRACKET) {
    const first = skipBlanks(at + 1);
    if (first < limit && byteAt(first) == QUOTE && text(first, into) == BAD) return BAD;
  }
  return skipValue(at, 0);
}

function direction(at: i32): i32 {
  set(DIRECTION, 0);
  if (byteAt(at) != QUOTE) return skipValue(at, 0);
  const end = skipText(at + 1);
  if (end == BAD) return BAD;
  const letter = byteAt(at + 1);
  if (letter == 69 && end - at == 8) set(DIRECTION, 1);
  else if (letter == 73 && end - at == 9) set(DIRECTION, 2);
  return end;
}

function layer4(at: i32, key: i32, keyEnd: i32): i32 {
  clear(FLAGS);
  set(SOURCE_PORT, 0);
  set(DESTINATION_PORT, 0);
  if (byteAt(at) != OPEN_BRACE) return skipValue(at, 0);
  // "Protocol", round the protocol: how Go's own encoder writes a choice.
  if (keyEnd - key == 8 && load<u64>(key) == 0x6c6f636f746f7250) return BAD;
  keepSpan(key, keyEnd, PROTOCOL);
  return members(at, PORTS);
}

function port(at: i32, key: i32): i32 {
  if (key == KEY_FLAGS) return keepSpan(at, skipValue(at, 0), FLAGS);
  if (key != KEY_SOURCE_PORT && key != KEY_DESTINATION_PORT) return skipValue(at, 0);
  let number = 0;
  let end = at;
  while (end < limit && isDigit(byteAt(end)) && end - at < 6) number = number * 10 + byteAt(end++) - 48;
  // Anything but plain digits is read the usual way.
  if (end == at || end - at > 5 || (byteAt(at) == 48 && end - at > 1)) return BAD;
  set(key == KEY_SOURCE_PORT ? SOURCE_PORT : DESTINATION_PORT, number);
  return end;
}

function address(at: i32, key: i32): i32 {
  if (key == KEY_SOURCE) return text(at, SOURCE_IP);
  return key == KEY_DESTINATION ? text(at, DESTINATION_IP) : skipValue(at, 0);
}

/** Whether the line was understood; the spans then hold what it says, moved by `shift`. */
export function scan(start: i32, end: i32, shift: i32): bool {
  limit = end;
  // memory.fill is a call out of the module.
  const zero = i32x4.splat(0);
  for (let at = SPANS; at < SPANS + ((FOUND + 1) << 2); at += 16) v128.store(at, zero);
  set(KNOWN_SOURCE, NONE);
  set(KNOWN_DESTINATION, NONE);
  set(REPLY, -1);
  enveloped = false;
  const at = members(skipBlanks(start), TOP);
  if (at == BAD || skipBlanks(at) < end) return false;
  for (let field = 0; field < FIELDS; field += 2) {
    if (get(field + 1) == 0) continue;
    set(field, get(field) + shift);
    set(field + 1, get(field + 1) + shift);
  }
  return true;
}

/** Past any value, for tests. */
export function pass(start: i32, end: i32): i32 {
  limit = end;
  return skipValue(start, 0);
}
