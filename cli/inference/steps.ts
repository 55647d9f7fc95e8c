import { isObject } from "../../core/model/json.ts";
import { errorStep } from "../shared/connection.ts";
import { type Step, failed, ok, skipped, warning } from "../shared/steps.ts";
import { type Answer, type Way, ask } from "./ask.ts";
import { parsed, streamOf, textsOf } from "./stream.ts";

export interface ModelCheck extends Way {
  /** Name that clients ask for; the first of the list where left out. */
  readonly model?: string;
  readonly prompt: string;
  /** A stream that begins later is slow. */
  readonly firstTokenSeconds: number;
}

/** A documentation address (RFC 5737): nobody answers there. */
const NOWHERE = "192.0.2.1:9";
/** What steers llm-d's router and Envoy (core/inference/defaults.ts, INTERNAL_HEADERS): one names the server, one a choice of them. */
const STEERING = ["x-gateway-destination-endpoint", "x-gateway-destination-endpoint-subset"] as const;
/** Tokens of an answer: enough for a stream to have several pieces. */
const TOKENS = 32;

/** Asks as a client does, and as one that means no good. A step that needs another one is left out where that one failed. */
export async function checkModel(check: ModelCheck): Promise<Step[]> {
  const listed = await safely(check, () => modelStep(check));
  const { model = check.model } = listed;
  if (listed.step.state === "failed" || model === undefined) return [listed.step];
  const api = await safely(check, () => completionStep(check, model));
  const { kind } = api;
  if (kind === undefined) return [listed.step, api.step, metricsSkipped];
  const streams = await stepsSafely(check, () => streamSteps(check, model, kind));
  const steering = await stepsSafely(check, () => steeringSteps(check, model, kind));
  const metrics = await safely(check, () => metricsStep(check));
  return [listed.step, api.step, ...streams, ...steering, metrics.step];
}

const metricsSkipped = skipped("Stream, headers and metrics", "not asked: the model does not answer");

interface Outcome {
  readonly step: Step;
  readonly model?: string;
  readonly kind?: ApiKind;
}

const safely = (check: ModelCheck, work: () => Promise<Outcome>): Promise<Outcome> =>
  work().catch((error: unknown) => ({ step: errorStep(error as NodeJS.ErrnoException, check.base) }));

const stepsSafely = (check: ModelCheck, work: () => Promise<Step[]>): Promise<Step[]> =>
  work().catch((error: unknown) => [errorStep(error as NodeJS.ErrnoException, check.base)]);

async function modelStep(check: ModelCheck): Promise<Outcome> {
  const name = "Models";
  const answer = await ask(check, { path: "/models" });
  if (answer.status !== 200) return { step: refusal(name, answer) };
  const list = parsed(answer.body);
  const data = isObject(list) ? list["data"] : undefined;
  if (!Array.isArray(data)) {
    return {
      step: failed(name, "an answer that is no list of models", "Is the URL that of the API, with /v1 at its end?"),
    };
  }
  const ids = data.filter(isObject).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
  const [first] = ids;
  if (first === undefined) {
    return { step: failed(name, "an empty list", "No model is loaded: look at the log of the model servers.") };
  }
  if (check.model !== undefined && !ids.includes(check.model)) {
    return {
      step: failed(
        name,
        `no "${check.model}" among ${ids.join(", ")}`,
        "Clients ask for model.servedName, for model.id where there is none, or for an adapter.",
      ),
    };
  }
  return { step: ok(name, ids.join(", ")), model: check.model ?? first };
}

/** Chats where the model has a template for them, plain completions otherwise. */
type ApiKind = "chat" | "plain";

const question = ({ prompt }: ModelCheck, model: string, kind: ApiKind, more: object = {}) =>
  kind === "chat"
    ? {
        path: "/chat/completions",
        body: { model, messages: [{ role: "user", content: prompt }], max_tokens: TOKENS, ...more },
      }
    : { path: "/completions", body: { model, prompt, max_tokens: TOKENS, ...more } };

async function completionStep(check: ModelCheck, model: string): Promise<Outcome> {
  const name = "Completion";
  const chat = await ask(check, question(check, model, "chat"));
  // A base model has no template, and a route may leave the path out.
  const kind: ApiKind = chat.status === 400 || chat.status === 404 ? "plain" : "chat";
  const answer = kind === "chat" ? chat : await ask(check, question(check, model, "plain"));
  if (answer.status !== 200) return { step: refusal(name, answer) };
  if (textsOf(parsed(answer.body)).join("") === "") {
    return { step: failed(name, "status 200 without a text", "Look at the log of the model server.") };
  }
  const by = kind === "chat" ? "a chat" : "a plain completion";
  return { step: ok(name, `${by} in ${String(answer.milliseconds)} ms`), kind };
}

