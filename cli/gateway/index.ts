import { type Command, InvalidArgumentError, Option } from "commander";
import { declare, declareGroup } from "../shared/declare.ts";
import { seconds } from "../shared/flags.ts";

export interface CheckFlags {
  readonly url: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly kube: boolean;
  readonly gateway?: string;
  readonly address?: string;
  readonly caFile?: string;
  /** Seconds. */
  readonly timeout: number;
}

const url = (text: string): string => {
  const parsed = URL.parse(text);
  if (parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:")) return text;
  throw new InvalidArgumentError("Give an http or https URL, for example https://shop.example.com/.");
};

/** Adds `gateway check`: follows a request from the name to the answer and says where it is lost. */
export function registerGateway(program: Command): void {
  const group = declareGroup(program, {
    name: "gateway",
    says: "look at a Gateway that runs",
    page: "docs/gateway.md",
  });
  const { command, runs } = declare(group, {
    name: "check",
    says: "follow a request from the Gateway's class to the answer, and say what is wrong and what to do",
    page: "docs/gateway.md",
    formats: ["text", "json"],
    examples: [
      ["cilium-eks gateway check --url https://shop.example.com/", "name, connection, certificate and answer"],
      [
        "cilium-eks gateway check --url https://shop.example.com/ --kubeconfig kubeconfig.yaml",
        "class, Gateway, listener, route and Service of the cluster first",
      ],
    ],
    exits: { 1: "the request is lost at a step" },
  });
  command
    .requiredOption("--url <url>", "what a client would ask for", url)
    .option("--kubeconfig <file>", "kubeconfig of the cluster; without one only name and request are checked")
    .option("--context <name>", "context of the kubeconfig")
    .option("--no-kube", "leave the cluster out, also where KUBECONFIG is set")
    .option("--gateway <namespace/name>", "the Gateway; found by the URL's host where left out")
    .option("--address <address>", "ask this address or name instead of what DNS says, before DNS is moved")
    .option("--ca-file <file>", "certificate authority that the server's certificate is checked against")
    .addOption(new Option("--timeout <time>", "for each step that waits").argParser(seconds).default(10, "10s"));
  runs<CheckFlags>(async ({ flags, output }) => {
    const { runCheck } = await import("./command.ts");
    return runCheck(flags, output);
  });
}
