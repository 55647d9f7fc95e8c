import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { basename } from "node:path";
import type { Chart } from "./helm.ts";

/** A Helm repository on loopback. */
export interface ChartRepository {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves packaged charts as a Helm repository would: an index and the archives. */
export function serveCharts(charts: readonly Chart[]): Promise<ChartRepository> {
  const archives = new Map(charts.map((chart) => [`/${basename(chart.path)}`, chart.path]));
  const server = createServer((request, response) => {
    const archive = archives.get(request.url ?? "");
    if (request.url === "/index.yaml") response.end(JSON.stringify(indexOf(charts)));
    else if (archive === undefined) response.writeHead(404).end();
    else createReadStream(archive).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("no port"));
      resolve({
        url: `http://127.0.0.1:${String(address.port)}`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => {
              done();
            });
          }),
      });
    });
  });
}

/** The index, as JSON, which is YAML. */
function indexOf(charts: readonly Chart[]) {
  const entries: Record<string, unknown[]> = {};
  for (const { path, version } of charts) {
    const name = basename(path).slice(0, -`-${version}.tgz`.length);
    (entries[name] ??= []).push({ apiVersion: "v2", name, version, urls: [basename(path)] });
  }
  return { apiVersion: "v1", entries };
}
