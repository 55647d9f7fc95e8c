import { isSecretAt, withoutSecrets } from "../core/findings/secrets.ts";
import type { Finding } from "../core/findings/finding.ts";
import { isMap } from "./input.ts";

/** Texts of inputs that must not be written in clear: what stands at keys for credentials, and the data of Secrets. */
export function secretsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (inner: unknown, key: string, parents: readonly string[], isSecret: boolean): void => {
    if (typeof inner === "string") {
      if (isSecret || isSecretAt(key, parents)) found.add(inner);
      return;
    }
    if (typeof inner !== "object" || inner === null) return;
    const hides = isSecret || (isMap(inner) && inner["kind"] === "Secret" && parents.length === 0);
    for (const [name, one] of Object.entries(inner)) {
      walk(one, name, [...parents, key], hides && (isSecret || name === "data" || name === "stringData"));
    }
  };
  for (const one of Array.isArray(value) ? value : [value]) walk(one, "", [], false);
  return [...found];
}

/** A finding that says nothing of them. */
export function hiding<F extends Finding>(finding: F, secrets: readonly string[]): F {
  if (secrets.length === 0) return finding;
  const { found, expected, fix } = finding;
  return {
    ...finding,
    found: withoutSecrets(found, secrets),
    expected: withoutSecrets(expected, secrets),
    fix: withoutSecrets(fix, secrets),
  };
}
