import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { createAuthority } from "./certificates.ts";

/** What the API server knows, and where a forwarded port ends. */
export interface FakeCluster {
  /** Port of the Service: 443 says that the relay speaks TLS. */
  readonly servicePort: number;
  readonly pods: readonly { readonly name: string; readonly ready: boolean }[];
  /** PEM texts by Secret and key. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, Buffer>>>>;
  /** Local port that plays the pod's; undefined when nothing listens in the pod. */
  podPort(pod: string, port: number): number | undefined;
  /** Status of a refused port-forward. */
  readonly refuse?: number;
}

export interface FakeApi {
  readonly server: string;
  readonly certificateAuthority: Buffer;
  /** `pod:port` of each forwarded connection. */
  readonly forwarded: readonly string[];
  close(): void;
}

const PREFIX = "/api/v1/namespaces/kube-system";

/** The few answers of a Kubernetes API server that a port-forward to the relay needs, with its websocket protocol. */
export async function startKubeApi(cluster: FakeCluster): Promise<FakeApi> {
  const forwarded: string[] = [];
  const authority = createAuthority("kubernetes");
  const { certificate: cert, key } = authority.issue(["localhost"]);
  const server = createServer({ cert, key }, (request, response) => answer(cluster, request, response));
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "v4.channel.k8s.io" });
  server.on("upgrade", (request, socket, head) => {
    const [, pod, port] = /\/pods\/([^/]+)\/portforward\?ports=(\d+)$/.exec(request.url ?? "") ?? [];
    if (cluster.refuse !== undefined || pod === undefined || port === undefined) {
      socket.end(`HTTP/1.1 ${String(cluster.refuse ?? 404)} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    forwarded.push(`${pod}:${port}`);
    sockets.handleUpgrade(request, socket, head, (client) => forward(client, cluster, pod, Number(port)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = (): void => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  const url = `https://localhost:${String(port)}`;
  return { server: url, certificateAuthority: authority.certificate, forwarded, close };
}

function answer(cluster: FakeCluster, request: IncomingMessage, response: ServerResponse): void {
  const found = resources(cluster)[(request.url ?? "").split("?")[0] ?? ""];
  response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(found ?? { kind: "Status", code: 404, reason: "NotFound", message: "not found" }));
}

function resources({ servicePort, pods, secrets = {} }: FakeCluster): Record<string, unknown> {
  const found = Object.entries(secrets).map(([name, pems]): [string, unknown] => {
    const data = Object.entries(pems).map(([key, pem]) => [key, pem.toString("base64")]);
    return [`${PREFIX}/secrets/${name}`, { data: Object.fromEntries(data) as unknown }];
  });
  return {
    [`${PREFIX}/services/hubble-relay`]: {
      metadata: { name: "hubble-relay" },
      spec: { selector: { "k8s-app": "hubble-relay" }, ports: [{ port: servicePort, targetPort: "grpc" }] },
    },
    [`${PREFIX}/pods`]: {
      items: pods.map(({ name, ready }) => ({
        metadata: { name },
        spec: { containers: [{ name: "hubble-relay", ports: [{ name: "grpc", containerPort: 4245 }] }] },
        status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
      })),
    },
    ...(Object.fromEntries(found) as Record<string, unknown>),
  };
}

/** Channel 0 carries data and 1 the kubelet's errors; the first message of each holds the port's two bytes. */
function forward(client: WebSocket, cluster: FakeCluster, pod: string, port: number): void {
  const frame = (channel: number, data: Buffer): void => client.send(Buffer.concat([Buffer.from([channel]), data]));
  const portBytes = Buffer.from([port & 0xff, port >> 8]);
  frame(0, portBytes);
  frame(1, portBytes);
  const local = cluster.podPort(pod, port);
  if (local === undefined) {
    frame(1, Buffer.from(`failed to connect to port ${String(port)} inside the namespace`));
    client.close();
    return;
  }
  const socket = connect(local, "127.0.0.1");
  socket.on("data", (data) => frame(0, data));
  socket.on("close", () => client.close());
  socket.on("error", () => client.close());
  client.on("message", (data: Buffer) => void socket.write(data.subarray(1)));
  client.on("close", () => socket.destroy());
}
