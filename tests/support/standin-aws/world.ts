import type { Properties } from "../aws-account.ts";

/** A resource that the account holds. */
export interface Held {
  readonly type: string;
  /** Logical name; empty for what was there before the stack. */
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  /** Inputs and what AWS adds. */
  readonly state: Properties;
}

/** What the checks see of an account. */
export interface World {
  all(type: string): readonly Held[];
  /** Ids, ARNs and names that exist although nobody made them here: networks of others, roles of the company. */
  given(reference: string): boolean;
  /** Value of a service quota in this account; undefined where nothing is counted. */
  quota(code: string): number | undefined;
}

/** What the account is asked to do. */
export interface Request {
  readonly operation: "create" | "update" | "delete";
  readonly type: string;
  readonly name: string;
  /** After the operation; of a deletion, what is deleted. */
  readonly inputs: Properties;
  /** Missing while it is created. */
  readonly held?: Held;
}

/** One thing that AWS refuses. */
export interface Refusal {
  /** Error code of the service's API. */
  readonly code: string;
  /** Where AWS says so. */
  readonly source: string;
  readonly operations: readonly Request["operation"][];
  readonly types: readonly string[];
  /** What is wrong, or nothing. */
  check(request: Request, world: World): string | undefined;
}

/** Values at a path such as `vpcConfig.subnetIds`, through lists, flat. What is absent or empty is left out. */
export function valuesAt(from: unknown, path: string): readonly unknown[] {
  const found = path === "" ? [from] : step(from, path);
  return found
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isGiven);
}

function step(from: unknown, path: string): readonly unknown[] {
  if (Array.isArray(from)) return from.flatMap((item) => step(item, path));
  if (typeof from !== "object" || from === null) return [];
  const [key = "", ...rest] = path.split(".");
  return valuesAt((from as Properties)[key], rest.join("."));
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

export const textsAt = (from: unknown, path: string): readonly string[] =>
  valuesAt(from, path).flatMap((value) => (typeof value === "string" ? [value] : []));

export const textAt = (from: unknown, path: string): string => textsAt(from, path)[0] ?? "";

export const numberAt = (from: unknown, path: string): number | undefined =>
  valuesAt(from, path).find((value): value is number => typeof value === "number");

/** Whether a reference means this resource: by id, ARN or name. */
export const isMeant = ({ id, state }: Held, reference: string): boolean =>
  reference === id || reference === state["arn"] || reference === state["name"];

/** The other resources of a request's type. */
export const others = ({ type, held }: Request, world: World): readonly Held[] =>
  world.all(type).filter(({ id }) => id !== held?.id);
