import { textOfBase64 } from "../text/base64.ts";

/** Settings that are secret whatever they hold. */
export const SECRET_SETTINGS = ["mesh.certificateAuthority.privateKey", "hybrid.kubeconfig"] as const;

/** What a secret is shown as. */
export const SECRET_TEXT = "[secret]";

/** Keys whose text is a credential, in charts, add-ons, environment variables and headers. */
const SECRET_KEY =
  /^kubeconfig$|^(?:proxy-)?authorization$|^cookie$|(?:password|passwd|passphrase|private_?key|client_?secret|secret_?(?:access_?)?key|api[-_]?key|token)$/i;
/** Parents under which Helm charts keep a private key as `key`. */
const TLS_PARENT = /tls$|^ca$|^certificateAuthority$/i;
/** Parents under which `key` names a label or a taint. */
const SELECTOR_PARENT = /^(?:match\w+|tolerations|taints)$/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** A URL that names a user and a password. */
const URL_CREDENTIALS = /\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;
/** Texts shorter than this are compared whole: as a part they would be found everywhere. */
const SHORTEST_PART = 6;

/** Whether a text must not be written in clear: by its content alone. */
export const isSecretText = (text: string, known: readonly string[] = []): boolean =>
  PRIVATE_KEY.test(text) ||
  URL_CREDENTIALS.test(text) ||
  isBase64Key(text) ||
  known.some((secret) => text === secret || (secret.length >= SHORTEST_PART && holds(text, secret)));

/** Also where the secret was written into JSON. */
const holds = (text: string, secret: string): boolean =>
  text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1));

/** Charts take keys as base64 of PEM, which begins with `-----BEGIN `. */
const isBase64Key = (text: string): boolean =>
  text.startsWith("LS0tLS1CRUdJTi") && PRIVATE_KEY.test(textOfBase64(text));

/** Whether what stands at a path must not be written in clear; `parents` from the outside in. */
export const isSecretAt = (key: string, parents: readonly string[]): boolean =>
  SECRET_KEY.test(key) ||
  (key === "key" &&
    parents.some((parent) => TLS_PARENT.test(parent)) &&
    !parents.some((parent) => SELECTOR_PARENT.test(parent)));

/** A text for people, without the secrets that are known. */
export const withoutSecrets = (text: string, known: readonly string[]): string =>
  known.reduce(
    (shown, secret) => (secret.length >= SHORTEST_PART ? shown.replaceAll(secret, SECRET_TEXT) : shown),
    text,
  );
