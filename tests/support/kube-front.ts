import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ControlPlane } from "./testcluster.ts";

/** What stands in for an answer: a status, or an end of the connection. Undefined lets the request through. */
type Instead =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
  | "cut"
  | "silent";

export interface KubeFront {
  /** Path of a kubeconfig that leads through the front. */
  readonly kubeconfig: string;
  /** Decides on each request from now on. */
  say(answer: ((call: { readonly method: string; readonly path: string }) => Instead | undefined) | undefined): void;
  stop(): Promise<void>;
}

/** A server in front of a control plane that gives its answers, or faults in their place. */
export async function startKubeFront(plane: ControlPlane): Promise<KubeFront> {
  let decide: Parameters<KubeFront["say"]>[0];
  const server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/" } = incoming;
    const instead = decide?.({ method, path: url });
    if (instead === undefined) return pass(plane, incoming, outgoing);
    if (instead === "silent") return;
    if (instead === "cut") return void incoming.socket.destroy();
    const { status, headers = {}, message = "no reason" } = instead;
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(JSON.stringify({ kind: "Status", code: status, message }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const folder = mkdtempSync(path.join(tmpdir(), "kube-front-"));
  const kubeconfig = path.join(folder, "kubeconfig");
  const { port } = server.address() as AddressInfo;
  const cluster = { server: `http://127.0.0.1:${String(port)}`, "insecure-skip-tls-verify": true };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      clusters: [{ name: "front", cluster }],
      users: [{ name: "admin", user: { token: plane.token } }],
      contexts: [{ name: "front", context: { cluster: "front", user: "admin" } }],
      "current-context": "front",
    }),
  );
  return {
    kubeconfig,
    say: (answer) => {
      decide = answer;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true });
    },
  };
}

function pass(plane: ControlPlane, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _host, ...headers } = incoming.headers;
  const sent = request(
    new URL(incoming.url ?? "/", plane.server),
    {
      method: incoming.method,
      ca: plane.certificateAuthority,
      headers: { ...headers, authorization: `Bearer ${plane.token}` },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  sent.on("error", () => outgoing.destroy());
  incoming.pipe(sent);
}
