import type { KubeReader, ListPage } from "../kube/client.ts";
import { FaultKind, ReadFault } from "../kube/fault.ts";
import { KUBE_READS, type KubeRead, pathOf } from "./reads.ts";
import type { Source } from "./source.ts";

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const LOG_LINES = "2000";
const LOG_BYTES = String(4 << 20);

export interface ApiOptions {
  readonly namespace: string;
  /** Ask for whole objects also where a table would do: for a recording. */
  readonly whole?: boolean;
}

/** What an API server says now. */
export function apiSource(kube: KubeReader, { namespace, whole = false }: ApiOptions): Source {
  return {
    name: `context ${kube.context}`,
    pages: (id) => pagesOf(kube, KUBE_READS[id], namespace, whole),
    slices: (space, service) =>
      collect(
        kube.pages(`/apis/discovery.k8s.io/v1/namespaces/${space}/endpointslices`, {
          labelSelector: `kubernetes.io/service-name=${service}`,
        }),
      ),
    log: (space, pod) =>
      kube.text(`/api/v1/namespaces/${space}/pods/${pod}/log`, { tailLines: LOG_LINES, limitBytes: LOG_BYTES }),
    version: async () => {
      const { major = "", minor = "" } = ((await kube.get("/version")) ?? {}) as { major?: string; minor?: string };
      return `${major}.${minor.replace(/\D.*$/, "")}`;
    },
    now: () => (Date.now() - kube.skew()) / 1000,
    skewSeconds: () => Math.round(kube.skew() / 1000),
    hints: [kube.server, ...kube.tokenArguments],
  };
}

async function* pagesOf(kube: KubeReader, read: KubeRead, namespace: string, whole: boolean): AsyncIterable<ListPage> {
  const path = pathOf(read, namespace);
  if (read.names !== undefined) {
    const found: unknown[] = [];
    for (const name of read.names) {
      const object = await kube.get(`${path}/${name}`);
      if (object !== undefined) found.push(object);
    }
    yield { items: found, columns: [] };
    return;
  }
  const accept = read.table === true && !whole ? TABLE : undefined;
  try {
    yield* kube.pages(path, read.query, accept);
  } catch (error) {
    if (!(error instanceof ReadFault && error.kind === FaultKind.Absent && read.mayBeAbsent === true)) throw error;
    yield { items: [], columns: [] };
  }
}

async function collect(pages: AsyncIterable<ListPage>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}
