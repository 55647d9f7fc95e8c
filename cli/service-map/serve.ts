import { createHash } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isDenied, type ServiceMap } from "../../service-map/flows/types.ts";
import { drawPage } from "./page.ts";

/** Loopback alone: flows tell who talks to whom, and the page asks nobody for a password. */
const HOST = "127.0.0.1";
/** Counts alone make a new page this often, in milliseconds; a new edge or a new denial at once. */
const COUNTS_EVERY = 30_000;
/** A map is built at most this often, in milliseconds. */
const BUILD_EVERY = 1000;

/** All that was read, and the part that is asked for. */
interface GrowingMap {
  readonly whole: ServiceMap;
  readonly wanted: ServiceMap;
}

interface Served {
  readonly address: string;
  close(): void;
}

/** Serves the page of a map that grows. */
export async function serveMap(build: () => GrowingMap, port: number): Promise<Served> {
  const pages = new Pages(build);
  const server = createServer((request, response) => {
    void answer(pages, request, response, portOf(server));
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(port, HOST, done);
  });
  return {
    address: `http://${HOST}:${String(portOf(server))}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo | null)?.port ?? 0;

async function answer(pages: Pages, request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
  const send = (status: number, type: string, text: string): void => {
    response.writeHead(status, {
      "content-type": `${type}; charset=utf-8`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
    });
    response.end(request.method === "HEAD" ? undefined : text);
  };
  // A name that resolves to loopback must not let another site's page read this one.
  const isOwn = [HOST, "localhost"].some((host) => request.headers.host === `${host}:${String(port)}`);
  if (!isOwn) return send(403, "text/plain", "This map is served to its own address alone.\n");
  if (request.method !== "GET" && request.method !== "HEAD") return send(405, "text/plain", "Only GET.\n");
  const { pathname } = new URL(request.url ?? "/", `http://${HOST}`);
  if (pathname === "/version") return send(200, "text/plain", `${pages.version()}\n`);
  if (pathname !== "/") return send(404, "text/plain", "Nothing is here.\n");
  send(200, "text/html", await pages.page());
}

const NOTHING: ServiceMap = { nodes: [], edges: [], incomplete: [] };

/** The newest map, and its page once somebody asks for it. */
class Pages {
  readonly #build: () => GrowingMap;
  readonly #started = Date.now();
  #map: GrowingMap = { whole: NOTHING, wanted: NOTHING };
  #built = 0;
  /** What the current version shows, and since when. */
  #shown = { shape: "", events: 0, since: 0, number: 0 };
  #page: Promise<string> | undefined;

  constructor(build: () => GrowingMap) {
    this.#build = build;
  }

  version(): string {
    const now = Date.now();
    if (now - this.#built >= BUILD_EVERY) {
      this.#map = this.#build();
      this.#built = now;
    }
    const { wanted } = this.#map;
    const shape = shapeOf(wanted);
    const events = wanted.edges.reduce((sum, { flows }) => sum + flows, 0);
    const { shape: before, events: counted, since, number } = this.#shown;
    if (shape !== before || (events !== counted && now - since >= COUNTS_EVERY)) {
      this.#shown = { shape, events, since: now, number: number + 1 };
      this.#page = undefined;
    }
    return `${String(this.#started)}-${String(this.#shown.number)}`;
  }

  page(): Promise<string> {
    const version = this.version();
    this.#page ??= drawPage(this.#map.wanted, { whole: this.#map.whole, live: version });
    return this.#page;
  }
}

/** Who talks to whom, and what came of it, without counts. */
function shapeOf({ edges, incomplete }: ServiceMap): string {
  const shape = edges.map((edge) => [
    edge.source,
    edge.destination,
    edge.protocol,
    edge.port,
    isDenied(edge),
    edge.replies > 0,
  ]);
  const text = JSON.stringify([shape, incomplete.map(({ reason }) => reason)]);
  return createHash("sha256").update(text).digest("hex");
}
