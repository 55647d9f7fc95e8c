import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CallError } from "./errors.ts";

const run = promisify(execFile);

/** How long one answer of AWS may take, its own retries included. */
const AWS_DEADLINE_MS = 20_000;

/** Why there is no answer; each has a remedy of its own. */
export type AwsFault =
  | "not-installed"
  | "slow"
  | "call-refused"
  | "signed-out"
  | "no-profile"
  | "denied"
  | "region"
  | "unreachable"
  | "not-found"
  | "other";

/** AWS did not answer. */
export class AwsError extends CallError {
  readonly fault: AwsFault;
  /** What was asked, and what came instead of an answer. */
  readonly said: string;
  /** What to do about it, as a sentence; empty where nothing is known. */
  readonly remedy: string;

  constructor(said: string, fault: AwsFault, cause: unknown) {
    super(`${said} ${REMEDIES[fault]}`.trim(), { cause });
    this.fault = fault;
    this.said = said;
    this.remedy = REMEDIES[fault];
  }
}

const REMEDIES: Readonly<Record<AwsFault, string>> = {
  "not-installed": "Install the AWS CLI, version 2: its user guide has a package for every system.",
  slow: "Try again, or look at the network, a proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL: nothing answered in time.",
  "call-refused": "Update the AWS CLI: this one does not know the call or an option of it.",
  "signed-out": "Sign in again: aws sso login, or new keys; aws sts get-caller-identity shows who you are.",
  "no-profile": "Set AWS_PROFILE to one of those that aws configure list-profiles shows, or unset it.",
  denied: "Let the identity that is signed in make this call; reading is enough.",
  region: "Set the Region by --region or AWS_REGION, and enable it in the account if it is one that is off at first.",
  unreachable:
    "This machine does not reach the endpoint: look at the Region's name, DNS, a proxy (HTTPS_PROXY) and AWS_ENDPOINT_URL.",
  "not-found": "",
  other: "",
};

/** What the AWS CLI and the SDK below it say, version 1 and 2 alike (botocore/exceptions.py; error codes of the services). */
const SAYS: readonly (readonly [AwsFault, RegExp])[] = [
  [
    "call-refused",
    /Unknown options|unrecognized arguments|argument (?:operation|command): |Invalid choice|ParamValidation/,
  ],
  ["no-profile", /config profile \(.*\) could not be found/],
  [
    "signed-out",
    /Unable to locate credentials|ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure|Error loading SSO Token|SSO session .*(?:expired|invalid)|Token has expired|Partial credentials|InvalidGrant|Your session has expired/i,
  ],
  [
    "region",
    /must specify a region|Invalid endpoint|OptInRequired|not enabled in this (?:account|region)|does not match .*region/i,
  ],
  ["denied", /AccessDenied|UnauthorizedOperation|not authorized|Forbidden/],
  [
    "unreachable",
    /Could not connect|EndpointConnection|Failed to connect to proxy|Name or service not known|SSL validation failed|certificate verify failed/i,
  ],
  ["slow", /timeout on endpoint|timed out/i],
  ["not-found", /NotFound|No cluster found/],
];

/**
 * Asks AWS by the AWS CLI, which a deployment needs anyway and which knows every way of signing in; nothing is changed.
 * `service` and `operation` are the CLI's words: `ec2`, `describe-subnets`.
 */
export async function askAws<T>(
  [service, operation, ...args]: readonly [service: string, operation: string, ...args: string[]],
  region?: string,
  deadlineMs = AWS_DEADLINE_MS,
): Promise<T> {
  const call = [service, operation, ...args, ...(region === undefined ? [] : ["--region", region])];
  try {
    const { stdout } = await run("aws", [...call, "--output", "json"], {
      timeout: deadlineMs,
      killSignal: "SIGKILL",
      maxBuffer: 64 << 20,
      // By the environment: version 1 does not know version 2's options.
      env: { ...process.env, AWS_PAGER: "", AWS_CLI_AUTO_PROMPT: "off" },
    });
    return JSON.parse(stdout) as T;
  } catch (error) {
    const [fault, said] = reason(error, deadlineMs);
    throw new AwsError(`aws ${service} ${operation}: ${said}`, fault, error);
  }
}

function reason(error: unknown, deadlineMs: number): readonly [AwsFault, string] {
  const { code, killed, stderr, message } = error as NodeJS.ErrnoException & { killed?: boolean; stderr?: string };
  if (code === "ENOENT") return ["not-installed", "the AWS CLI is not on PATH."];
  if (killed === true) return ["slow", `no answer within ${String(deadlineMs / 1000)} s.`];
  if (error instanceof SyntaxError) return ["call-refused", "the answer is no JSON."];
  const text = stderr ?? message;
  const fault = SAYS.find(([, says]) => says.test(text))?.[0] ?? "other";
  const lines = text.trim().split("\n");
  const last = (lines.findLast((line) => line.trim() !== "") ?? message).trim();
  return [fault, /[.!?]$/.test(last) ? last : `${last}.`];
}
