import { isObject } from "../model/json.ts";

type Tree = Readonly<Record<string, unknown>>;

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  /** Read, and not made, by the stack. */
  readonly external?: boolean;
  readonly inputs?: Tree;
  readonly outputs?: Tree;
}

/** Resources of a stack as the engine keeps them. */
export type State = readonly StateResource[];

/** Reads what `pulumi stack export` writes. Undefined where it is something else. */
export function readState(content: unknown): State | undefined {
  const deployment = isObject(content) ? content["deployment"] : undefined;
  if (!isObject(deployment)) return undefined;
  const resources: unknown = deployment["resources"] ?? [];
  if (!Array.isArray(resources)) return undefined;
  return resources.filter(
    (one): one is StateResource =>
      isObject(one) && typeof one["urn"] === "string" && typeof one["type"] === "string" && one["delete"] !== true,
  );
}

/** Resources of a type, in the stack's cluster component or anywhere. */
export const inState = (state: State, type: string): State => state.filter((resource) => resource.type === type);

/** The value at keys; the first of a list where the provider keeps one. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => {
    const one: unknown = Array.isArray(inner) ? inner[0] : inner;
    return isObject(one) ? one[key] : undefined;
  }, value);

/** Whether a resource's logical name ends so. */
export const namesEnd = ({ urn }: StateResource, end: string): boolean => (urn.split("::").at(-1) ?? "").endsWith(end);
