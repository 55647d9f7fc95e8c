/**
 * A stand-in for the aws provider: the real engine talks to it as to the real one, and nothing leaves the machine. It names
 * what has no name as the real one does and hands everything else to the account (./server.ts), which refuses what AWS refuses.
 *
 * Environment: STANDIN_AWS_ACCOUNT, the account's URL.
 */
import { randomBytes } from "node:crypto";
import { provider } from "@pulumi/pulumi";
import protocol from "@pulumi/pulumi/proto/provider_pb.js";
import type { Properties } from "../aws-account.ts";
import { automaticName, NAMINGS } from "./names.ts";
import { ACCOUNT_URL, type Answer, type Call } from "./protocol.ts";
import type { Difference } from "./account.ts";
import type { Held } from "./world.ts";

const VERSION = "7.48.0";

class StandIn implements provider.Provider {
  readonly version = VERSION;

  check(urn: string, olds: Properties | undefined, news: Properties): Promise<provider.CheckResult> {
    const { type, name } = resourceOf(urn);
    const naming = NAMINGS[type];
    const given = naming === undefined ? true : naming.property in news || `${naming.property}Prefix` in news;
    if (naming === undefined || given || !naming.automatic) return Promise.resolve({ inputs: news });
    const { property } = naming;
    const before = olds?.[property];
    if (typeof before === "string") return Promise.resolve({ inputs: { ...news, [property]: before } });
    const made = automaticName(naming, name, randomBytes(4).toString("hex"));
    return Promise.resolve(
      "fault" in made
        ? { inputs: news, failures: [{ property, reason: made.fault }] }
        : { inputs: { ...news, [property]: made.name } },
    );
  }

  async diff(id: string, urn: string, before: Properties, after: Properties): Promise<provider.DiffResult> {
    const { changed, replaces, deleteFirst } = await ask<Difference>({
      call: "diff",
      type: resourceOf(urn).type,
      id,
      before,
      after,
    });
    return { changes: changed || replaces.length > 0, replaces: [...replaces], deleteBeforeReplace: deleteFirst };
  }

  async create(urn: string, inputs: Properties): Promise<provider.CreateResult> {
    if (isPreview(urn)) return { id: "", outs: inputs };
    const { id, state } = await ask<Held>({ call: "create", ...resourceOf(urn), inputs });
    return { id, outs: state };
  }

  async read(id: string, urn: string): Promise<provider.ReadResult> {
    const held = await ask<Held | null>({ call: "read", ...resourceOf(urn), id });
    // Without an id the engine forgets the resource.
    return held === null ? { id: "", props: {} } : { id, props: held.state, inputs: held.inputs };
  }

  async update(id: string, urn: string, olds: Properties, inputs: Properties): Promise<provider.UpdateResult> {
    // What AWS adds stays as it is: a preview that forgot it would show everything behind it as replaced.
    if (isPreview(urn)) return { outs: laidOver(olds, inputs) };
    const { state } = await ask<Held>({ call: "update", ...resourceOf(urn), id, inputs });
    return { outs: state };
  }

  async delete(id: string, urn: string): Promise<void> {
    await ask({ call: "delete", ...resourceOf(urn), id });
  }

  async invoke(token: string, args: Properties): Promise<provider.InvokeResult> {
    return { outputs: await ask<Properties>({ call: "invoke", token, args }) };
  }
}

/** Inputs over what was there, object by object. */
const laidOver = (olds: Properties, inputs: Properties): Properties =>
  Object.fromEntries(
    Object.entries({ ...olds, ...inputs }).map(([key, value]) => {
      const before = olds[key];
      return [key, isObject(before) && isObject(value) ? laidOver(before, value) : value];
    }),
  );

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function ask<T>(call: Call): Promise<T> {
  const url = process.env[ACCOUNT_URL];
  if (url === undefined) throw new Error(`${ACCOUNT_URL} is not set: there is no account to ask`);
  const response = await fetch(url, { method: "POST", body: JSON.stringify(call) });
  const answer = (await response.json()) as Answer;
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.ok as T;
}

/** The SDK's server neither says that a provider can preview nor tells it of one: the URN carries it here. */
const PREVIEW = "\0preview";
const isPreview = (urn: string): boolean => urn.endsWith(PREVIEW);

interface Previewed {
  getPreview(): boolean;
  getUrn(): string;
}

for (const { prototype } of [protocol.CreateRequest, protocol.UpdateRequest] as unknown as { prototype: Previewed }[]) {
  const getUrn = Reflect.get(prototype, "getUrn");
  prototype.getUrn = function (this: Previewed) {
    return `${getUrn.call(this)}${this.getPreview() ? PREVIEW : ""}`;
  };
}
const acceptOutputs = Reflect.get(protocol.ConfigureResponse.prototype, "setAcceptoutputs");
protocol.ConfigureResponse.prototype.setAcceptoutputs = function (value) {
  this.setSupportspreview(true);
  return acceptOutputs.call(this, value);
};

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
function resourceOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? types, name: name.join("::") };
}

await provider.main(new StandIn(), process.argv.slice(2));
