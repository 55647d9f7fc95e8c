import { z } from "zod";

type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;

/** One zod type a key of `T`: a key that core's settings do not have, or that is missing here, does not compile. */
type Shape<T> = {
  [K in keyof T]-?: IsOptional<T, K> extends true
    ? z.ZodExactOptional<z.ZodType<Exclude<T[K], undefined>>>
    : z.ZodType<T[K]>;
};

/** A strict object that is exactly the settings type `T`. Unknown keys are faults. */
export const object = <T extends object>(shape: Shape<T>): z.ZodType<T> =>
  z.strictObject(shape) as unknown as z.ZodType<T>;

export const optional = <T>(type: z.ZodType<T>): z.ZodExactOptional<z.ZodType<T>> => z.exactOptional(type);

export const text = z.string().min(1);
export const flag = z.boolean();
export const list = <T>(item: z.ZodType<T>): z.ZodType<readonly T[]> => z.array(item);
export const map = <T>(item: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> => z.record(z.string(), item);
export const strings = list(text);
export const tags = map(z.string());
export const json = z.record(z.string(), z.unknown());
/** Ids and ARNs are strings in a stack file; in a component they may be Outputs. */
export const ref = z.string().min(1);
export const whole = (min: number, max: number): z.ZodType<number> => z.int().min(min).max(max);
export const choice = <T extends string>(values: Readonly<Record<string, T>>): z.ZodType<T> =>
  z.enum(Object.values(values) as [T, ...T[]]);
