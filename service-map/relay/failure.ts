import { status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";

/** What a failed call means for the reader. */
export interface Failure {
  readonly message: string;
  /** Another attempt cannot succeed. */
  readonly lasting: boolean;
}

const WITH_CA = "Name the authority that signed it with --tls-ca-cert-files (key ca.crt of Secret cilium-ca).";
const ANY_RELAY = "A relay's certificate names *.hubble-relay.cilium.io";

/** TLS faults that reach us inside the text of an UNAVAILABLE, most specific first. */
const TLS_FAULTS: readonly { readonly sign: RegExp; readonly message: string }[] = [
  {
    sign: /ERR_TLS_CERT_ALTNAME_INVALID|altnames/i,
    message: `its certificate is for another name. ${ANY_RELAY}: add --tls-server-name instance.hubble-relay.cilium.io`,
  },
  {
    sign: /certificate has expired|CERT_HAS_EXPIRED/i,
    message: "its certificate has expired; renew it in the cluster.",
  },
  {
    sign: /certificate required|alert (?:number )?116|handshake failure|bad certificate/i,
    message:
      "it asks for a client certificate (hubble.relay.tls.server.mtls). Give --tls-client-cert-file and --tls-client-key-file (Secret hubble-ui-client-certs holds a pair).",
  },
  {
    sign: /unknown ca|alert number 48/i,
    message: "it does not accept the client certificate: another authority signed it.",
  },
  {
    sign: /unable to verify|self.signed|unable to get (?:local )?issuer|UNABLE_TO_VERIFY|certificate signature failure/i,
    message: `its certificate is signed by an unknown authority. ${WITH_CA}`,
  },
  {
    sign: /wrong version number|packet length too long|record layer failure|EPROTO/i,
    message:
      "it does not speak TLS. Leave --tls and the --tls-* options out, or name its TLS port (443 of the Service).",
  },
];

const LASTING: ReadonlyMap<number, string> = new Map([
  [status.UNIMPLEMENTED, "it answers gRPC but is no Hubble server; name port 80 or 443 of Service hubble-relay."],
  [status.UNAUTHENTICATED, "it refuses the caller."],
  [status.PERMISSION_DENIED, "it refuses the caller."],
  [status.INVALID_ARGUMENT, "it refuses the request."],
]);

/** What a TLS server's hang-up looks like to a client without TLS. */
const HUNG_UP = /^(?:Failed to connect|Connection dropped|read ECONNRESET|socket hang up|Protocol error)/;

/** `plaintext` tells whether the connection had no TLS. */
export function explain(error: unknown, plaintext: boolean): Failure {
  if (!isServiceError(error)) return { message: error instanceof Error ? error.message : String(error), lasting: true };
  const details = error.details === "" ? error.message : error.details;
  const refusal = LASTING.get(error.code);
  if (refusal !== undefined) return { message: `${refusal} It says: ${details}`, lasting: true };
  const tls = TLS_FAULTS.find(({ sign }) => sign.test(details));
  if (tls !== undefined) return { message: tls.message, lasting: true };
  const message = shortened(details);
  const hint = plaintext && HUNG_UP.test(message) ? "; it may speak TLS (--tls-ca-cert-files)" : "";
  return { message: `${message}${hint}`, lasting: false };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && typeof (error as Partial<ServiceError>).code === "number";
}

/** grpc-js puts the cause behind a preamble. */
function shortened(details: string): string {
  const cause = /Last error: (?:Error: )?(.*?)\.? Resolution note:/s.exec(details)?.[1];
  const text = (cause ?? details).replaceAll(/\s+/g, " ").trim();
  return text.replace(/ \(\d{4}-\d\d-\d\dT[\d:.]+Z\)$/, "");
}
