import type { LiveCondition } from "../../core/model/index.ts";

/** What is read of an object; everything may be missing in what a bundle of somebody else holds. */
export interface Raw {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: RawMeta;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

interface RawMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly creationTimestamp?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

export interface RawCondition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string;
}

export const nameOf = ({ metadata }: Raw): string => metadata?.name ?? "";
export const namespaceOf = ({ metadata }: Raw): string => metadata?.namespace ?? "";
export const keyOf = (object: Raw): string => `${namespaceOf(object)}/${nameOf(object)}`;

/** Seconds since 1970 of an RFC 3339 time; `otherwise` where it is none. */
function seconds(time: string | null | undefined, otherwise: number): number {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? otherwise : milliseconds / 1000;
}

/** Whole seconds since a time, never negative: clocks differ a little. */
export const ageOf = (time: string | null | undefined, at: number): number =>
  Math.max(0, Math.round(at - seconds(time, at)));

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

export const listOf = <T>(value: unknown, otherwise: readonly T[] = []): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : otherwise;

/** A text, or a number as one. */
export const textOf = (value: unknown, otherwise = ""): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : otherwise;

export const conditionsOf = (conditions: unknown, generation: number | undefined): readonly LiveCondition[] =>
  listOf<RawCondition>(conditions).map(({ type = "", status = "", reason = "", message = "", observedGeneration }) => ({
    type,
    status,
    reason,
    message,
    current: generation === undefined || observedGeneration === undefined || observedGeneration >= generation,
  }));
