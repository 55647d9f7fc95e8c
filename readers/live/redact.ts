import { SECRET_TEXT, isSecretAt, isSecretText } from "../../core/findings/secrets.ts";

/** What an object is written down without: other copies of itself, and who wrote which field. */
const LEFT_OUT: ReadonlySet<string> = new Set(["kubectl.kubernetes.io/last-applied-configuration"]);
/** What of a Secret is public. */
const PUBLIC: ReadonlySet<string> = new Set(["tls.crt", "ca.crt"]);

/** A copy without what is secret: keys of Secrets, credentials by name or by content, values of environment variables that name one. */
export function redacted(value: unknown): unknown {
  return copy(value, [], isSecret(value));
}

const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (value as { readonly kind?: string }).kind === "Secret";

function copy(value: unknown, parents: readonly string[], secret: boolean): unknown {
  if (typeof value === "string") return isSecretText(value) ? SECRET_TEXT : value;
  if (Array.isArray(value)) return value.map((one) => copy(one, parents, secret || isSecret(one)));
  if (typeof value !== "object" || value === null) return value;
  const named = (value as { readonly name?: unknown }).name;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (LEFT_OUT.has(key)) return [];
      if (secret && (parents.at(-1) === "data" || parents.at(-1) === "stringData"))
        return PUBLIC.has(key) ? [[key, inner]] : [];
      const environment = key === "value" && typeof named === "string" && isSecretAt(named, parents);
      if (typeof inner === "string" && (isSecretAt(key, parents) || environment)) return [[key, SECRET_TEXT]];
      return [[key, copy(inner, [...parents, key], secret || isSecret(inner))]];
    }),
  );
}
