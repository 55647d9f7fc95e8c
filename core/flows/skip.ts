/** No place: what stands there is no JSON, or is written in a way that only `JSON.parse` reads. */
export const BAD = -1;
const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58] as const;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93] as const;
const [ZERO, NINE, MINUS, PLUS, POINT] = [48, 57, 45, 43, 46] as const;
const [LETTER_E, LETTER_U] = [101, 117] as const;
/** Deeper values are left to `JSON.parse`. */
const DEEPEST = 32;
const [TRUE, FALSE, NULL] = ["true", "false", "null"].map((word) => Buffer.from(word)) as [Buffer, Buffer, Buffer];

// Every function takes the place where it starts and gives the place after what it read, or BAD. All are as strict as
// JSON.parse: a line that was torn or written over must not pass for another flow.

export const isBlank = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

export function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at] as number)) at++;
  return at;
}

/** Past the closing quote of a string whose inside starts here. */
export function skipText(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    // Nearly every byte.
    if (byte > QUOTE && byte !== BACKSLASH) continue;
    if (byte === QUOTE) return at + 1;
    if (byte < 32) return BAD;
    if (byte === BACKSLASH) {
      at = skipEscape(bytes, at + 1, end) - 1;
      if (at < 0) return BAD;
    }
  }
  return BAD;
}

function skipEscape(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at] as number;
  if (byte === LETTER_U) {
    const stop = at + 5;
    if (stop > end) return BAD;
    for (let digit = at + 1; digit < stop; digit++) if (!isHex(bytes[digit] as number)) return BAD;
    return stop;
  }
  // " \ / b f n r t
  return at < end && '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? at + 1 : BAD;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;
const isHex = (byte: number): boolean => isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);

/** Past any value. */
export function skipValue(bytes: Uint8Array, at: number, end: number, depth = 0): number {
  switch (bytes[at]) {
    case QUOTE:
      return skipText(bytes, at + 1, end);
    case OPEN_BRACE:
      return depth < DEEPEST ? skipMembers(bytes, at + 1, end, depth, CLOSE_BRACE) : BAD;
    case OPEN_BRACKET:
      return depth < DEEPEST ? skipMembers(bytes, at + 1, end, depth, CLOSE_BRACKET) : BAD;
    case TRUE[0]:
      return skipWord(bytes, at, end, TRUE);
    case FALSE[0]:
      return skipWord(bytes, at, end, FALSE);
    case NULL[0]:
      return skipWord(bytes, at, end, NULL);
    default:
      return skipNumber(bytes, at, end);
  }
}

/** Members of an object, or elements of an array, past the bracket that closes it. */
function skipMembers(bytes: Uint8Array, start: number, end: number, depth: number, close: number): number {
  let at = skipBlanks(bytes, start, end);
  if (at < end && bytes[at] === close) return at + 1;
  while (at < end) {
    if (close === CLOSE_BRACE) {
      at = skipKey(bytes, at, end);
      if (at === BAD) return BAD;
    }
    at = skipValue(bytes, at, end, depth + 1);
    if (at === BAD) return BAD;
    at = skipBlanks(bytes, at, end);
    if (at >= end) return BAD;
    const byte = bytes[at++];
    if (byte === close) return at;
    if (byte !== COMMA) return BAD;
    at = skipBlanks(bytes, at, end);
  }
  return BAD;
}

/** Past a key, its colon and the blanks around it. */
function skipKey(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== QUOTE) return BAD;
  let at = skipText(bytes, start + 1, end);
  if (at === BAD) return BAD;
  at = skipBlanks(bytes, at, end);
  return at < end && bytes[at] === COLON ? skipBlanks(bytes, at + 1, end) : BAD;
}

function skipWord(bytes: Uint8Array, at: number, end: number, word: Uint8Array): number {
  const stop = at + word.length;
  if (stop > end) return BAD;
  for (let letter = 0; letter < word.length; letter++) if (bytes[at + letter] !== word[letter]) return BAD;
  return stop;
}

function skipNumber(bytes: Uint8Array, start: number, end: number): number {
  const whole = bytes[start] === MINUS ? start + 1 : start;
  let at = skipDigits(bytes, whole, end);
  if (at === BAD || (bytes[whole] === ZERO && at > whole + 1)) return BAD;
  if (at < end && bytes[at] === POINT) at = skipDigits(bytes, at + 1, end);
  if (at !== BAD && at < end && ((bytes[at] as number) | 32) === LETTER_E) {
    const sign = at + 1 < end && (bytes[at + 1] === PLUS || bytes[at + 1] === MINUS);
    at = skipDigits(bytes, at + (sign ? 2 : 1), end);
  }
  return at;
}

/** At least one digit. */
function skipDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] as number)) at++;
  return at === start ? BAD : at;
}
