import * as pulumi from "@pulumi/pulumi";
import { isSecretAt, isSecretText } from "../core/findings/secrets.ts";

/** Texts that the stack file holds as secrets. One program runs for one stack, as the SDK's own configuration does. */
const known = new Set<string>();

/** Remembers secrets of the stack file, so that they are sealed wherever they are written to. */
export function rememberSecrets(texts: Iterable<string>): void {
  for (const text of texts) if (text !== "") known.add(text);
}

export const knownSecrets = (): readonly string[] => [...known];

/**
 * The same data with every secret in it marked as one, so that the engine encrypts it: what a component registers as its own
 * arguments and outputs, chart values, objects. What is a secret is told by its key, by its text (private keys, URLs with a
 * password) and by the stack file. Data without a secret comes back as it is.
 */
export const seal = <T>(data: T): T => sealAt(data, "", [], knownSecrets()) as T;

function sealAt(value: unknown, key: string, parents: readonly string[], secrets: readonly string[]): unknown {
  if (typeof value === "string") {
    return value !== "" && (isSecretAt(key, parents) || isSecretText(value, secrets)) ? pulumi.secret(value) : value;
  }
  if (isDeferred(value)) {
    if (isSecretAt(key, parents)) return pulumi.secret(value);
    return secrets.length === 0
      ? value
      : pulumi.output(value as pulumi.Input<string>).apply((found: unknown) => sealAt(found, key, parents, secrets));
  }
  const inner = key === "" ? parents : [...parents, key];
  if (Array.isArray(value)) return keepIfSame(value, (item: unknown) => sealAt(item, "", inner, secrets));
  if (!isPlain(value)) return value;
  const sealed = Object.entries(value).map(
    ([name, item]) => [name, sealAt(item, nameOfPair(value, name), inner, secrets)] as const,
  );
  return sealed.every(([name, item]) => item === value[name]) ? value : Object.fromEntries(sealed);
}

/** `{ name: "API_TOKEN", value }`, as environment variables and headers are written. */
const nameOfPair = (pair: Readonly<Record<string, unknown>>, key: string): string =>
  key === "value" && typeof pair["name"] === "string" ? pair["name"] : key;

function keepIfSame(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change);
  return changed.every((item, at) => item === list[at]) ? list : changed;
}

/**
 * Of an object that it patches the provider keeps the whole in the state: environment and annotations of pods that the chart
 * made of secret values, or that somebody else wrote.
 */
export const LIVE_OBJECT = { additionalSecretOutputs: ["metadata", "spec"] } satisfies pulumi.CustomResourceOptions;

const isDeferred = (value: unknown): value is pulumi.Output<unknown> | Promise<unknown> =>
  pulumi.Output.isInstance(value) || value instanceof Promise;

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Seals what any resource of the stack is given, children of other people's components included. */
export const sealResources = (): void =>
  pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
    props: seal(props as Readonly<Record<string, unknown>>),
    opts,
  }));
