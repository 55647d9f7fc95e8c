import { isDeepStrictEqual } from "node:util";
import { quotaByCode } from "../../../core/facts/quotas.ts";
import type { AwsAccount, Properties } from "../aws-account.ts";
import { awsState } from "../aws-outputs.ts";
import { refused } from "./refusals/index.ts";
import { replacement } from "./replacements.ts";
import { KNOWN_TYPES, T } from "./types.ts";
import { type Held, type Request, textAt, type World } from "./world.ts";

/** AWS said no. */
export class AwsRefusal extends Error {
  readonly code: string;
  readonly source: string;
  constructor(code: string, message: string, source: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.source = source;
  }
}

/** What is in an account before the stack comes. */
export interface Beforehand {
  /** Networks and clusters with what the checks compare. */
  readonly held?: readonly Held[];
  /** Anything else that exists: ids, ARNs, names, or how they look. */
  readonly given?: readonly (string | RegExp)[];
  /** Quotas as set, by code; others have AWS's defaults. */
  readonly quotas?: Readonly<Record<string, number>>;
}

export interface Difference {
  readonly changed: boolean;
  readonly replaces: readonly string[];
  readonly deleteFirst: boolean;
}

/**
 * An AWS account that holds what it was given and refuses what AWS refuses (./refusals). What it answers follows from type,
 * name and inputs (../aws-outputs.ts), so two runs say the same; a second one of the same logical name gets another id.
 */
export class Account implements World {
  readonly #account: AwsAccount;
  readonly #beforehand: Beforehand;
  readonly #held = new Map<string, Held>();
  readonly #made = new Map<string, number>();
  readonly #quotas: Map<string, number>;

  constructor(account: AwsAccount, beforehand: Beforehand = {}) {
    this.#account = account;
    this.#beforehand = beforehand;
    this.#quotas = new Map(Object.entries(beforehand.quotas ?? {}));
    for (const held of beforehand.held ?? []) this.#held.set(keyOf(held), held);
  }

  all(type: string): readonly Held[] {
    return [...this.#held.values()].filter((held) => held.type === type);
  }

  given(reference: string): boolean {
    return (
      (this.#beforehand.given ?? []).some((one) =>
        typeof one === "string" ? one === reference : one.test(reference),
      ) ||
      this.all(T.Cluster).some(({ state }) => textAt(state, "vpcConfig.clusterSecurityGroupId") === reference) ||
      this.all(T.Vpc).some(({ state }) => DEFAULTS.some((key) => state[key] === reference))
    );
  }

  quota(code: string): number | undefined {
    return this.#quotas.get(code) ?? quotaByCode(code)?.default;
  }

  /** @throws AwsRefusal with the first thing that AWS would say. */
  create(type: string, name: string, inputs: Properties): Held {
    this.#admit({ operation: "create", type, name, inputs });
    const times = this.#made.get(`${type} ${name}`) ?? 0;
    this.#made.set(`${type} ${name}`, times + 1);
    const held = this.#hold({ type, name, id: "", inputs, state: {} }, times);
    if (type === T.ServiceQuota) this.#quotas.set(textAt(inputs, "quotaCode"), Number(inputs["value"]));
    return held;
  }

  update(type: string, id: string, inputs: Properties): Held {
    const held = this.#find(type, id);
    this.#admit({ operation: "update", type, name: held.name, inputs, held });
    const { computed } = this.#describe(held, inputs, this.#seedOf(held));
    const version = held.state["latestVersion"];
    const state = {
      ...inputs,
      ...computed,
      ...Object.fromEntries(LASTING.filter((key) => key in held.state).map((key) => [key, held.state[key]])),
      ...(typeof version === "number" ? { latestVersion: version + 1, defaultVersion: version + 1 } : {}),
    };
    const after = { ...held, inputs, state };
    this.#held.set(keyOf(held), after);
    return after;
  }

  delete(type: string, id: string): void {
    const held = this.#held.get(keyOf({ type, id }));
    // Gone already: the provider takes that for done.
    if (held === undefined) return;
    this.#admit({ operation: "delete", type, name: held.name, inputs: held.inputs, held });
    this.#held.delete(keyOf(held));
  }

  read(type: string, id: string): Held | undefined {
    return this.#held.get(keyOf({ type, id }));
  }

  /** How what is wanted differs from what the engine remembers, and from what is there. */
  diff(type: string, id: string, before: Properties, after: Properties): Difference {
    const inputs = this.#held.get(keyOf({ type, id }))?.inputs;
    const forgotten = Object.entries(after).some(([key, value]) => !contains(before[key], value));
    return {
      changed: forgotten || (inputs !== undefined && !isDeepStrictEqual(inputs, after)),
      ...replacement(type, inputs ?? before, after),
    };
  }

  /** What the stack made and did not delete. */
  remaining(): readonly Held[] {
    const before = new Set((this.#beforehand.held ?? []).map(keyOf));
    return [...this.#held.values()].filter((held) => !before.has(keyOf(held)));
  }

  #admit(request: Request): void {
    if (!KNOWN_TYPES.has(request.type))
      throw new AwsRefusal(
        "Unknown",
        `nobody said what AWS refuses of ${request.type}`,
        "tests/support/standin-aws/types.ts",
      );
    const [first] = refused(request, this);
    if (first !== undefined) throw new AwsRefusal(first.code, `${request.name}: ${first.message}`, first.source);
  }

  #find(type: string, id: string): Held {
    const held = this.#held.get(keyOf({ type, id }));
    if (held === undefined) throw new AwsRefusal("NotFound", `no ${type} ${id}`, "");
    return held;
  }

  #hold(draft: Held, times: number): Held {
    const { id, computed } = this.#describe(draft, draft.inputs, seed(draft.name, times));
    const held = { ...draft, id, state: { ...draft.inputs, ...computed } };
    this.#held.set(keyOf(held), held);
    return held;
  }

  #describe({ type }: Held, inputs: Properties, name: string) {
    return awsState({ type, name, inputs }, this.#account);
  }

  #seedOf({ type, name }: Held): string {
    return seed(name, (this.#made.get(`${type} ${name}`) ?? 1) - 1);
  }
}

/** What a default of a VPC is called in its state. */
const DEFAULTS = ["mainRouteTableId", "defaultRouteTableId", "defaultSecurityGroupId", "defaultNetworkAclId"];
/** What AWS adds once and never changes. */
const LASTING = [
  "arn",
  "name",
  "nodeGroupName",
  "resources",
  "endpoint",
  "certificateAuthority",
  "identities",
  "createdAt",
];

const keyOf = ({ type, id }: Pick<Held, "type" | "id">): string => `${type} ${id}`;
const seed = (name: string, times: number): string => (times === 0 ? name : `${name}#${String(times + 1)}`);

/** Whether what is written stands in what is: AWS adds fields inside objects too. */
function contains(is: unknown, written: unknown): boolean {
  if (Array.isArray(written))
    return Array.isArray(is) && is.length === written.length && written.every((item, at) => contains(is[at], item));
  if (typeof written !== "object" || written === null) return is === written;
  if (typeof is !== "object" || is === null) return false;
  return Object.entries(written).every(([key, value]) => contains((is as Properties)[key], value));
}
