import { type IncomingMessage, type Server, createServer, request } from "node:http";

/** A call, as it came over the wire. */
interface AwsCall {
  readonly method: string;
  /** `/clusters/blue` of EKS; `/` for EC2 and STS. */
  readonly path: string;
  /** `DescribeSubnets` (EC2, STS, IAM, ELBv2), `GetServiceQuota`; of EKS, whose path says it, `GET /clusters/blue`. */
  readonly operation: string;
  readonly body: string;
}

/** `hang` never answers, `cut` closes the connection. */
export type AwsAnswer =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | "hang"
  | "cut";

/** Answers a call, or leaves it to the server behind. */
export type AwsAnswers = (call: AwsCall) => AwsAnswer | undefined;

/** An AWS API on loopback that answers as it is told, and passes on the rest. */
export interface AwsApi {
  readonly endpoint: string;
  /** What a process needs to ask this server and nobody else. */
  readonly env: Readonly<Record<string, string>>;
  /** The operations that were asked, whoever answered. */
  readonly calls: string[];
  /** From now on these answers; none leaves every call to the server behind. */
  answer(answers?: AwsAnswers): void;
  stop(): Promise<void>;
}

/** `behind` is the port of a server on loopback that gets what no answer is for; without one such a call fails. */
export async function startAwsApi(behind?: number, region = "eu-central-1"): Promise<AwsApi> {
  let answers: AwsAnswers | undefined;
  const calls: string[] = [];
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const call = callOf(incoming, body);
      calls.push(call.operation);
      const own = answers?.(call) ?? (behind === undefined ? notImplemented(call) : undefined);
      if (own === "hang") return;
      if (own === "cut") {
        response.destroy();
        return;
      }
      if (own !== undefined) {
        response.writeHead(own.status, { "content-type": "application/json", ...own.headers }).end(own.body);
        return;
      }
      const { method, headers, url } = incoming;
      const onward = request({ host: "127.0.0.1", port: behind, path: url, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      onward.end(body);
    });
  });
  const endpoint = `http://127.0.0.1:${String(await listen(server))}`;
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      // Neither the files nor the machine's own identity of whoever runs the tests.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PROFILE: "",
    },
    calls,
    answer: (given) => {
      answers = given;
    },
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of incoming) body += String(chunk);
  return body;
}

function callOf({ method = "", url = "", headers }: IncomingMessage, body: string): AwsCall {
  const target = String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const action = new URLSearchParams(body).get("Action");
  return { method, path: url, operation: target || action || `${method} ${url}`, body };
}

const notImplemented = ({ operation }: AwsCall): AwsAnswer => queryError(501, "NotImplemented", operation);

function listen(server: Server): Promise<number> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return failed(new Error("no port"));
      done(address.port);
    });
  });
}

/** An answer of EC2 or STS: the elements inside `<operation>Response`. */
export const xmlAnswer = (operation: string, inside: string): AwsAnswer => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body:
    operation === "GetCallerIdentity"
      ? `<${operation}Response><${operation}Result>${inside}</${operation}Result></${operation}Response>`
      : `<${operation}Response>${inside}</${operation}Response>`,
});

/** An answer of EKS or Service Quotas. */
export const jsonAnswer = (body: unknown): AwsAnswer => ({ status: 200, body: JSON.stringify(body) });

/** An error as EC2 writes it; STS's has another root, which the SDK reads as well. */
export const queryError = (status: number, code: string, message: string): AwsAnswer => ({
  status,
  headers: { "content-type": "text/xml" },
  body: `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`,
});

/** An error as EKS and Service Quotas write it. */
export const jsonError = (status: number, code: string, message: string): AwsAnswer => ({
  status,
  headers: { "x-amzn-errortype": code },
  body: JSON.stringify({ __type: code, message }),
});
