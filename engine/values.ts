import {
  isObject,
  SIGNATURE,
  Signature,
  signatureOf,
  stripOutputs,
  UNKNOWN_SENTINEL,
  wireSecret,
  type Wire,
  type WireMap,
} from "./wire.ts";

/** A value that the program marked as secret. It prints as `[secret]`, also through JSON.stringify. */
export class Secret {
  readonly value: PropertyValue;
  constructor(value: PropertyValue) {
    this.value = value;
  }
  toJSON(): string {
    return SECRET_TEXT;
  }
}

/** A value that exists only after a deployment. It prints as `[unknown]`. */
export class Unknown {
  toJSON(): string {
    return UNKNOWN_TEXT;
  }
}

/** A file, text or URL, or an archive of those, that a resource takes. */
export class Asset {
  readonly kind: "asset" | "archive";
  readonly content: PropertyMap;
  constructor(kind: "asset" | "archive", content: PropertyMap) {
    this.kind = kind;
    this.content = content;
  }
  toJSON(): Readonly<Record<string, unknown>> {
    return { [this.kind]: this.content };
  }
}

/** A whole resource passed as an input. It prints as its URN. */
export class ResourceReference {
  readonly urn: string;
  /** Absent for components. */
  readonly id: string | Unknown | undefined;
  constructor(urn: string, id: string | Unknown | undefined) {
    this.urn = urn;
    this.id = id;
  }
  toJSON(): string {
    return this.urn;
  }
}

export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | Secret
  | Unknown
  | Asset
  | ResourceReference
  | readonly PropertyValue[]
  | PropertyMap;
export type PropertyMap = { readonly [key: string]: PropertyValue };

export const UNKNOWN = new Unknown();
const SECRET_TEXT = "[secret]";
const UNKNOWN_TEXT = "[unknown]";

/** Reads a value off the wire. */
export function fromWire(value: Wire): PropertyValue {
  if (value === UNKNOWN_SENTINEL) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isObject(value)) return value;
  switch (signatureOf(value)) {
    case Signature.Secret:
      return new Secret(fromWire(value["value"] ?? null));
    case Signature.Output:
      return fromWire(stripOutputs(value));
    case Signature.Resource:
      return reference(value);
    case Signature.Asset:
      return new Asset("asset", plainMap(value));
    case Signature.Archive:
      return new Asset("archive", plainMap(value));
    default:
      return plainMap(value);
  }
}

export function fromWireMap(map: WireMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fromWire(value)]));
}

function plainMap(value: WireMap): PropertyMap {
  const { [SIGNATURE]: _signature, ...rest } = value;
  return fromWireMap(rest);
}

function reference(value: WireMap): ResourceReference {
  const id = value["id"];
  // The SDK sends an empty id for a resource that does not exist yet.
  const known = typeof id === "string" && id !== "" && id !== UNKNOWN_SENTINEL;
  const urn = typeof value["urn"] === "string" ? value["urn"] : "";
  return new ResourceReference(urn, id === undefined ? undefined : known ? id : UNKNOWN);
}

/** Writes a value for the SDK. */
export function toWire(value: PropertyValue): Wire {
  if (value instanceof Secret) return wireSecret(toWire(value.value));
  if (value instanceof Unknown) return UNKNOWN_SENTINEL;
  if (value instanceof Asset) return { [SIGNATURE]: assetSignature(value), ...toWireMap(value.content) };
  if (value instanceof ResourceReference) {
    const id = value.id instanceof Unknown ? UNKNOWN_SENTINEL : value.id;
    return { [SIGNATURE]: Signature.Resource, urn: value.urn, ...(id === undefined ? {} : { id }) };
  }
  if (isList(value)) return value.map(toWire);
  return isMap(value) ? toWireMap(value) : value;
}

export function toWireMap(map: PropertyMap): WireMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, toWire(value)]));
}

/**
 * Writes a value for a policy host, as the engine does: without resource references (their id, or the URN of a component)
 * and without the internal keys that start with two underscores. The host's reader knows neither.
 */
export function toPolicyWire(value: PropertyValue): Wire {
  if (value instanceof Secret) return wireSecret(toPolicyWire(value.value));
  if (value instanceof ResourceReference) return toWire(value.id ?? value.urn);
  if (value instanceof Asset || value instanceof Unknown) return toWire(value);
  if (isList(value)) return value.map(toPolicyWire);
  return isMap(value) ? toPolicyWireMap(value) : value;
}

export function toPolicyWireMap(map: PropertyMap): WireMap {
  const visible = Object.entries(map).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(visible.map(([key, value]) => [key, toPolicyWire(value)]));
}

/** Plain JSON for people: `[secret]` and `[unknown]` instead of values, at any depth. */
export function toDisplay(value: PropertyValue): unknown {
  if (value instanceof Secret) return SECRET_TEXT;
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (value instanceof ResourceReference) return value.urn;
  if (value instanceof Asset) return { [value.kind]: toDisplay(value.content) };
  if (isList(value)) return value.map(toDisplay);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toDisplay(inner)]));
}

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(
      value instanceof Secret ||
      value instanceof Unknown ||
      value instanceof Asset ||
      value instanceof ResourceReference
    )
  );
}

function isList(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

function assetSignature(value: Asset): Signature {
  return value.kind === "asset" ? Signature.Asset : Signature.Archive;
}
