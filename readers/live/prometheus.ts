import type { History } from "../../lens/live/capacity.ts";
import { FaultKind, ReadFault } from "../kube/fault.ts";

/** The leading operator exposes it; the other one has an old value or none (core/facts/metrics/operator.ts). */
const QUERY = "min by (subnet_id) (cilium_operator_ipam_available_ips_per_subnet)";
const DAYS = 7;
const STEP_SECONDS = 3600;

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly result?: readonly Series[] };
}

interface Series {
  readonly metric?: { readonly subnet_id?: string };
  readonly values?: readonly (readonly [number, string])[];
}

export interface PrometheusOptions {
  /** `http://prometheus.monitoring:9090`; a user and a password in it are sent as such. */
  readonly url: string;
  readonly timeoutSeconds: number;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Free addresses of each subnet in the last seven days, by the hour. */
export async function readHistory({ url, timeoutSeconds, now }: PrometheusOptions): Promise<History> {
  const target = new URL(`${url.replace(/\/$/, "")}/api/v1/query_range`);
  const { username, password } = target;
  target.username = "";
  target.password = "";
  const range = {
    query: QUERY,
    start: String(Math.round(now - DAYS * 86_400)),
    end: String(Math.round(now)),
    step: String(STEP_SECONDS),
  };
  for (const [key, value] of Object.entries(range)) target.searchParams.set(key, value);
  const answer = await ask(target, username === "" ? {} : { authorization: basic(username, password) }, timeoutSeconds);
  if (answer.status !== "success")
    throw new ReadFault(
      FaultKind.Broken,
      `Prometheus at ${target.host} refuses the query: ${answer.error ?? "no reason given"}.`,
    );
  return Object.fromEntries(
    (answer.data?.result ?? []).map(({ metric, values = [] }) => [
      metric?.subnet_id ?? "",
      values.map(([at, free]) => [at, Number(free)] as const).filter(([, free]) => Number.isFinite(free)),
    ]),
  );
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${decodeURIComponent(user)}:${decodeURIComponent(password)}`).toString("base64")}`;

async function ask(url: URL, headers: Readonly<Record<string, string>>, timeoutSeconds: number): Promise<Answer> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutSeconds * 1000) });
    const text = await response.text();
    if (response.status === 401 || response.status === 403)
      throw new ReadFault(
        FaultKind.SignedOut,
        `Prometheus at ${url.host} does not take the credentials (${String(response.status)}).`,
      );
    return JSON.parse(text) as Answer;
  } catch (error) {
    if (error instanceof ReadFault) throw error;
    const { name, message, cause } = error as Error & { cause?: Error };
    if (name === "TimeoutError")
      throw new ReadFault(
        FaultKind.Slow,
        `Prometheus at ${url.host} gave no answer within ${String(timeoutSeconds)} s.`,
      );
    if (name === "SyntaxError")
      throw new ReadFault(FaultKind.Broken, `${url.host} gave an answer that is not Prometheus's.`);
    throw new ReadFault(
      FaultKind.Unreachable,
      `Prometheus at ${url.host} cannot be reached: ${cause?.message ?? message}.`,
    );
  }
}
