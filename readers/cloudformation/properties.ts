import { isMap } from "../input.ts";
import type { Template } from "./template.ts";

/** A value with the resources that it comes from. */
export interface Resolved {
  readonly value: unknown;
  readonly refs: readonly string[];
}

/** Properties of one resource. */
export class Properties {
  readonly #template: Template;
  readonly #raw: unknown;

  constructor(template: Template, raw: unknown) {
    this.#template = template;
    this.#raw = raw;
  }

  get(path: readonly string[]): Resolved {
    return this.#template.resolve(this.raw(path));
  }

  text(path: readonly string[]): Resolved {
    return this.#template.text(this.raw(path));
  }

  /** Items of a list, each with what it comes from. */
  list(path: readonly string[]): readonly Resolved[] {
    const raw = this.raw(path);
    if (Array.isArray(raw)) return raw.map((item) => this.#template.resolve(item));
    const { value, refs } = this.#template.resolve(raw);
    return value === undefined
      ? []
      : (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => ({ value: item, refs }));
  }

  raw(path: readonly string[]): unknown {
    let raw = this.#template.shallow(this.#raw);
    for (const key of path) {
      if (!isMap(raw)) return undefined;
      // A function whose answer is not known has no parts.
      if (Object.keys(raw).some((one) => one.startsWith("Fn::"))) return raw;
      raw = this.#template.shallow(raw[key]);
    }
    return raw;
  }
}
