import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import type * as Kube from "@kubernetes/client-node";
import type { KubeConfig, PortForward } from "@kubernetes/client-node";

/** The end of a forward. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

export interface Forward {
  /** What gRPC dials. */
  readonly address: string;
  /** Why the last connection failed; gRPC itself only sees that the socket closed. */
  problem(): string | undefined;
  close(): Promise<void>;
}

/**
 * A local socket that leads to a pod. Each connection asks anew where to, so a relay that was restarted is found again. The
 * socket lies in a folder that only this user may enter, because whoever reaches it reads the cluster's flows.
 */
export async function forwardPort(
  kube: typeof Kube,
  config: KubeConfig,
  findPod: () => Promise<PodPort>,
): Promise<Forward> {
  const sockets = new Set<Socket>();
  let problem: string | undefined;
  const fail = (socket: Socket, message: string): void => {
    problem = message;
    socket.destroy();
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // gRPC sees the closed socket, says UNAVAILABLE and comes again.
    socket.on("error", () => socket.destroy());
    problem = undefined;
    connect(kube, config, socket, findPod, fail).catch((error: unknown) => fail(socket, reason(error)));
  });
  const place = await listen(server);
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
    place.remove();
  };
  return { address: place.address, problem: () => problem, close };
}

/** A refused websocket says no more than its status. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String((error as { message?: unknown }).message);
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1];
  if (status === undefined) return message;
  const right = status === "403" || status === "401" ? " You need the right to create pods/portforward." : "";
  return `the API server refuses to forward a port (status ${status}).${right}`;
}

/** A Unix socket, or loopback where Node has none that gRPC can dial. */
async function listen(server: Server): Promise<{ address: string; remove: () => void }> {
  if (process.platform === "win32") {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    return { address: `127.0.0.1:${String(port)}`, remove: () => {} };
  }
  const folder = mkdtempSync(path.join(tmpdir(), "cilium-eks-"));
  const file = path.join(folder, "relay.sock");
  await new Promise<void>((done) => server.listen(file, done));
  return { address: `unix:${file}`, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One connection: a websocket to the API server, which carries the bytes to the pod. */
async function connect(
  kube: typeof Kube,
  config: KubeConfig,
  socket: Socket,
  findPod: () => Promise<PodPort>,
  fail: (socket: Socket, message: string) => void,
): Promise<void> {
  const { namespace, pod, port } = await findPod();
  const problems = new PassThrough();
  // The kubelet writes here when nothing listens on the port; the stream is then dead.
  problems.on("data", (text: Buffer) => fail(socket, `pod ${pod}: ${text.toString("utf8").trim()}`));
  const forward: PortForward = new kube.PortForward(config, true);
  const websocket = await forward.portForward(namespace, pod, [port], socket, problems, socket);
  if (typeof websocket === "function") throw new Error("a restartable forward was not asked for");
  websocket.addEventListener("close", () => socket.destroy());
  websocket.addEventListener("error", () => socket.destroy());
  socket.on("close", () => websocket.close());
  if (socket.destroyed) websocket.close();
}
