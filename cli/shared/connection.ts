import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { type Step, failed } from "./steps.ts";

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

/** Why a request got no answer, and what to do. */
export function errorStep(error: NodeJS.ErrnoException, url: URL): Step {
  const code = error.code ?? "";
  const tls = TLS_FIXES[code];
  if (tls !== undefined) return failed("TLS", `${code}: ${error.message}`, tls);
  return failed(
    url.protocol === "https:" && code === "EPROTO" ? "TLS" : "Connection",
    `${code || error.name}: ${error.message}`,
    CONNECTION_FIXES[code] ?? "Look at the message.",
  );
}

export const timeout = (seconds: number): NodeJS.ErrnoException =>
  Object.assign(new Error(`no answer in ${String(seconds)} s`), { code: "ETIMEDOUT" });

/** Makes Node ask another address than the URL's host has. */
export const lookupOf =
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
