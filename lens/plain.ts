import { UNKNOWN } from "../core/model/unknown.ts";

/** How an asset's content is found; undefined where it cannot be. */
export type ReadAsset = (path: string) => string | undefined;

/**
 * Plain data from the props that a policy gets. They are a proxy that throws where a value is unknown; here such a value
 * becomes `UNKNOWN` and everything round it stays. An asset becomes its text, or `UNKNOWN`.
 */
export async function toPlain(value: unknown, readAsset: ReadAsset): Promise<unknown> {
  const whole: Record<string, unknown> = {};
  const copy = new Copy(readAsset);
  copy.put(whole, "value", value);
  await copy.done();
  return whole["value"];
}

/** Only the text of an asset has to be waited for: there may be tens of thousands of other values. */
class Copy {
  readonly #readAsset: ReadAsset;
  readonly #waiting: Promise<void>[] = [];

  constructor(readAsset: ReadAsset) {
    this.#readAsset = readAsset;
  }

  async done(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  put(owner: Record<string, unknown>, key: string, value: unknown): void {
    if (Array.isArray(value)) owner[key] = this.#list(value);
    else if (typeof value !== "object" || value === null) owner[key] = value;
    else if ("__pulumiAsset" in value) this.#asset(owner, key, value);
    else if ("__pulumiArchive" in value) owner[key] = UNKNOWN;
    else owner[key] = this.#map(value);
  }

  #list(value: readonly unknown[]): unknown[] {
    const list: unknown[] = Array.from({ length: value.length });
    for (const index of list.keys()) this.#put(list as never, String(index), value);
    return list;
  }

  #map(value: object): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (const key of Object.keys(value)) this.#put(map, key, value);
    return map;
  }

  #put(owner: Record<string, unknown>, key: string, from: object): void {
    try {
      this.put(owner, key, (from as Record<string, unknown>)[key]);
    } catch (error) {
      // The class is not exported by every version of the SDK, its shape is.
      if (!(error instanceof Error && "unknownTypeSentinel" in error)) throw error;
      owner[key] = UNKNOWN;
    }
  }

  #asset(owner: Record<string, unknown>, key: string, asset: object): void {
    owner[key] = UNKNOWN;
    const text = textOf(unwrapped(asset), this.#readAsset);
    this.#waiting.push(text.then((found) => void (owner[key] = found)));
  }
}

/** The asset behind the proxy, whose promises cannot be awaited through it (@pulumi/policy proxy.js, getSpecialProxyTarget). */
const unwrapped = (proxy: object): object =>
  (proxy as { readonly __getSpecialProxyTarget?: object }).__getSpecialProxyTarget ?? proxy;

async function textOf(asset: object, readAsset: ReadAsset): Promise<unknown> {
  const { text, path } = asset as {
    readonly text?: string | Promise<string>;
    readonly path?: string | Promise<string>;
  };
  if (text !== undefined) return { text: await text };
  const content = path === undefined ? undefined : readAsset(await path);
  return content === undefined ? UNKNOWN : { text: content };
}
