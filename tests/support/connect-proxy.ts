import { createServer } from "node:http";
import { connect, type Socket } from "node:net";

/** An HTTPS proxy on loopback that knows one host and refuses every other: nothing leaves the machine. */
export interface ConnectProxy {
  /** For HTTPS_PROXY. */
  readonly url: string;
  /** `host:port` of every connection that was refused. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** Carries connections to `host` to a port on loopback, so that a server without a name of its own answers to one. */
export function startConnectProxy(host: string, port: number): Promise<ConnectProxy> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("connect", (request, client: Socket) => {
    const target = request.url ?? "";
    if (target !== `${host}:443`) {
      refused.push(target);
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("no port"));
      resolve({
        url: `http://127.0.0.1:${String(address.port)}`,
        refused,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => {
              done();
            });
          }),
      });
    });
  });
}
