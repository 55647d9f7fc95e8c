import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { RelayError, type RelayTarget, type TlsMaterial } from "./types.ts";

/** The TLS options, named as those of the hubble command line. */
export interface TlsOptions {
  /** TLS is also on for addresses that begin with tls://, and when another option here is set. */
  readonly tls?: boolean;
  readonly tlsCaCertFiles?: readonly string[];
  readonly tlsClientCertFile?: string;
  readonly tlsClientKeyFile?: string;
  readonly tlsServerName?: string;
  readonly tlsAllowInsecure?: boolean;
}

const TLS_PREFIX = "tls://";
/** Port of the relay's pods, and of what `cilium hubble port-forward` opens. */
const DEFAULT_PORT = 4245;

/** Reads the files named, or undefined when none of the options is set. */
export function readTls(options: TlsOptions): TlsMaterial | undefined {
  const { tlsCaCertFiles = [], tlsClientCertFile, tlsClientKeyFile, tlsServerName, tlsAllowInsecure = false } = options;
  const wanted = options.tls === true || tlsAllowInsecure || tlsCaCertFiles.length > 0 || tlsServerName !== undefined;
  if (!wanted && tlsClientCertFile === undefined && tlsClientKeyFile === undefined) return undefined;
  if ((tlsClientCertFile === undefined) !== (tlsClientKeyFile === undefined)) {
    throw new RelayError("--tls-client-cert-file", "goes with --tls-client-key-file: give both or none.");
  }
  const client =
    tlsClientCertFile === undefined || tlsClientKeyFile === undefined
      ? undefined
      : {
          certificate: certificateFile("--tls-client-cert-file", tlsClientCertFile),
          key: readPem("--tls-client-key-file", tlsClientKeyFile, "PRIVATE KEY"),
        };
  return {
    // Several in one option, as the hubble command line takes them.
    authorities: tlsCaCertFiles
      .flatMap((files) => files.split(","))
      .map((file) => certificateFile("--tls-ca-cert-files", file)),
    allowInsecure: tlsAllowInsecure,
    ...(client === undefined ? {} : { client }),
    ...(tlsServerName === undefined ? {} : { serverName: tlsServerName }),
  };
}

/** `host`, `host:port`, `tls://host:port` or `unix:///path` as gRPC dials it. */
export function relayTarget(given: string, material: TlsMaterial | undefined): RelayTarget {
  const secure = given.startsWith(TLS_PREFIX);
  const address = withPort(secure ? given.slice(TLS_PREFIX.length) : given, given);
  const tls = secure ? (material ?? { authorities: [], allowInsecure: false }) : material;
  return { label: given, address, ...(tls === undefined ? {} : { tls }) };
}

function withPort(address: string, given: string): string {
  if (address.startsWith("unix:")) return address.replace(/^unix:\/\/(?=\/)/, "unix:");
  const parts = /^(?<host>\[[0-9a-fA-F:.%]+\]|[A-Za-z0-9._-]+)(?::(?<port>\d{1,5}))?$/.exec(address)?.groups;
  const port = Number(parts?.["port"] ?? DEFAULT_PORT);
  if (parts?.["host"] === undefined || port < 1 || port > 65_535) {
    throw new RelayError(given, "is no address. Give host:port, tls://host:port, [IPv6]:port or unix:///path.");
  }
  return `${parts["host"]}:${String(port)}`;
}

function certificateFile(option: string, file: string): Buffer {
  const pem = readPem(option, file, "CERTIFICATE");
  try {
    new X509Certificate(pem);
  } catch {
    throw new RelayError(option, `${file} holds no certificate in PEM form.`);
  }
  return pem;
}

function readPem(option: string, file: string, kind: string): Buffer {
  let text: Buffer;
  try {
    text = readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RelayError(option, `cannot be read: ${reason}`);
  }
  if (text.includes(`${kind}-----`)) return text;
  throw new RelayError(option, `${file} holds no ${kind.toLowerCase()} in PEM form.`);
}
