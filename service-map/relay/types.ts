import type { FlowLine } from "./codec.ts";

/** How a relay is reached. */
export interface RelayTarget {
  /** As the user named it, for messages. */
  readonly label: string;
  /** What gRPC dials: `host:port` or `unix:/path`. */
  readonly address: string;
  /** Undefined for plaintext. */
  readonly tls?: TlsMaterial;
  /** What the way to the relay knows of a broken connection, more than gRPC does. */
  readonly problem?: () => string | undefined;
}

/** PEM texts, already read. */
export interface TlsMaterial {
  /** Authorities that may have signed the relay's certificate; those of the system when empty. */
  readonly authorities: readonly Buffer[];
  readonly client?: { readonly certificate: Buffer; readonly key: Buffer };
  /** Name that the relay's certificate must carry, where it is not the name dialled. */
  readonly serverName?: string;
  /** Takes any certificate: who answers is then not known. */
  readonly allowInsecure: boolean;
}

/** Which flows are read, and for how long. */
export interface FlowSelection {
  /** Newest flows of each node; all that the nodes still hold when undefined. A node's buffer holds 4095 flows by default. */
  readonly last?: number;
  /** Oldest instant, RFC 3339. Excludes `last`. */
  readonly since?: string;
  /** Goes on with new flows until the duration is over or the signal comes. */
  readonly follow: boolean;
  /** Milliseconds after which reading ends. */
  readonly durationMs?: number;
  /** Milliseconds that the first connection may take. */
  readonly timeoutMs: number;
  /** Only flows from or to these namespaces leave the relay. */
  readonly namespaces?: readonly string[];
}

/** Pauses between attempts after a broken stream, in milliseconds, doubling from the first to the longest. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Attempts in a row without an answer after which a snapshot is given up. Following goes on until it is stopped. */
  readonly attempts: number;
}

/** What a relay said, or what happened to the way to it. */
export type RelayEvent =
  | { readonly kind: "line"; readonly relay: string; readonly line: FlowLine }
  | { readonly kind: "gap"; readonly relay: string; readonly message: string };

/** A fault that another attempt does not mend, with what to change. */
export class RelayError extends Error {
  /** Without the name of the relay or option. */
  readonly problem: string;
  constructor(subject: string, problem: string) {
    super(`${subject}: ${problem}`);
    this.name = "RelayError";
    this.problem = problem;
  }
}
