const DATE_LENGTH = 10;
const [SECONDS_A_DAY, SECONDS_AN_HOUR] = [86_400, 3600] as const;
const [DASH, COLON, LETTER_T, LETTER_Z] = [45, 58, 84, 90] as const;
/** What two bytes that are no digits read as: beyond any part of an instant. */
const NO_DIGITS = 100;

/** Reads RFC 3339 instants to the second, straight from bytes; the date seldom changes, so it is read once. */
export class Clock {
  readonly #date = new Uint8Array(DATE_LENGTH);
  #day = 0;

  /** Seconds since 1970; 0 for what is no instant in UTC, which is how protojson writes them. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const at = start + DATE_LENGTH;
    if (end - start < 20 || bytes[end - 1] !== LETTER_Z || bytes[at] !== LETTER_T) return 0;
    if (bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return 0;
    if (!this.#sameDate(bytes, start)) this.#readDate(bytes, start);
    const hour = two(bytes, at + 1);
    const minute = two(bytes, at + 4);
    const second = two(bytes, at + 7);
    // 60 is a leap second.
    if (this.#day === 0 || hour > 23 || minute > 59 || second > 60) return 0;
    return this.#day + hour * SECONDS_AN_HOUR + minute * 60 + second;
  }

  #sameDate(bytes: Uint8Array, start: number): boolean {
    for (let at = DATE_LENGTH - 1; at >= 0; at--) if (this.#date[at] !== bytes[start + at]) return false;
    return true;
  }

  #readDate(bytes: Uint8Array, start: number): void {
    this.#date.set(bytes.subarray(start, start + DATE_LENGTH));
    this.#day = 0;
    const century = two(bytes, start);
    const year = two(bytes, start + 2);
    const month = two(bytes, start + 5);
    const day = two(bytes, start + 8);
    if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return;
    if (century > 99 || year > 99 || month < 1 || month > 12 || day < 1 || day > 31) return;
    const seconds = Date.UTC(century * 100 + year, month - 1, day) / 1000;
    this.#day = seconds - (seconds % SECONDS_A_DAY);
  }
}

function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NO_DIGITS;
}
