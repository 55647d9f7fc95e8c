import type { Registered } from "../../../lens/registered.ts";

/** A registration as the engine would hand it to a policy; its URN follows from type and name. */
export function resource(
  type: string,
  given: string,
  props: Readonly<Record<string, unknown>> = {},
  rest: Partial<Omit<Registered, "type" | "name" | "props">> = {},
): Registered {
  // A model may not know a name; a resource always has one.
  const name = typeof given === "string" ? given : "unnamed";
  return {
    urn: urnOf(type, name),
    type,
    name,
    props: defined(props),
    protect: false,
    ignoreChanges: [],
    sources: {},
    dependencies: [],
    ...rest,
  };
}

/** Names may be unknown too. */
export const urnOf = (type: string, name: unknown): string => `urn:pulumi:test::test::${type}::${String(name)}`;

/** Without the keys that hold nothing: the engine sends none. */
export const defined = (props: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
