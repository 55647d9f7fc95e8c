import { lookup } from "node:dns/promises";
import { type RequestOptions, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { TLSSocket } from "node:tls";
import { errorStep, lookupOf, timeout } from "../shared/connection.ts";
import { type Step, failed, ok, warning } from "../shared/steps.ts";

export interface ProbeOptions {
  readonly url: URL;
  /** Asked instead of what the URL's host resolves to. */
  readonly address?: string;
  /** Names and addresses of the load balancer, where the cluster was asked. */
  readonly expected: readonly string[];
  /** PEM of the authority that the certificate must come from; the system's where left out. */
  readonly authority?: string;
  readonly timeoutSeconds: number;
}

/** Name, connection, certificate and answer, as a client meets them. */
export async function probe(options: ProbeOptions): Promise<Step[]> {
  const name = await nameStep(options);
  if (name.state === "failed" && options.address === undefined) return [name];
  return [name, ...(await requestSteps(options))];
}

async function nameStep({ url, address, expected }: ProbeOptions): Promise<Step> {
  const name = "DNS";
  const own = await resolve(url.hostname);
  const fix =
    expected.length === 0
      ? "Point it at the load balancer, or ask an address directly with --address."
      : `Point it at ${expected.join(" or ")}: an alias record, or external-dns.`;
  if (own.length === 0) {
    return address === undefined
      ? failed(name, `${url.hostname} has no address`, fix)
      : warning(name, `${url.hostname} has no address; ${address} is asked instead`, fix);
  }
  const wanted = new Set((await Promise.all(expected.map(resolve))).flat());
  if (wanted.size === 0 || own.some((one) => wanted.has(one))) return ok(name, `${url.hostname} is ${own.join(", ")}`);
  return failed(name, `${url.hostname} is ${own.join(", ")}, which is not the load balancer`, fix);
}

const resolve = async (host: string): Promise<string[]> => {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address).toSorted();
};

async function requestSteps(options: ProbeOptions): Promise<Step[]> {
  const { url } = options;
  const steps: Step[] = [];
  try {
    const { status, protocol, certificate, milliseconds } = await ask(options);
    if (certificate !== undefined) steps.push(ok("TLS", certificate));
    steps.push(answerStep(status, protocol, milliseconds));
  } catch (error) {
    steps.push(errorStep(error as NodeJS.ErrnoException, url));
  }
  return steps;
}

function answerStep(status: number, protocol: string, milliseconds: number): Step {
  const name = "Answer";
  const found = `${protocol} status ${String(status)} in ${String(milliseconds)} ms`;
  if (status === 404)
    return warning(
      name,
      found,
      "From Envoy it means that no route matches host and path; from your application, that it has no such page.",
    );
  if (status === 503)
    return failed(
      name,
      found,
      "Envoy has no healthy backend: are the Service's pods ready, and does a network policy let identity ingress reach them? With prefix delegation or a secondary CIDR see cilium/cilium#43493.",
    );
  if (status === 403)
    return warning(
      name,
      found,
      "From Envoy it means that a network policy denies it: allow world to the ingress identity, and ingress to the pods.",
    );
  return status >= 500 ? failed(name, found, "The backend answered with an error, or not in time.") : ok(name, found);
}

interface Answer {
  readonly status: number;
  readonly protocol: string;
  readonly certificate: string | undefined;
  readonly milliseconds: number;
}

/** One GET, with the URL's host as server name and Host header whatever address is asked. */
function ask({ url, address, authority, timeoutSeconds }: ProbeOptions): Promise<Answer> {
  const secure = url.protocol === "https:";
  const start = performance.now();
  const options: RequestOptions = {
    method: "GET",
    headers: { "user-agent": "cilium-eks gateway check" },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
    agent: false,
    ...(address === undefined ? {} : { lookup: lookupOf(address) }),
  };
  return new Promise((settle, reject) => {
    const send = secure ? httpsRequest : httpRequest;
    const sent = send(url, { ...options, ...(authority === undefined ? {} : { ca: authority }) }, (response) => {
      const certificate = secure ? describe(response.socket as TLSSocket) : undefined;
      response.resume();
      response.on("end", () => {
        settle({
          status: response.statusCode ?? 0,
          protocol: `HTTP/${response.httpVersion}`,
          certificate,
          milliseconds: Math.round(performance.now() - start),
        });
      });
      response.on("error", reject);
    });
    sent.on("error", (error) => {
      reject(error.name === "TimeoutError" || error.name === "AbortError" ? timeout(timeoutSeconds) : error);
    });
    sent.end();
  });
}

const describe = (socket: TLSSocket): string => {
  const { subjectaltname = "", valid_to: until } = socket.getPeerCertificate();
  return `${socket.getProtocol() ?? "TLS"}, certificate for ${subjectaltname.replaceAll("DNS:", "") || "no name"}, valid until ${until}`;
};
