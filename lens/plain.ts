import { UNKNOWN } from "../core/model/unknown.ts";

/** How an asset's content is found; undefined where it cannot be. */
export type ReadAsset = (path: string) => string | undefined;

/**
 * Plain data from the props that a policy gets. They are a proxy that throws where a value is unknown; here such a value
 * becomes `UNKNOWN` and everything round it stays. An asset becomes its text, or `UNKNOWN`.
 */
export async function toPlain(value: unknown, readAsset: ReadAsset): Promise<unknown> {
  if (Array.isArray(value)) {
    const indices = Array.from({ length: value.length }, (_, index) => String(index));
    return Promise.all(indices.map((index) => readKey(value, index, readAsset)));
  }
  if (typeof value !== "object" || value === null) return value;
  if ("__pulumiAsset" in value) return textOf(unwrapped(value), readAsset);
  if ("__pulumiArchive" in value) return UNKNOWN;
  const entries = Object.keys(value).map(async (key) => [key, await readKey(value, key, readAsset)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function readKey(owner: object, key: string, readAsset: ReadAsset): Promise<unknown> {
  let value: unknown;
  try {
    value = (owner as Record<string, unknown>)[key];
  } catch (error) {
    // The class is not exported by every version of the SDK, its shape is.
    if (error instanceof Error && "unknownTypeSentinel" in error) return Promise.resolve(UNKNOWN);
    throw error;
  }
  return toPlain(value, readAsset);
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
