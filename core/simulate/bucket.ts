/** A token bucket: `size` calls at once, `rate` a second afterwards. */
export class Bucket {
  readonly #size: number;
  readonly #rate: number;
  #tokens: number;
  #at = 0;

  constructor(size: number, rate: number) {
    this.#size = size;
    this.#rate = rate;
    this.#tokens = size;
  }

  /** Takes a token, if need be one that is yet to come; gives the moment it is there. Golang's rate.Limiter does so. */
  reserve(now: number): number {
    this.#refill(now);
    this.#tokens -= 1;
    return this.#tokens >= 0 ? now : now - this.#tokens / this.#rate;
  }

  /** Takes a token that is there, or none: EC2 refuses the call then. */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #refill(now: number): void {
    if (now <= this.#at) return;
    this.#tokens = Math.min(this.#size, this.#tokens + (now - this.#at) * this.#rate);
    this.#at = now;
  }
}
