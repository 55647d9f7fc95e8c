import type * as pulumi from "@pulumi/pulumi";

/** What every create function of a component needs: the component's name, itself as parent, and the tags of its resources. */
export interface Scope {
  readonly name: string;
  readonly parent: pulumi.ComponentResource;
  readonly tags: Readonly<Record<string, string>>;
}

/** Logical name of a child: `${name}-part`. Parts come from roles and map keys, never from values that can change. */
export const childName = (scope: Pick<Scope, "name">, ...parts: readonly string[]): string =>
  [scope.name, ...parts].join("-");

/** Options of a child: its parent, and what the caller adds. */
export function childOptions<O extends pulumi.ResourceOptions>(
  scope: Pick<Scope, "parent">,
  extra?: O,
): O & { parent: pulumi.Resource } {
  return { ...(extra as O), parent: scope.parent };
}

/** AWS tags of a child, with its `Name`. */
export const childTags = (scope: Scope, ...parts: readonly string[]): Record<string, string> => ({
  ...scope.tags,
  Name: childName(scope, ...parts),
});