async function streamSteps(check: ModelCheck, model: string, kind: ApiKind): Promise<Step[]> {
  const name = "Stream";
  const answer = await ask(check, question(check, model, kind, { stream: true }));
  if (answer.status !== 200) return [refusal(name, answer)];
  const { pieces, firstToken, reads, ended } = streamOf(answer);
  const type = answer.headers["content-type"] ?? "no type";
  if (firstToken === undefined) {
    return [failed(name, `no piece of an answer (${type})`, "Somebody between turns streams into whole answers.")];
  }
  return [
    streamStep(name, { pieces, reads, ended }),
    firstToken > check.firstTokenSeconds * 1000
      ? warning(
          "First token",
          `after ${String(firstToken)} ms, and ${String(check.firstTokenSeconds)} s are wanted`,
          "Queues, long prompts or a cold cache: dashboard Inference, alert InferenceFirstTokenSlow.",
        )
      : ok("First token", `after ${String(firstToken)} ms`),
  ];
}

function streamStep(
  name: string,
  { pieces, reads, ended }: { readonly pieces: number; readonly reads: number; readonly ended: boolean },
): Step {
  if (!ended) {
    return failed(
      name,
      `${String(pieces)} pieces, and no [DONE]`,
      "The stream is cut: time limits of the route, of Envoy, of the load balancer; see idle connections in docs/inference.md.",
    );
  }
  if (pieces > 2 && reads === 1) {
    return warning(
      name,
      `${String(pieces)} pieces that all came at once`,
      "Somebody between collects the answer: a proxy that buffers, or compression.",
    );
  }
  return ok(name, `${String(pieces)} pieces in ${String(reads)} reads`);
}

/** Names a server that is none. The Gateway takes the header away, so that the answer is as without it. */
const steeringSteps = (check: ModelCheck, model: string, kind: ApiKind): Promise<Step[]> =>
  Promise.all(
    STEERING.map(async (header) => {
      const name = `Header ${header}`;
      const fix =
        "Clients choose where requests go: remove it in the HTTPRoute (requestHeaderModifier), and leave router.failOpen off.";
      try {
        const { status } = await ask(check, {
          ...question(check, model, kind, { max_tokens: 1 }),
          headers: { [header]: NOWHERE },
        });
        return status === 200
          ? ok(name, "of a client changes nothing")
          : failed(name, `of a client steers: status ${String(status)}`, fix);
      } catch (error) {
        return failed(name, `of a client steers: ${(error as Error).message}`, fix);
      }
    }),
  );

async function metricsStep(check: ModelCheck): Promise<Outcome> {
  const name = "Metrics";
  const { status, body } = await ask(check, { path: "//metrics" });
  return {
    step:
      status === 200 && body.includes("# TYPE")
        ? failed(name, "are open to clients", "Let the route take named paths only: route.paths.")
        : ok(name, `stay inside: status ${String(status)}`),
  };
}

const FIXES: Readonly<Record<number, string>> = {
  401: "It asks for a key: name the variable that holds it with --key.",
  403: "A network policy denies it: the ingress identity must reach the router, docs/inference.md.",
  404: "No route takes the path: is the URL that of the API, with /v1 at its end, and route.hostnames that of the URL?",
  413: "The prompt is larger than somebody between allows.",
  429: "Too many requests are waiting: the router or a proxy sheds them.",
  500: "Look at the log of the router's endpoint picker.",
  502: "The router has no connection to a model server: policies, and pods that are ready.",
  503: "The router has no model server that is ready, or the Gateway no router: kubectl get pods in the model's namespace.",
  504: "The answer took longer than somebody between waits: see idle connections in docs/inference.md.",
};

const refusal = (name: string, { status, body }: Answer): Step =>
  failed(name, `status ${String(status)}${excerpt(body)}`, FIXES[status] ?? "Look at the message.");

const excerpt = (body: string): string => {
  const line = body.trim().split("\n")[0] ?? "";
  return line === "" ? "" : `: ${line.slice(0, 200)}`;
};
