/**
 * The JSON that the SDK and an engine exchange. Special values are objects that carry a signature; the constants are
 * those of `@pulumi/pulumi/runtime/rpc.js` and of the Go engine's `resource/properties.go`.
 */
export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };
export type WireMap = { [key: string]: Wire };

export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

export const Signature = {
  Secret: "1b47061264138c4ac30d75fd1eb44270",
  Output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  Resource: "5cf8f73096256a8f31e491e813e4eb8e",
  Asset: "c44067f5952c0a294b673a41bacd8c17",
  Archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;
export type Signature = (typeof Signature)[keyof typeof Signature];

const SIGNATURES: ReadonlySet<string> = new Set(Object.values(Signature));

export function isObject(value: Wire | undefined): value is WireMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The signature of a special value, or undefined for plain data. */
export function signatureOf(value: WireMap): Signature | undefined {
  const found = value[SIGNATURE];
  return typeof found === "string" && SIGNATURES.has(found) ? (found as Signature) : undefined;
}

export function wireSecret(value: Wire): WireMap {
  return { [SIGNATURE]: Signature.Secret, value };
}

function mapWire(value: Wire, visit: (value: Wire) => Wire): Wire {
  if (Array.isArray(value)) return value.map(visit);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
}

/**
 * Turns output values into plain, unknown or secret ones. Only component plugins and transforms read output values;
 * state, policies and people do not.
 */
export function stripOutputs(value: Wire): Wire {
  if (!isObject(value) || signatureOf(value) !== Signature.Output) return mapWire(value, stripOutputs);
  const inner = value["value"] === undefined ? UNKNOWN_SENTINEL : stripOutputs(value["value"]);
  return value["secret"] === true ? wireSecret(inner) : inner;
}

export function stripOutputMap(map: WireMap): WireMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, stripOutputs(value)]));
}

/** Turns unknown and secret values into output values: the form in which the engine hands properties to a transform. */
export function toOutputs(value: Wire): Wire {
  if (value === UNKNOWN_SENTINEL) return { [SIGNATURE]: Signature.Output };
  if (!isObject(value) || signatureOf(value) !== Signature.Secret) return mapWire(value, toOutputs);
  const inner = value["value"] ?? null;
  return inner === UNKNOWN_SENTINEL
    ? { [SIGNATURE]: Signature.Output, secret: true }
    : { [SIGNATURE]: Signature.Output, value: toOutputs(inner), secret: true };
}

/** The URNs that the output values inside `value` depend on. */
export function outputDependencies(value: Wire, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) {
    for (const item of value) outputDependencies(item, found);
  } else if (isObject(value)) {
    const listed = value["dependencies"];
    if (signatureOf(value) === Signature.Output && Array.isArray(listed)) {
      for (const urn of listed) if (typeof urn === "string") found.add(urn);
    }
    for (const inner of Object.values(value)) outputDependencies(inner, found);
  }
  return found;
}

/** Properties as output values that also say which resources each property depends on. */
export function withDependencies(
  map: WireMap,
  propertyDependencies: Readonly<Record<string, readonly string[]>>,
): WireMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      const upgraded = toOutputs(value);
      const missing = (propertyDependencies[key] ?? []).filter((urn) => !outputDependencies(upgraded).has(urn));
      return [key, missing.length === 0 ? upgraded : addDependencies(upgraded, missing)];
    }),
  );
}

function addDependencies(value: Wire, urns: readonly string[]): WireMap {
  if (isObject(value) && signatureOf(value) === Signature.Output) {
    const listed = value["dependencies"];
    return { ...value, dependencies: [...(Array.isArray(listed) ? listed : []), ...urns] };
  }
  return { [SIGNATURE]: Signature.Output, value, dependencies: [...urns] };
}
