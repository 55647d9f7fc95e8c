/**
 * Asks AWS by its SDK, version 3: one session, whose clients are loaded and made when they are first wanted.
 *
 * A client is the SDK's own, with all its calls and paginators; what it gets here is a deadline a call, retries, a way
 * through a proxy, and one error, `AwsError`, that says in plain words what is wrong and what to do. Credentials, profile,
 * endpoints (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_EC2) and the rest of the configuration are found as the SDK finds them.
 *
 *     const aws = awsSession({ region: "eu-central-1" });
 *     const ec2 = await aws.client("ec2");
 *     const { Subnets = [] } = await ec2.describeSubnets({ Filters: [{ Name: "vpc-id", Values: [id] }] });
 *     for await (const { NetworkInterfaces = [] } of ec2.paginateDescribeNetworkInterfaces({})) …
 */
import type { EC2 } from "@aws-sdk/client-ec2";
import type { EKS } from "@aws-sdk/client-eks";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ServiceQuotas } from "@aws-sdk/client-service-quotas";
import type { STS } from "@aws-sdk/client-sts";
import { readFileSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { AwsError, awsFault, late } from "./faults.ts";

/** What every client is made with. */
interface ClientConfig {
  readonly region?: string;
  readonly credentials?: Keys;
  readonly maxAttempts: number;
  readonly requestHandler: object;
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Another service is a line here and in `Clients`; its package becomes a dependency. */
const MAKERS: { readonly [S in keyof Clients]: (config: ClientConfig) => Promise<Clients[S]> } = {
  ec2: async (config) => new (await import("@aws-sdk/client-ec2")).EC2(config),
  eks: async (config) => new (await import("@aws-sdk/client-eks")).EKS(config),
  elbv2: async (config) =>
    new (await import("@aws-sdk/client-elastic-load-balancing-v2")).ElasticLoadBalancingV2(config),
  "service-quotas": async (config) => new (await import("@aws-sdk/client-service-quotas")).ServiceQuotas(config),
  sts: async (config) => new (await import("@aws-sdk/client-sts")).STS(config),
};

interface Clients {
  readonly ec2: EC2;
  readonly eks: EKS;
  readonly elbv2: ElasticLoadBalancingV2;
  readonly "service-quotas": ServiceQuotas;
  readonly sts: STS;
}

/** The services that can be asked. */
type AwsService = keyof Clients;

export interface AwsSession {
  /** The client of a service; the same one each time. */
  client<S extends AwsService>(service: S): Promise<Clients[S]>;
}

export interface AwsOptions {
  /** AWS_REGION, AWS_DEFAULT_REGION or the profile's unless told. */
  readonly region?: string;
  /** How long one call may take, its retries and the search for credentials included; 20 s unless told. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 20_000;
const CONNECT_MS = 5_000;
/** The SDK's own is 3, which is soon used up where EC2 throttles. */
const ATTEMPTS = 6;

/** Nothing is asked or loaded before the first client is wanted. */
export function awsSession({ region = environmentRegion(), deadlineMs = DEADLINE_MS }: AwsOptions = {}): AwsSession {
  const made = new Map<AwsService, Promise<Clients[AwsService]>>();
  const credentials = environmentKeys();
  const config: ClientConfig = {
    ...(credentials === undefined ? {} : { credentials }),
    ...(region === undefined ? {} : { region }),
    maxAttempts: Number(process.env["AWS_MAX_ATTEMPTS"] ?? ATTEMPTS),
    requestHandler: handler(Math.min(CONNECT_MS, deadlineMs)),
  };
  return {
    client: <S extends AwsService>(service: S): Promise<Clients[S]> => {
      const known = made.get(service) ?? MAKERS[service](config).then((client) => bounded(service, client, deadlineMs));
      made.set(service, known);
      return known as Promise<Clients[S]>;
    },
  };
}

/** The SDK reads AWS_REGION only; the AWS CLI and Pulumi's provider know the other name too. */
const environmentRegion = (): string | undefined =>
  process.env["AWS_REGION"] || process.env["AWS_DEFAULT_REGION"] || undefined;

/** Keys in the environment come before AWS_PROFILE, as for the AWS CLI and Pulumi's provider; the SDK by itself turns it round. */
function environmentKeys(): Keys | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = process.env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}) };
}

/** Proxy variables and AWS_CA_BUNDLE count, as they do for the AWS CLI; the SDK by itself reads neither. */
function handler(connectionTimeout: number): object {
  const bundle = process.env["AWS_CA_BUNDLE"];
  const options = { keepAlive: true, maxSockets: 50, proxyEnv: process.env };
  return {
    connectionTimeout,
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent({ ...options, ...(bundle ? { ca: readFileSync(bundle) } : {}) }),
  };
}

/** Every call and every page of a paginator goes through `send`. */
type Send = (command: object, options?: { abortSignal?: AbortSignal }) => Promise<unknown>;

function bounded<C extends object>(service: AwsService, client: C, deadlineMs: number): C {
  const sdk = client as { send: Send };
  const send = sdk.send.bind(client);
  sdk.send = async (command, options = {}) => {
    const call = `${service} ${command.constructor.name.replace(/Command$/, "")}`;
    const deadline = new AbortController();
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(late(call, deadlineMs));
      deadline.abort();
    }, deadlineMs);
    const signals = [deadline.signal, ...(options.abortSignal === undefined ? [] : [options.abortSignal])];
    const answer = send(command, { ...options, abortSignal: AbortSignal.any(signals) });
    // After the deadline nobody hears how the call itself ends.
    answer.catch(() => {});
    try {
      // The search for credentials knows no signal: the deadline ends the wait for it.
      return await Promise.race([answer, tooLate]);
    } catch (error) {
      throw error instanceof AwsError ? error : awsFault(call, error);
    } finally {
      clearTimeout(timer);
    }
  };
  return client;
}
