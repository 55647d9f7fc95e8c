import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { type AwsAccount, type Properties, exampleAccount } from "./aws-account.ts";
import { awsAnswer } from "./aws-invokes.ts";
import { awsState } from "./aws-outputs.ts";

/** One registration, as the engine would see it. */
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

const SECRET = "4dabf18193072939515e22adb298388d";

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): readonly string[];
  getIgnorechangesList(): readonly string[];
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** Runs a program part under mocks and gives what it registered, in order. */
export async function registrations(
  program: () => void,
  account: AwsAccount = exampleAccount(),
): Promise<readonly Registration[]> {
  const seen: Registration[] = [];
  const transforms = new Map<string, readonly pulumi.ResourceTransform[]>();
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      transforms.set(`${args.type}::${args.name}`, args.transforms ?? []);
      return newResource(args, account);
    },
    call: ({ token, inputs }) => awsAnswer(token, inputs as Properties, account),
  });
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, callback: (...answer: unknown[]) => void): Promise<void>;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    const object = request.getObject()?.toJavaScript() ?? {};
    await register(request, callback);
    seen.push({
      type: request.getType(),
      name: request.getName(),
      parent: nameOf(request.getParent()),
      dependsOn: new Set(request.getDependenciesList().map(nameOf)),
      inputs: unwrapped(object) as Record<string, unknown>,
      secrets: new Set(Object.keys(object).filter((key) => isSecret(object[key]))),
      ignoreChanges: request.getIgnorechangesList(),
      transforms: transforms.get(`${request.getType()}::${request.getName()}`) ?? [],
    });
  };
  await pulumi.runtime.runInPulumiStack(() => {
    program();
    return Promise.resolve();
  });
  await pulumi.runtime.disconnect();
  return seen;
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

/** `eks.Cluster` is opaque: its outputs are those of the cluster inside, which mocks do not register. */
function newResource(args: MockResourceArgs, account: AwsAccount): { id: string; state: Record<string, unknown> } {
  const { type, name } = args;
  const inputs = args.inputs as Properties;
  if (type !== "eks:index:Cluster") {
    const { id, computed } = awsState({ type, name, inputs }, account);
    return { id, state: { ...inputs, ...computed } };
  }
  const inner = awsState({ type: "aws:eks/cluster:Cluster", name, inputs }, account).computed;
  return { id: name, state: { ...inputs, eksCluster: inner, core: { endpoint: inner["endpoint"] } } };
}

const isSecret = (value: unknown): boolean => typeof value === "object" && value !== null && SECRET in value;

function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value) return unwrapped((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
}

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
