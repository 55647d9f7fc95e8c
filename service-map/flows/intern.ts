/** Bytes that a value is recognised by before all of them are compared; identities and pod numbers stand within them. */
const HEAD = 32;
/** Values with the same first bytes; beyond it nothing is kept, and the caller reads the value anew. */
const MOST_ALIKE = 8;
const NONE = -1;

/**
 * Recognises JSON values that came before by their bytes. A day of flows repeats a few thousand endpoints ten million times:
 * a value that is recognised need not be read to its end, because equal bytes end where the known ones do.
 */
export class ByteTable {
  readonly #capacity: number;
  readonly #slots: Int32Array;
  #entries: { readonly bytes: Uint8Array; readonly value: number; readonly next: number }[] = [];
  /** Length of the value found last. */
  length = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2))).fill(NONE);
  }

  /** The value kept for what starts here, or -1; nothing at or beyond `end` is looked at. */
  find(bytes: Buffer, start: number, end: number): number {
    let at = this.#slots[this.#slot(bytes, start, end)] as number;
    while (at !== NONE) {
      const entry = this.#entries[at] as { bytes: Uint8Array; value: number; next: number };
      const stop = start + entry.bytes.length;
      if (stop <= end && bytes.compare(entry.bytes, 0, entry.bytes.length, start, stop) === 0) {
        this.length = entry.bytes.length;
        return entry.value;
      }
      at = entry.next;
    }
    return NONE;
  }

  /** Forgets everything when it is full: what is asked for again comes back, and memory stays bounded. */
  add(bytes: Buffer, start: number, end: number, limit: number, value: number): void {
    if (this.#entries.length >= this.#capacity) {
      this.#slots.fill(NONE);
      this.#entries = [];
    }
    const slot = this.#slot(bytes, start, limit);
    let alike = 0;
    for (let at = this.#slots[slot] as number; at !== NONE; at = (this.#entries[at] as { next: number }).next) alike++;
    if (alike >= MOST_ALIKE) return;
    // A copy: the reader writes the next lines over these.
    this.#entries.push({ bytes: Buffer.from(bytes.subarray(start, end)), value, next: this.#slots[slot] as number });
    this.#slots[slot] = this.#entries.length - 1;
  }

  #slot(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0;
    const stop = Math.min(start + HEAD, end) - 3;
    // Four bytes at once: a multiplication for each would be most of the work.
    for (let at = start; at < stop; at += 4) {
      const word =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      hash = Math.imul(hash ^ word, 0x9e_37_79_b1);
    }
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }
}
