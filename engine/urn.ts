/** The type of the resource that every other one descends from. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** Types of the parents and of the resource itself, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

/** Splits a URN. Names may contain `::`, the other parts may not. */
export function parseUrn(urn: string): UrnParts {
  const [prefix, project, qualifiedType, ...name] = urn.split("::");
  if (!prefix?.startsWith("urn:pulumi:") || !project || !qualifiedType || name.length === 0) {
    throw new Error(`"${urn}" is not a URN of a Pulumi resource.`);
  }
  return {
    stack: prefix.slice("urn:pulumi:".length),
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** The engine's rule: the chain of parent types in front, but the stack itself is never part of it. */
export function makeUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent === undefined ? "" : parseUrn(parent).qualifiedType;
  const chain = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
}

export function stackUrn(stack: string, project: string): string {
  return makeUrn(stack, project, undefined, STACK_TYPE, `${project}-${stack}`);
}

/** A provider reference is `urn::id`; ids of providers are made up by the engine and mean nothing to a reader. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
