/** Control characters and those that turn the direction of text round: names come from whoever sends packets. */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g;

/** A name as it may be shown: what cannot be seen is written out, so two names that look alike are alike. */
export const shown = (text: string): string =>
  text.replaceAll(UNSEEN, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);

/** Shortens in the middle, because ends of names tell workloads apart as often as beginnings. */
export function shortened(text: string, length: number): string {
  const signs = Array.from(text);
  if (signs.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${signs.slice(0, head).join("")}…${signs.slice(signs.length - (length - 1 - head)).join("")}`;
}

/** Width of text in the page's font, estimated without a browser: bold type of wide fonts, so Latin names fit. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const sign of text)
    width += NARROW.test(sign) ? 0.42 : WIDE.test(sign) ? 1 : /^[\u0000-\u024F]/.test(sign) ? 0.68 : 1.05;
  return Math.ceil(width * size);
}

const NARROW = /^[ilj.,:;'|!/()[\]tfr ]/;
const WIDE = /^[mwMW@%]/;

export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
