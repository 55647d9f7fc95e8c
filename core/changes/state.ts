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
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** URN and id of its provider, `urn:pulumi:…::default::6f1d…`. */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  /** Input -> URNs that its value comes from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** Marks a value of the engine's own kinds, a secret for one (pulumi sdk/go/common/resource/sig: Key). */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Stands for a value that is known after the deployment (pulumi sdk/go/common/resource/plugin/rpc.go: UnknownStringValue). */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Resources of a stack as the engine keeps them. */
export type State = readonly StateResource[];

/** Reads what `pulumi stack export` writes. Undefined where it is something else. */
export function readState(content: unknown): State | undefined {
  const deployment = isObject(content) ? content["deployment"] : undefined;
  if (!isObject(deployment)) return undefined;
  const resources: unknown = deployment["resources"] ?? [];
  if (!Array.isArray(resources)) return undefined;
  return resources.filter(isStateResource);
}

/** A resource of a state or of a preview that is there. */
export const isStateResource = (one: unknown): one is StateResource =>
  isObject(one) && typeof one["urn"] === "string" && typeof one["type"] === "string" && one["delete"] !== true;

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
