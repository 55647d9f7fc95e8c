/** Why there is no answer; each has a remedy of its own. */
export type AwsFault =
  | "signed-out"
  | "no-profile"
  | "denied"
  | "throttled"
  | "region"
  | "unreachable"
  | "certificate"
  | "slow"
  | "not-found"
  | "refused"
  | "other";

/** AWS did not answer. The message is a sentence for people. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  /** `ec2 DescribeSubnets`. */
  readonly call: string;
  readonly fault: AwsFault;
  /** What came instead of an answer. */
  readonly said: string;
  /** What to do about it, as a sentence; empty where nothing is known. */
  readonly remedy: string;

  constructor(call: string, said: string, fault: AwsFault, cause?: unknown) {
    super(`AWS ${call}: ${said} ${REMEDIES[fault]}`.trim(), { cause });
    this.call = call;
    this.fault = fault;
    this.said = said;
    this.remedy = REMEDIES[fault];
  }
}

const REMEDIES: Readonly<Record<AwsFault, string>> = {
  "signed-out": "Sign in again: aws sso login, or new keys; aws sts get-caller-identity shows who you are.",
  "no-profile": "Set AWS_PROFILE to one of those that aws configure list-profiles shows, or unset it.",
  denied: "Let the identity that is signed in make this call; reading is enough.",
  throttled: "Wait a minute and try again: the account's calls are used up, by this command or by others.",
  region: "Set the Region by --region or AWS_REGION, and enable it in the account if it is one that is off at first.",
  unreachable:
    "This machine does not reach the endpoint: look at the Region's name, DNS, a proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL.",
  certificate:
    "Somebody between here and AWS signs connections anew: name its certificate by AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.",
  slow: "Try again, or look at the network, a proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL.",
  "not-found": "",
  refused: "",
  other: "",
};

/** The SDK's names of errors, AWS's error codes and Node's codes of a connection, as they come. */
const KINDS: readonly (readonly [AwsFault, RegExp])[] = [
  ["no-profile", /resolve credentials using profile|profile .* (?:could not be|not) found/i],
  [
    "signed-out",
    /CredentialsProviderError|TokenProviderError|ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidAccessKeyId|IncompleteSignature|MissingAuthenticationToken|AuthFailure|InvalidGrant|SSO session/i,
  ],
  ["throttled", /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete/],
  ["region", /Region is missing|OptInRequired|not enabled in this (?:account|region)|Invalid region|UnknownRegion/i],
  ["denied", /AccessDenied|UnauthorizedOperation|not authorized|Forbidden/],
  ["not-found", /NotFound|NoSuch/],
  [
    "certificate",
    /SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_|DEPTH_ZERO|ERR_TLS_CERT|certificate|unable to verify/i,
  ],
  [
    "unreachable",
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ERR_PROXY_TUNNEL|socket hang up|getaddrinfo/,
  ],
  ["slow", /TimeoutError|ETIMEDOUT|ESOCKETTIMEDOUT|AbortError/],
  ["refused", /Invalid|Validation|Malformed|Missing/],
];

/** The error of a call that outlived its deadline. */
export const late = (call: string, deadlineMs: number): AwsError =>
  new AwsError(call, `no answer within ${String(deadlineMs / 1000)} s.`, "slow");

const kind = (text: string): AwsFault | undefined => KINDS.find(([, says]) => says.test(text))?.[0];

/** What the SDK threw, in words. */
export function awsFault(call: string, error: unknown): AwsError {
  const { name = "", code = "", message = "", $metadata } = error as Thrown;
  const names = `${name} ${code}`;
  const status = $metadata?.httpStatusCode;
  // With a profile that is not there the SDK goes on to the next source, and its last word names none.
  const isLost = process.env["AWS_PROFILE"] && message.startsWith("Could not load credentials");
  const fault = isLost
    ? "no-profile"
    : (kind(names) ?? kind(message) ?? (status === 429 ? "throttled" : status === 403 ? "denied" : "other"));
  return new AwsError(call, sentence(name, message === "" ? code : message), fault, error);
}

interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** AWS's code stands in front of what it says: pages of documentation are found by it. */
function sentence(name: string, message: string): string {
  const text = message.trim().split("\n", 1)[0] ?? "";
  const whole = /^(?:Error|CredentialsProviderError)?$/.test(name) || text.startsWith(name) ? text : `${name}, ${text}`;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
