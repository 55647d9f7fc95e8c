import { type IncomingHttpHeaders, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server that speaks OpenAI's API does otherwise than well. */
export interface OpenAiFaults {
  readonly models?: readonly string[];
  /** No chats: the model has no template. */
  readonly baseModel?: boolean;
  /** All pieces of a stream at once. */
  readonly buffered?: boolean;
  /** A stream that ends in the middle. */
  readonly cut?: boolean;
  /** Milliseconds between pieces of a stream, and before the first. */
  readonly pause?: number;
  /** Status of every completion. */
  readonly status?: number;
  readonly key?: string;
}

export interface OpenAiServer {
  readonly port: number;
  readonly url: string;
  /** Headers of the requests that arrived. */
  readonly seen: IncomingHttpHeaders[];
  readonly close: () => Promise<void>;
}

/** A real HTTP server on loopback that speaks the API of vLLM as far as `inference check` asks. */
export async function startOpenAi(faults: OpenAiFaults = {}): Promise<OpenAiServer> {
  const { models = ["llama"], key } = faults;
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      if (path === "/metrics") {
        response.end("# TYPE vllm:num_requests_waiting gauge\nvllm:num_requests_waiting 0\n");
        return;
      }
      if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
        json(response, 401, { error: "Unauthorized" });
        return;
      }
      if (path === "/v1/models") {
        json(response, 200, { object: "list", data: models.map((id) => ({ id, object: "model" })) });
        return;
      }
      const chat = path === "/v1/chat/completions";
      if (!chat && path !== "/v1/completions") {
        json(response, 404, { error: "Not Found" });
        return;
      }
      if (faults.status !== undefined) {
        json(response, faults.status, { error: "no" });
        return;
      }
      if (chat && faults.baseModel === true) {
        json(response, 400, { error: "no chat template" });
        return;
      }
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { stream?: boolean };
      if (body.stream === true) void stream(response, chat, faults);
      else json(response, 200, { choices: [chat ? { message: { content: "hello" } } : { text: "hello" }] });
    });
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${String(port)}/v1`,
    seen,
    close: () =>
      new Promise((settle) => {
        server.closeAllConnections();
        server.close(() => {
          settle();
        });
      }),
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function stream(response: ServerResponse, chat: boolean, { buffered, cut, pause = 20 }: OpenAiFaults) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pieces = ["hel", "lo", " ", "you"].map((text) => ({
    choices: [chat ? { delta: { content: text } } : { text }],
  }));
  const events = [...(chat ? [{ choices: [{ delta: { role: "assistant", content: "" } }] }] : []), ...pieces].map(
    (event) => `data: ${JSON.stringify(event)}\n\n`,
  );
  if (cut !== true) events.push("data: [DONE]\n\n");
  if (buffered === true) {
    response.end(events.join(""));
    return;
  }
  for (const event of events) {
    await new Promise((settle) => setTimeout(settle, pause));
    response.write(event);
  }
  response.end();
}
