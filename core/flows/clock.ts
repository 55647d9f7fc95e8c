const DATE_LENGTH = 10;
const [SECONDS_A_DAY, SECONDS_AN_HOUR] = [86_400, 3600] as const;

/** Reads RFC 3339 instants to the second, straight from bytes; the date seldom changes, so it is read once. */
export class Clock {
  readonly #date = new Uint8Array(DATE_LENGTH);
  #day = 0;

  /** Seconds since 1970; 0 for what is no instant in UTC. */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < 20 || bytes[end - 1] !== 90) return 0;
    if (!this.#sameDate(bytes, start)) this.#readDate(bytes, start);
    const at = start + DATE_LENGTH + 1;
    return this.#day + two(bytes, at) * SECONDS_AN_HOUR + two(bytes, at + 3) * 60 + two(bytes, at + 6);
  }

  #sameDate(bytes: Uint8Array, start: number): boolean {
    for (let at = DATE_LENGTH - 1; at >= 0; at--) if (this.#date[at] !== bytes[start + at]) return false;
    return true;
  }

  #readDate(bytes: Uint8Array, start: number): void {
    this.#date.set(bytes.subarray(start, start + DATE_LENGTH));
    const year = two(bytes, start) * 100 + two(bytes, start + 2);
    const day = Date.UTC(year, two(bytes, start + 5) - 1, two(bytes, start + 8)) / 1000;
    this.#day = Number.isFinite(day) ? Math.floor(day / SECONDS_A_DAY) * SECONDS_A_DAY : 0;
  }
}

const two = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 48) - 48) * 10 + (bytes[at + 1] ?? 48) - 48;
