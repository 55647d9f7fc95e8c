import { lookup } from "node:dns/promises";
import { type RequestOptions, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import type { TLSSocket } from "node:tls";
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

const TLS_FIXES: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The certificate has other names: check the listener's hostname and its Certificate. Envoy chooses by server name (SNI), not by the Host header.",
  CERT_HAS_EXPIRED: "Renew it: kubectl describe certificate.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "It is self-signed; name its authority with --ca-file, or use an issuer that clients trust.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "Its authority is not trusted here: name it with --ca-file (Let's Encrypt's staging server is never trusted).",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The chain is incomplete or its authority unknown: name it with --ca-file.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "Its authority is not known here: name it with --ca-file.",
};
const CONNECTION_FIXES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens there: does the Gateway have a listener on this port?",
  ECONNRESET:
    "The connection was cut: with HTTPS that is what Envoy does when it has no certificate for the name; with the proxy protocol on one side only, it does so too.",
  ETIMEDOUT: "No answer: security groups, source ranges of the load balancer, or targets that are not healthy.",
  ENOTFOUND: "The name has no address.",
  EPROTO: "That port does not speak TLS: is TLS ended at the load balancer, or the URL's scheme wrong?",
};

function errorStep(error: NodeJS.ErrnoException, url: URL): Step {
  const code = error.code ?? "";
  const tls = TLS_FIXES[code];
  if (tls !== undefined) return failed("TLS", `${code}: ${error.message}`, tls);
  return failed(
    url.protocol === "https:" && code === "EPROTO" ? "TLS" : "Connection",
    `${code || error.name}: ${error.message}`,
    CONNECTION_FIXES[code] ?? "Look at the message.",
  );
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

const timeout = (seconds: number): NodeJS.ErrnoException =>
  Object.assign(new Error(`no answer in ${String(seconds)} s`), { code: "ETIMEDOUT" });

const describe = (socket: TLSSocket): string => {
  const { subjectaltname = "", valid_to: until } = socket.getPeerCertificate();
  return `${socket.getProtocol() ?? "TLS"}, certificate for ${subjectaltname.replaceAll("DNS:", "") || "no name"}, valid until ${until}`;
};

/** Makes Node ask another address than the URL's host has. */
const lookupOf =
  (address: string): LookupFunction =>
  (_host, options, callback) => {
    lookup(address, { all: true }).then(
      (found) => {
        const [first] = found;
        if (options.all === true) callback(null, found);
        else callback(null, first?.address ?? "", first?.family);
      },
      (error: NodeJS.ErrnoException) => {
        callback(error, "");
      },
    );
  };
