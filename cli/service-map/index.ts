import { type Command, Option } from "commander";
import { declare } from "../shared/declare.ts";
import { instant, list, seconds, whole } from "../shared/flags.ts";

const FORMATS = ["text", "json", "mermaid", "dot", "html", "csv"] as const;
export type MapFormat = (typeof FORMATS)[number];

export interface ServiceMapFlags {
  readonly by?: "namespace" | "verdict";
  readonly namespace: readonly string[];
  readonly verdict?: "denied" | "forwarded";
  readonly policies?: boolean;
  /** An earlier recording. */
  readonly against: readonly string[];
  /** Port; true for any that is free. */
  readonly serve?: number | true;
  readonly relay: readonly string[];
  readonly kube?: boolean;
  readonly kubeconfig?: string;
  readonly context: readonly string[];
  readonly kubeNamespace: string;
  readonly kubeTlsSecret?: string;
  readonly tls?: boolean;
  readonly tlsCaCertFiles: readonly string[];
  readonly tlsClientCertFile?: string;
  readonly tlsClientKeyFile?: string;
  readonly tlsServerName?: string;
  readonly tlsAllowInsecure?: boolean;
  readonly last?: number;
  readonly since?: string;
  readonly follow?: boolean;
  /** Seconds. */
  readonly duration?: number;
  /** Seconds. */
  readonly timeout: number;
}

/** Adds `service-map`: who talks to whom, from a relay or from recorded flows. */
export function registerServiceMap(program: Command): void {
  const { command, runs } = declare(program, {
    name: "service-map",
    says: "draw who talks to whom, from Hubble Relay or from flows that were written down",
    page: "docs/service-map.md",
    formats: FORMATS,
    examples: [
      ["cilium-eks service-map flows.json", "the edges of recorded flows"],
      ["cilium-eks service-map flows.json.gz --format html --out map.html", "a page that needs no network"],
      ["cilium-eks service-map --kube --last 5000 --namespace shop", "one namespace of the running cluster"],
      [
        "cilium-eks service-map flows.json --policies --namespace shop --out policies.yaml",
        "policies from what was seen",
      ],
      ["cilium-eks service-map today.json --against yesterday.json", "what is new, gone or newly denied"],
      ["cilium-eks service-map --kube --follow --serve", "a page that grows with the flows, on loopback"],
      ["hubble observe -o json --last 1000 | cilium-eks service-map -", "from a pipe"],
    ],
    exits: { 2: "the call, a file or a relay cannot be read, or there is not one flow in it" },
  });
  command
    .argument("[file...]", "flows of `hubble observe -o json` or of the exporter, also .gz; - is standard input")
    .addOption(new Option("--by <what>", "totals instead of edges, as text or JSON").choices(["namespace", "verdict"]))
    .option("--namespace <name>", "only edges from or to this namespace; repeat it for more", list, [])
    .addOption(
      new Option("--verdict <verdict>", "only edges on which something was denied, or nothing").choices([
        "denied",
        "forwarded",
      ]),
    )
    .option(
      "--policies",
      "propose a CiliumNetworkPolicy for each workload from what was seen, as YAML or JSON; with --verdict denied the smallest rules that let through what was denied",
    )
    .option(
      "--against <file>",
      "an earlier recording: what is new, gone or newly denied since; repeat it for a recording in parts",
      list,
      [],
    )
    .addOption(
      new Option(
        "--serve [port]",
        "serve the page on 127.0.0.1 and keep it up to date; with --follow while flows come in (default: any free port)",
      ).argParser(whole(0)),
    )
    .option(
      "--relay <host:port>",
      "read from Hubble Relay, also tls://host:port; repeat it for more clusters",
      list,
      [],
    )
    .option("--kube", "reach the relay through the Kubernetes API")
    .option("--kubeconfig <file>", "kubeconfig for --kube")
    .option("--context <name>", "context for --kube; repeat it for more clusters", list, [])
    .option("--kube-namespace <name>", "namespace of the relay", "kube-system")
    .option(
      "--kube-tls-secret <name>",
      "Secret with authority and client certificate, for a relay with TLS (default: hubble-ui-client-certs, else hubble-relay-client-certs)",
    )
    .option("--tls", "the relay speaks TLS, as every other --tls option implies")
    .option("--tls-ca-cert-files <file>", "authority of the relay's certificate; repeat it for more", list, [])
    .option("--tls-client-cert-file <file>", "client certificate, where the relay asks for one")
    .option("--tls-client-key-file <file>", "its key")
    .option("--tls-server-name <name>", "name that the relay's certificate carries, instance.hubble-relay.cilium.io")
    .option("--tls-allow-insecure", "take any certificate")
    .addOption(
      new Option("--last <flows>", "newest flows of each node (default: all that it holds)")
        .argParser(whole(1))
        .conflicts("since"),
    )
    .option("--since <time>", "flows since an instant, or so long ago", (text: string) => instant(text))
    .option("--follow", "go on with new flows until ctrl-C or --duration")
    .option("--duration <time>", "end after so long", seconds)
    .addOption(
      new Option("--timeout <time>", "for the first connection to a relay").argParser(seconds).default(10, "10s"),
    )
    .addHelpText("after", "\nCtrl-C ends reading and draws the map so far. Broken lines are counted, not fatal.");
  runs<ServiceMapFlags, [files: readonly string[]]>(async ({ flags, output, args: [files] }) => {
    const { runServiceMap } = await import("./command.ts");
    return runServiceMap(files, flags, output);
  });
}
