import { lazy } from "./late.ts";
import type { Count, Require } from "./shortcut.ts";

interface Deserialize {
  deserializeProperties: (struct: unknown, keepSecrets: boolean) => object;
}

interface AnalyzerMessages {
  readonly AnalyzeStackRequest: { readonly prototype: { getResourcesList: () => unknown[] } };
}

interface StackArgs {
  readonly resources: readonly unknown[];
}
type Validate = (args: StackArgs, report: unknown) => unknown;

interface Policy {
  readonly validateStack?: Validate;
}

interface PolicyServer {
  serve: (
    name: unknown,
    version: unknown,
    level: unknown,
    args: { readonly policies?: readonly Policy[] },
    ...rest: unknown[]
  ) => void;
}

/** What one request is about. */
interface Stack {
  /** The resources as a policy was shown them; undefined where they must be made anew. */
  shown: readonly unknown[] | undefined;
}

/**
 * The policy server makes every resource of the stack anew, with its properties, for every stack policy: with 450 policies and
 * 1,000 resources half a million, most of what a pack's process does. Here properties are read when they are asked for, and what
 * the first policy was shown is shown to the others, until one asks for properties: those it could have changed.
 */
export function shareStack(require: Require, count: Count): void {
  const { AnalyzeStackRequest } = require("@pulumi/pulumi/proto/analyzer_pb.js") as AnalyzerMessages;
  const deserialize = require("./deserialize.js") as Deserialize;
  const server = require("./server.js") as PolicyServer;
  const { deserializeProperties } = deserialize;
  const { serve } = server;
  // oxlint-disable-next-line typescript/unbound-method -- called with the message
  const { getResourcesList } = AnalyzeStackRequest.prototype;
  for (const offered of [getResourcesList, deserializeProperties, serve]) {
    if (typeof offered !== "function") throw new Error("the policy server has another form");
  }
  // The server goes through the resources of a stack and calls a policy at once after: in between it is this one.
  let current: Stack | undefined;

  AnalyzeStackRequest.prototype.getResourcesList = function (this: object) {
    const messages = [...getResourcesList.call(this as never)];
    const all = messages[Symbol.iterator].bind(messages);
    const stack: Stack = { shown: undefined };
    const iterate = (): Iterator<unknown> => {
      current = stack;
      return stack.shown === undefined ? all() : [].values();
    };
    return Object.assign(messages, { [Symbol.iterator]: iterate });
  };

  deserialize.deserializeProperties = (struct, keepSecrets) => {
    if (keepSecrets) return deserializeProperties(struct, keepSecrets);
    const stack = current;
    return lazy(() => {
      if (stack !== undefined) stack.shown = undefined;
      return deserializeProperties(struct, keepSecrets);
    });
  };

  const sharing = (policy: Policy, validate: Validate): Validate => {
    const shared: Validate = (args, report) => {
      const stack = current;
      current = undefined;
      if (stack === undefined) return validate.call(policy, args, report);
      if (stack.shown === undefined) stack.shown = args.resources;
      else count.hits++;
      return validate.call(policy, { ...args, resources: [...stack.shown] }, report);
    };
    // The SDK keeps the type that a validation is for on the function.
    return Object.assign(shared, validate);
  };

  server.serve = (name, version, level, args, ...rest) => {
    const policies = args.policies?.map((policy) =>
      policy.validateStack === undefined ? policy : { ...policy, validateStack: sharing(policy, policy.validateStack) },
    );
    serve(name, version, level, { ...args, ...(policies === undefined ? {} : { policies }) }, ...rest);
  };
}
