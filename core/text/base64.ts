/**
 * The UTF-8 text of base64, without Node's `Buffer`: core runs in a browser too. As lenient as what carries it: characters of no
 * alphabet are passed over, so is the end that is missing or cut, and bytes that are no text become U+FFFD.
 */
export function textOfBase64(text: string): string {
  const compact = text
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replaceAll(/[^A-Za-z0-9+/]/g, "");
  // One sign alone holds six bits, and no byte.
  const whole = compact.length % 4 === 1 ? compact.slice(0, -1) : compact;
  const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Base64 of a text in UTF-8. */
export function base64OfText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
