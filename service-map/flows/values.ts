import type { Field } from "./fields.ts";

// What a scanner found, from its spans.

export const start = (spans: Int32Array, field: Field): number => spans[field] as number;
export const stop = (spans: Int32Array, field: Field): number => spans[field + 1] as number;
export const isEmpty = (spans: Int32Array, field: Field): boolean => spans[field + 1] === 0;

/** Text between quotes. */
export function textAt(bytes: Buffer, spans: Int32Array, field: Field): string {
  const text = bytes.toString("utf8", start(spans, field), stop(spans, field));
  return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
}

/** An object; undefined for any other value. */
export function jsonAt(bytes: Buffer, spans: Int32Array, field: Field): Record<string, unknown> | undefined {
  if (isEmpty(spans, field)) return undefined;
  const value: unknown = JSON.parse(bytes.toString("utf8", start(spans, field), stop(spans, field)));
  return isRecord(value) ? value : undefined;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
