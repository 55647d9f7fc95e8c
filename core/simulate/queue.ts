/** What happens when: a binary heap over typed arrays. Of two events at one moment the earlier planned one comes first. */
export class Queue {
  #time = new Float64Array(1024);
  #order = new Float64Array(1024);
  #kind = new Uint8Array(1024);
  #about = new Int32Array(1024);
  #size = 0;
  #planned = 0;

  get size(): number {
    return this.#size;
  }

  push(time: number, kind: number, about: number): void {
    if (this.#size === this.#time.length) this.#grow();
    const order = this.#planned++;
    let at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(time, order, above)) break;
      this.#move(above, at);
      at = above;
    }
    this.#set(at, time, order, kind, about);
  }

  /** The next event, or undefined. The object is used again: read it before the next call. */
  pop(): Readonly<Happening> | undefined {
    if (this.#size === 0) return undefined;
    this.#next.time = this.#time[0]!;
    this.#next.kind = this.#kind[0]!;
    this.#next.about = this.#about[0]!;
    const last = --this.#size;
    if (last > 0) this.#sink(last);
    return this.#next;
  }

  readonly #next: Happening = { time: 0, kind: 0, about: 0 };

  #sink(last: number): void {
    const time = this.#time[last]!;
    const order = this.#order[last]!;
    const kind = this.#kind[last]!;
    const about = this.#about[last]!;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#size) break;
      const right = left + 1;
      const child = right < this.#size && this.#before(this.#time[right]!, this.#order[right]!, left) ? right : left;
      if (this.#before(time, order, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, time, order, kind, about);
  }

  #before(time: number, order: number, other: number): boolean {
    const theirs = this.#time[other]!;
    return time < theirs || (time === theirs && order < this.#order[other]!);
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#time[from]!, this.#order[from]!, this.#kind[from]!, this.#about[from]!);
  }

  #set(at: number, time: number, order: number, kind: number, about: number): void {
    this.#time[at] = time;
    this.#order[at] = order;
    this.#kind[at] = kind;
    this.#about[at] = about;
  }

  #grow(): void {
    const size = this.#time.length * 2;
    const wider = <A extends Float64Array | Int32Array | Uint8Array>(make: new (size: number) => A, from: A): A => {
      const to = new make(size);
      to.set(from);
      return to;
    };
    this.#time = wider(Float64Array, this.#time);
    this.#order = wider(Float64Array, this.#order);
    this.#kind = wider(Uint8Array, this.#kind);
    this.#about = wider(Int32Array, this.#about);
  }
}

interface Happening {
  time: number;
  kind: number;
  about: number;
}
