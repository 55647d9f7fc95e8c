import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type AwsAccount, hex, type Properties } from "../aws-account.ts";
import { awsAnswer } from "../aws-invokes.ts";
import { Account, AwsRefusal, type Beforehand } from "./account.ts";
import type { Answer, Call, LogLine } from "./protocol.ts";
import { T } from "./types.ts";
import { textAt } from "./world.ts";

/** An account behind a loopback address: it outlives the provider, which every run of the engine starts anew. */
export interface AccountServer {
  readonly url: string;
  readonly account: Account;
  readonly log: readonly LogLine[];
  /** What the next matching operation answers instead of being carried out, once. */
  failNext(matches: (line: Pick<LogLine, "operation" | "type" | "name">) => boolean, message: string): void;
  close(): Promise<void>;
}

/** How long an operation takes, so that two that may overlap do; a cluster takes longer, as it does at AWS. */
const LATENCY_MS = 20;
const CLUSTER_LATENCY_MS = 1_500;

export async function startAccount(aws: AwsAccount, beforehand: Beforehand = {}): Promise<AccountServer> {
  const account = new Account(aws, beforehand);
  const log: LogLine[] = [];
  const faults: { matches: Parameters<AccountServer["failNext"]>[0]; message: string }[] = [];

  async function answer(call: Call): Promise<Answer> {
    if (call.call === "diff") return { ok: account.diff(call.type, call.id, call.before, call.after) };
    const line = {
      operation: call.call,
      type: call.call === "invoke" ? call.token : call.type,
      name: call.call === "invoke" ? "" : call.name,
      ...("id" in call ? { id: call.id } : {}),
    };
    const fault = faults.findIndex(({ matches }) => matches(line));
    if (fault >= 0) return { refused: faults.splice(fault, 1)[0]?.message ?? "" };
    try {
      const ok = carryOut(account, aws, call);
      log.push({ phase: "start", ...line });
      await sleep(call.call === "create" && call.type === T.Cluster ? CLUSTER_LATENCY_MS : LATENCY_MS);
      log.push({ phase: "end", ...line });
      return { ok };
    } catch (error) {
      if (error instanceof AwsRefusal) return { refused: `${error.message} (${error.source})` };
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }

  const server = createServer((request, response) => void respond(request, response, answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    account,
    log,
    failNext: (matches, message) => void faults.push({ matches, message }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (call: Call) => Promise<Answer>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = await answer(JSON.parse(Buffer.concat(chunks).toString("utf8")) as Call);
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));
}

function carryOut(account: Account, aws: AwsAccount, call: Exclude<Call, { call: "diff" }>): unknown {
  switch (call.call) {
    case "create":
      return account.create(call.type, call.name, call.inputs);
    case "update":
      return account.update(call.type, call.id, call.inputs);
    case "delete":
      account.delete(call.type, call.id);
      return null;
    case "read":
      return account.read(call.type, call.id) ?? null;
    default:
      return { ...awsAnswer(call.token, call.args, aws), ...ownAnswer(account, call.token, call.args) };
  }
}

/** What depends on what the account holds. */
function ownAnswer(account: Account, token: string, args: Properties): Properties {
  if (token === "aws:ec2/getRouteTable:getRouteTable") {
    const subnetId = textAt(args, "subnetId");
    const association = account.all(T.RouteTableAssociation).find(({ state }) => state["subnetId"] === subnetId);
    const id = textAt(association?.state, "routeTableId") || tableOf(subnetId);
    return { id, routeTableId: id };
  }
  if (token === "aws:servicequotas/getServiceQuota:getServiceQuota") {
    const value = account.quota(textAt(args, "quotaCode"));
    return value === undefined ? {} : { value };
  }
  return {};
}

/** The route table of a subnet that was there before. */
export const tableOf = (subnetId: string): string => `rtb-${hex(subnetId, 17)}`;
