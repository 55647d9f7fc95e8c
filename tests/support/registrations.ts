import * as pulumi from "@pulumi/pulumi";
import { type PropertyValue, Secret, isMap } from "../../engine/values.ts";
import { type AwsAccount, exampleAccount } from "./aws-account.ts";
import { type Recorded, record } from "./recorder.ts";

/** What was registered, by names in place of URNs: for tests of the parts of a component. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  /** Names of what it waits for, by inputs and by `dependsOn`. */
  readonly dependsOn: ReadonlySet<string>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs that were sent as secrets. */
  readonly secrets: ReadonlySet<string>;
  readonly ignoreChanges: readonly string[];
  readonly transforms: readonly pulumi.ResourceTransform[];
}

/** Runs a program part under mocks and gives what it registered, in order. */
export async function registrations(
  program: () => void,
  account: AwsAccount = exampleAccount(),
): Promise<readonly Registration[]> {
  return (await record(program, { account })).map(byNames);
}

const byNames = ({ type, name, parent = "", dependencies, inputs, options, transforms }: Recorded): Registration => ({
  type,
  name,
  parent: nameOf(parent),
  dependsOn: new Set(dependencies.map(nameOf)),
  inputs: plain(inputs) as Record<string, unknown>,
  secrets: new Set(Object.keys(inputs).filter((key) => inputs[key] instanceof Secret)),
  ignoreChanges: options.ignoreChanges ?? [],
  transforms,
});

/** Values as the program wrote them, secret or not. */
function plain(value: PropertyValue | undefined): unknown {
  if (value instanceof Secret) return plain(value.value);
  if (Array.isArray(value)) return (value as readonly PropertyValue[]).map(plain);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** The one registration of a type and a name. */
export function the(seen: readonly Registration[], type: string, name: string): Registration {
  const found = seen.find((entry) => entry.type === type && entry.name === name);
  if (found !== undefined) return found;
  throw new Error(`no ${type} "${name}" among ${seen.map((entry) => `${entry.type} "${entry.name}"`).join(", ")}`);
}

export const allOf = (seen: readonly Registration[], type: string): readonly Registration[] =>
  seen.filter((entry) => entry.type === type);

/** Names that a registration waits for, directly or through others. */
export function ancestors(seen: readonly Registration[], entry: Registration): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [...entry.dependsOn];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const other of seen) if (keyOf(other) === name) queue.push(...other.dependsOn);
  }
  return found;
}

/** How dependencies name a registration: `aws:eks/addon:Addon::test-addon-coredns`. */
export const keyOf = ({ type, name }: Pick<Registration, "type" | "name">): string => `${type}::${name}`;

const nameOf = (urn: string): string => {
  const [, , type = "", name = ""] = urn.slice("urn:pulumi:".length).split("::");
  return `${type.slice(type.lastIndexOf("$") + 1)}::${name}`;
};

/** A parent for the parts of a component. */
export class Box extends pulumi.ComponentResource {
  constructor(name = "test") {
    super("test:index:Box", name);
  }
}

/** Stands in for a resource that another part makes. A component would not do: to wait for one is to wait for its children. */
export class Mark extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions = {}) {
    super("test:index:Mark", name, {}, opts);
  }
}
