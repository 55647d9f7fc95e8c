/** What a flow says of the way it goes, where nobody marked it. */
export interface Unmarked {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly flags?: { readonly SYN?: boolean; readonly ACK?: boolean };
}

/** First port that Linux takes for callers (net.ipv4.ip_local_port_range, 32768 to 60999 by default). */
const FIRST_CALLERS_PORT = 32_768;

/**
 * Whether an event whose `is_reply` is missing belongs to an answer. Cilium leaves it out of every drop and of what goes into
 * or comes out of a tunnel (pkg/hubble/parser/threefour: decodeIsReply), so without a guess denied connections would be missing
 * and answers would be drawn as calls to ports that nobody listens on. The handshake decides, else the ports.
 */
export function looksLikeAnswer({ sourcePort, destinationPort, flags }: Unmarked): boolean {
  if (flags?.SYN === true) return flags.ACK === true;
  return sourcePort > 0 && sourcePort < FIRST_CALLERS_PORT && destinationPort >= FIRST_CALLERS_PORT;
}
