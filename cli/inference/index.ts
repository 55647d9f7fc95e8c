import { type Command, InvalidArgumentError, Option } from "commander";
import { declare, declareGroup } from "../shared/declare.ts";
import { seconds } from "../shared/flags.ts";

export interface InferenceCheckFlags {
  readonly url: string;
  readonly model?: string;
  readonly key?: string;
  readonly address?: string;
  readonly caFile?: string;
  readonly prompt: string;
  /** Seconds. */
  readonly timeout: number;
  /** Seconds. */
  readonly firstToken: number;
}

const url = (text: string): string => {
  const parsed = URL.parse(text);
  if (parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:")) return text;
  throw new InvalidArgumentError("Give an http or https URL, for example https://llm.example.com/v1.");
};

/** Adds `inference check`: asks a model through its Gateway as a client does, and as one that means no good. */
export function registerInference(program: Command): void {
  const group = declareGroup(program, {
    name: "inference",
    says: "look at a model that is served",
    page: "docs/inference.md",
  });
  const { command, runs } = declare(group, {
    name: "check",
    says: "ask a model for its name, an answer and a stream, and try to steer past the router",
    page: "docs/inference.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks inference check --url https://llm.example.com/v1", "model list, answer, stream, first token"],
      [
        "cilium-eks inference check --url https://llm.example.com/v1 --model qwen3-32b --first-token 2s",
        "one model, and how soon a stream must begin",
      ],
    ],
    exits: { 1: "a step fails" },
  });
  command
    .requiredOption("--url <url>", "address of the API up to /v1, as clients of OpenAI's API have it", url)
    .option("--model <name>", "name that clients ask for; the first of the list where left out")
    .option("--key <name>", "environment variable with the key that is sent as a Bearer token")
    .option("--address <address>", "ask this address or name instead of what DNS says")
    .option("--ca-file <file>", "certificate authority that the server's certificate is checked against")
    .option("--prompt <text>", "what the model is asked", "Say hello.")
    .addOption(new Option("--timeout <time>", "for each request").argParser(seconds).default(60, "60s"))
    .addOption(
      new Option("--first-token <time>", "a stream that begins later is a warning").argParser(seconds).default(5, "5s"),
    );
  runs<InferenceCheckFlags>(async ({ flags, output }) => {
    const { runInferenceCheck } = await import("./command.ts");
    return runInferenceCheck(flags, output);
  });
}
